import { useId } from 'react';
import { type OfferGroup, storageOffers, type StorageOffer } from '#shared/domain/storage/offer.ts';
import type { Inventory } from '#shared/domain/inventory/inventory.ts';
import { freeName } from '#shared/domain/storage/offer.ts';
import { groupText, kindText, unavailableText } from '#shared/text/storage-wizard-text.ts';
import css from './NewStorage.module.css';
import type { NewStorage } from './use-new-storage.ts';

const GROUPS: readonly OfferGroup[] = ['block', 'file', 'library', 'local', 'other'];

export function TypePage({ wizard, inventory }: { readonly wizard: NewStorage; readonly inventory: Inventory }) {
  const kinds = wizard.draft.reattaching?.kinds;
  const offers = storageOffers(inventory).filter(({ kind, type }) => kinds === undefined || (kinds.includes(kind) && type === wizard.draft.type));
  return GROUPS.map((group) => {
    const members = offers.filter((offer) => offer.group === group);
    return members.length === 0 ? null : (
      <fieldset key={group} className={css['kinds']}>
        <legend>{groupText[group]}</legend>
        {members.map((offer) => (
          <Kind key={`${offer.kind} ${offer.type}`} offer={offer} wizard={wizard} inventory={inventory} />
        ))}
      </fieldset>
    );
  });
}

interface KindProps {
  readonly offer: StorageOffer;
  readonly wizard: NewStorage;
  readonly inventory: Inventory;
}

function Kind({ offer, wizard: { draft, tell }, inventory }: KindProps) {
  const id = useId();
  const { name, hint } = kindText(offer);
  const why = unavailableText(offer.unavailable);
  const isChosen = draft.kind === offer.kind && draft.type === offer.type;
  return (
    <div className={css['option']}>
      <input
        id={id}
        type="radio"
        name="kind"
        checked={isChosen}
        disabled={why !== undefined}
        aria-describedby={`${id}-hint`}
        data-first-focus={isChosen ? '' : undefined}
        onChange={() => tell({ do: 'choose-kind', kind: offer.kind, type: offer.type, name: freeName(inventory, `${name} storage`) })}
      />
      <label htmlFor={id}>{name}</label>
      <p id={`${id}-hint`}>{why ?? hint}</p>
    </div>
  );
}
