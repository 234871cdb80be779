import { useState } from 'react';
import { cardsOfVm, type VmCard } from '#shared/domain/devices/cards.ts';
import type { RefOf, Vm, VmRef } from '#shared/domain/inventory/watched.ts';
import { cardsText as say } from '#shared/text/devices-text.ts';
import type { Target } from '#renderer/state/command.ts';
import { Button } from '#renderer/ui/Button.tsx';
import { Card } from '#renderer/ui/Card.tsx';
import { EmptyState } from '#renderer/ui/EmptyState.tsx';
import { CardDialog } from './CardDialog.tsx';
import { CardList } from './CardList.tsx';
import { CardTroubles } from './CardTroubles.tsx';
import { RequestButton } from './RequestButton.tsx';
import css from './VmTab.module.css';

/** The network cards of a VM, and everything that can be done with them. */
export function VmNetworksTab({ target }: { readonly target: Target }) {
  const { item } = target;
  const vm = item.is === 'vm' || item.is === 'template' ? target.inventory.vm.get(item.ref) : undefined;
  if ((item.is !== 'vm' && item.is !== 'template') || vm === undefined) return null;
  return <Cards key={`${item.server} ${item.ref}`} target={target} machine={item.ref} vm={vm} />;
}

type Edited = RefOf<'vif'> | 'new';

function Cards({ target, machine, vm }: { readonly target: Target; readonly machine: VmRef; readonly vm: Vm }) {
  const cards = cardsOfVm(target.inventory, machine);
  const [marked, setMarked] = useState<ReadonlySet<RefOf<'vif'>>>(new Set());
  const [edited, edit] = useState<Edited>();
  const chosen = cards.filter(({ ref }) => marked.has(ref));

  function mark(ref: RefOf<'vif'>, isOn: boolean): void {
    setMarked(new Set(isOn ? [...marked, ref] : [...marked].filter((other) => other !== ref)));
  }

  return (
    <>
      <Tools target={target} chosen={chosen} onEdit={edit} />
      {cards.length === 0 ? (
        <EmptyState>{say.none}</EmptyState>
      ) : (
        <Card title={say.tab} isLastKnown={target.server.state.is !== 'live'}>
          <CardTroubles target={target} vm={vm} cards={cards} />
          <CardList label={say.list(vm.name)} target={target} vm={vm} cards={cards} marked={marked} onMark={mark} />
        </Card>
      )}
      {edited !== undefined && (
        <CardDialog target={target} machine={machine} card={edited === 'new' ? undefined : edited} onClose={() => edit(undefined)} />
      )}
    </>
  );
}

interface ToolsProps {
  readonly target: Target;
  readonly chosen: readonly VmCard[];
  readonly onEdit: (edited: Edited) => void;
}

function Tools({ target, chosen, onEdit }: ToolsProps) {
  const server = target.server.id;
  const [one] = chosen;
  const whyNotOne = chosen.length === 0 ? say.chooseFirst : chosen.length > 1 ? say.chooseOne : undefined;
  const plugs = (isOn: boolean) => chosen.map(({ ref }) => ({ kind: 'card.plug', server, card: ref, isOn }) as const);
  return (
    <div className={css['tools']} role="toolbar" aria-label={say.tab}>
      <Button kind="primary" onClick={() => onEdit('new')}>
        {say.add}
      </Button>
      <Button why={whyNotOne} onClick={() => one !== undefined && onEdit(one.ref)}>
        {say.edit}
      </Button>
      <RequestButton target={target} requests={plugs(true)} whyNothing={say.chooseFirst}>
        {say.activate}
      </RequestButton>
      <RequestButton target={target} requests={plugs(false)} whyNothing={say.chooseFirst}>
        {say.deactivate}
      </RequestButton>
      <RequestButton target={target} requests={chosen.map(({ ref }) => ({ kind: 'card.delete', server, card: ref }))} whyNothing={say.chooseFirst}>
        {say.remove(chosen.length)}
      </RequestButton>
    </div>
  );
}
