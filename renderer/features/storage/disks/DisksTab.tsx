import { useMemo, useState } from 'react';
import { type DiskOrder, type DiskRow, diskRows, shownDisks } from '#shared/domain/storage/disk-list.ts';
import type { RefOf } from '#shared/domain/inventory/watched.ts';
import { disksText } from '#shared/text/disks-text.ts';
import type { Target } from '#renderer/state/command.ts';
import { targetsOf } from '#renderer/state/targets.ts';
import { useInventory } from '#renderer/state/tree-state.ts';
import { Button } from '#renderer/ui/Button.tsx';
import { EmptyState } from '#renderer/ui/EmptyState.tsx';
import { DiskGrid } from './DiskGrid.tsx';
import { DisksBar } from './DisksBar.tsx';
import css from './DisksTab.module.css';

/** What lies on a repository, and everything that can be done with it. */
export function DisksTab({ target }: { readonly target: Target }) {
  const { item } = target;
  return item.is === 'sr' ? <Disks key={item.ref} target={target} sr={item.ref} /> : null;
}

const none: ReadonlySet<string> = new Set();

function Disks({ target, sr }: { readonly target: Target; readonly sr: RefOf<'sr'> }) {
  const { inventory } = target;
  const [text, setText] = useState('');
  const [hasBases, setBases] = useState(false);
  const [order, setOrder] = useState<DiskOrder>({ column: 'name', isDown: false });
  const [selected, setSelected] = useState(none);
  // Events come many times a second, and few of them are about disks.
  const { vdi, vbd, vm } = inventory;
  const isLibrary = inventory.sr.get(sr)?.contentType === 'iso';
  const rows = useMemo(() => diskRows({ vdi, vbd, vm }, { sr, isLibrary }), [vdi, vbd, vm, sr, isLibrary]);
  const shown = useMemo(() => shownDisks(rows, { text, hasBases, order }), [rows, text, hasBases, order]);
  const targets = useChosen(target, shown, selected);

  return (
    <div className={css['tab']}>
      <DisksBar
        home={target}
        targets={targets}
        text={text}
        onText={setText}
        bases={rows.some(({ kind }) => kind === 'base') ? { isOn: hasBases, onChange: setBases } : undefined}
        isLibrary={isLibrary}
      />
      {shown.length === 0 ? (
        <Nothing isLibrary={isLibrary} onShowAll={text === '' ? undefined : () => setText('')} />
      ) : (
        <DiskGrid target={target} rows={shown} order={order} onOrder={setOrder} selected={selected} onSelect={setSelected} />
      )}
      <Count rows={rows} shown={shown} selected={targets.length} />
    </div>
  );
}

/** Of the selected rows those that are still there and in sight. */
function useChosen({ server }: Target, shown: readonly DiskRow[], selected: ReadonlySet<string>): readonly Target[] {
  const servers = useInventory((state) => state.servers);
  const inventories = useInventory((state) => state.inventories);
  return useMemo(() => {
    const items = shown.filter(({ ref }) => selected.has(ref)).map(({ ref }) => ({ is: 'vdi', server: server.id, ref }) as const);
    return targetsOf(items, { servers, inventories });
  }, [shown, selected, server.id, servers, inventories]);
}

function Nothing({ isLibrary, onShowAll }: { readonly isLibrary: boolean; readonly onShowAll: (() => void) | undefined }) {
  if (onShowAll === undefined) return <EmptyState>{isLibrary ? disksText.emptyLibrary : disksText.empty}</EmptyState>;
  return <EmptyState action={<Button onClick={onShowAll}>{disksText.showAll}</Button>}>{disksText.noMatch}</EmptyState>;
}

interface CountProps {
  readonly rows: readonly DiskRow[];
  readonly shown: readonly DiskRow[];
  readonly selected: number;
}

function Count({ rows, shown, selected }: CountProps) {
  const used = shown.reduce((sum, { usedBytes }) => sum + Math.max(0, usedBytes), 0);
  return (
    <output className={css['count']}>
      <span>{disksText.count(shown.length, rows.length)}</span>
      <span>{disksText.sum(used)}</span>
      {selected > 0 && <span>{disksText.selected(selected)}</span>}
    </output>
  );
}
