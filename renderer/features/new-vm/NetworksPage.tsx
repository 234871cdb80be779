import { networkChoices } from '#shared/domain/wizards/new-vm/defaults.ts';
import type { CardDraft } from '#shared/domain/wizards/new-vm/draft.ts';
import { newVmText as say } from '#shared/text/new-vm-text.ts';
import { Button } from '#renderer/ui/Button.tsx';
import { CardTable } from '#renderer/ui/CardTable.tsx';
import { Icon } from '#renderer/ui/Icon.tsx';
import { TextField } from '#renderer/ui/TextField.tsx';
import css from './NewVm.module.css';
import type { NewVm } from './use-new-vm.ts';

export function NetworksPage({ wizard }: { readonly wizard: NewVm }) {
  const { draft, change, target } = wizard;
  const networks = networkChoices(target.inventory);
  const [first] = networks;

  function add(): void {
    if (first === undefined) return;
    const key = Math.max(-1, ...draft.cards.map((card) => card.key)) + 1;
    change({ cards: [...draft.cards, { key, network: first.ref, mac: '' }] });
  }

  return (
    <>
      {draft.cards.length === 0 ? (
        <p className={css['note']}>{say.noCards}</p>
      ) : (
        <CardTable
          label={say.cards}
          columns={[{ title: say.columns.network, width: 'wide' }, { title: say.columns.mac }, { title: say.columns.remove, width: 'narrow' }]}
          rows={draft.cards.map((card, index) => ({ key: String(card.key), cells: cellsOf({ card, position: index, networks }, wizard) }))}
        />
      )}
      <div>
        <Button why={first === undefined ? say.noNetworks : undefined} onClick={add}>
          {say.addCard}
        </Button>
      </div>
    </>
  );
}

interface CardCells {
  readonly card: CardDraft;
  readonly position: number;
  readonly networks: ReturnType<typeof networkChoices>;
}

function cellsOf({ card, position, networks }: CardCells, { draft, change }: NewVm) {
  const replace = (part: Partial<CardDraft>): void =>
    change({ cards: draft.cards.map((known) => (known.key === card.key ? { ...known, ...part } : known)) });
  return [
    <select
      key="network"
      aria-label={say.cardNetwork(position)}
      value={card.network}
      onChange={(event) => {
        const chosen = networks.find(({ ref }) => ref === event.currentTarget.value);
        if (chosen !== undefined) replace({ network: chosen.ref });
      }}
    >
      {networks.map(({ ref, name }) => (
        <option key={ref} value={ref}>
          {name}
        </option>
      ))}
    </select>,
    <TextField key="mac" label={say.cardMac(position)} isLabelHidden hint={say.macHint} value={card.mac} onType={(mac) => replace({ mac })} />,
    <Button
      key="remove"
      kind="quiet"
      shape="icon"
      label={say.removeCard(position)}
      onClick={() => change({ cards: draft.cards.filter(({ key }) => key !== card.key) })}
    >
      <Icon name="trash" />
    </Button>,
  ];
}
