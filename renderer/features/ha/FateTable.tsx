import { useState } from 'react';
import type { Fate, VmFate, WhatIf } from '#shared/domain/ha/what-if.ts';
import type { Inventory } from '#shared/domain/inventory/inventory.ts';
import { fateText, haText } from '#shared/text/ha-text.ts';
import { sizeText } from '#shared/text/size-text.ts';
import { Button } from '#renderer/ui/Button.tsx';
import { CardTable } from '#renderer/ui/CardTable.tsx';
import { StatusWord } from '#renderer/ui/StatusWord.tsx';
import css from './Ha.module.css';

/** A host runs up to a hundred; several lost at once would draw thousands of rows. */
const FIRST_ROWS = 100;

/** Each VM of the lost hosts, in the order things happen. */
export function FateTable({ answer, inventory }: { readonly answer: WhatIf; readonly inventory: Inventory }) {
  const [shown, show] = useState(FIRST_ROWS);
  const { vms } = answer;
  return (
    <>
      <CardTable
        label={haText.whatIf}
        columns={[
          { title: haText.number, align: 'end' },
          { title: haText.vm },
          { title: haText.memory, align: 'end' },
          { title: haText.order, align: 'end' },
          { title: haText.restartsOn },
          { title: haText.why, width: 'wide' },
        ]}
        rows={vms.slice(0, shown).map((vm, index) => ({ key: vm.vm, cells: cellsOf(vm, { number: index + 1, inventory }) }))}
      />
      {vms.length > shown && <Button onClick={() => show(shown + FIRST_ROWS)}>{haText.moreRows(vms.length - shown)}</Button>}
    </>
  );
}

function cellsOf({ name, sizeBytes, order, fate }: VmFate, { number, inventory }: { readonly number: number; readonly inventory: Inventory }) {
  return [
    number,
    <span key="name" className={css['vm']}>
      {name}
    </span>,
    sizeText(sizeBytes),
    fate.is === 'restarts' ? order : '–',
    <Home key="home" fate={fate} inventory={inventory} />,
    fateText(fate, inventory),
  ];
}

function Home({ fate, inventory }: { readonly fate: Fate; readonly inventory: Inventory }) {
  if (fate.is === 'restarts' || fate.is === 'may-restart') {
    const isSure = fate.is === 'restarts';
    return <StatusWord icon="forward" tone={isSure ? 'info' : 'quiet'} word={inventory.host.get(fate.host)?.name ?? ''} />;
  }
  return (
    <StatusWord
      icon={fate.is === 'left-off' ? 'dash' : 'error'}
      tone={fate.is === 'left-off' ? 'quiet' : 'danger'}
      word={fate.is === 'left-off' ? haText.staysOff : haText.cannotRestart}
    />
  );
}
