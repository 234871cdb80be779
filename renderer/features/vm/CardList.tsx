import { addressesOn, limitOf, lockingOf, type VmCard } from '#shared/domain/devices/cards.ts';
import type { RefOf, Vm } from '#shared/domain/inventory/watched.ts';
import { cardsText as say, lockingText } from '#shared/text/devices-text.ts';
import type { Target } from '#renderer/state/command.ts';
import { copyText } from '#renderer/state/copy-text.ts';
import { select } from '#renderer/state/ui-store.ts';
import { CardTable } from '#renderer/ui/CardTable.tsx';
import { Checkbox } from '#renderer/ui/Checkbox.tsx';
import { LinkButton } from '#renderer/ui/LinkButton.tsx';
import { StatusWord } from '#renderer/ui/StatusWord.tsx';
import css from './VmTab.module.css';

export interface CardListProps {
  readonly label: string;
  readonly target: Target;
  readonly vm: Vm;
  readonly cards: readonly VmCard[];
  readonly marked: ReadonlySet<RefOf<'vif'>>;
  readonly onMark: (card: RefOf<'vif'>, isOn: boolean) => void;
}

export function CardList({ label, target, vm, cards, marked, onMark }: CardListProps) {
  return (
    <CardTable
      label={label}
      columns={[
        { title: say.device, width: 'narrow' },
        { title: say.network, width: 'wide' },
        { title: say.mac },
        { title: say.addresses, width: 'wide' },
        { title: say.limit },
        { title: say.locking },
        { title: say.state },
      ]}
      rows={cards.map((card) => ({
        key: card.ref,
        cells: [
          <span key="device" className={css['name']}>
            <Checkbox label={say.choose(card.device)} isLabelHidden isOn={marked.has(card.ref)} onChange={(isOn) => onMark(card.ref, isOn)} />
            {card.device}
          </span>,
          <NetworkName key="network" target={target} card={card} />,
          <LinkButton key="mac" onClick={() => copyText(card.mac, card.mac)}>
            {card.mac}
          </LinkButton>,
          <Addresses key="addresses" target={target} card={card} />,
          limitOf(card) === 0 ? say.noLimit : say.limitOf(limitOf(card)),
          lockingText[lockingOf(card)],
          <State key="state" card={card} vm={vm} />,
        ],
      }))}
    />
  );
}

interface OneProps {
  readonly target: Target;
  readonly card: VmCard;
}

function NetworkName({ target, card: { network: ref } }: OneProps) {
  const network = ref === null ? undefined : target.inventory.network.get(ref);
  if (ref === null || network === undefined) return say.gone;
  return <LinkButton onClick={() => select({ is: 'network', server: target.server.id, ref })}>{network.name}</LinkButton>;
}

function Addresses({ target, card }: OneProps) {
  const addresses = addressesOn(target.inventory, card);
  if (addresses.length === 0) return <span className={css['quiet']}>{say.noAddress}</span>;
  return (
    <span className={css['lines']}>
      {addresses.map((address) => (
        <LinkButton key={address} onClick={() => copyText(address, address)}>
          {address}
        </LinkButton>
      ))}
    </span>
  );
}

/** A card that a running guest should have and has not is cut off. */
function State({ card, vm }: { readonly card: VmCard; readonly vm: Vm }) {
  if (card.isAttached) return <StatusWord icon="ok" tone="ok" word={say.active} />;
  if (vm.power === 'Running') return <StatusWord icon="warning" tone="warn" word={say.disconnected} />;
  return <StatusWord icon="dash" tone="quiet" word={say.idle} />;
}
