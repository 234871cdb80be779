import { useMemo, useState } from 'react';
import type { RefOf } from '#shared/domain/inventory/watched.ts';
import { freeBytesOf } from '#shared/domain/rules/storage-room.ts';
import { type Chains, chainsOf, LONGEST_CHAIN, shownChains } from '#shared/domain/storage/chains.ts';
import { diskRows } from '#shared/domain/storage/disk-list.ts';
import { isThin } from '#shared/domain/storage/driver-can.ts';
import { spaceText } from '#shared/text/space-text.ts';
import { CommandButton } from '#renderer/parts/CommandButton.tsx';
import type { Target } from '#renderer/state/command.ts';
import { Button } from '#renderer/ui/Button.tsx';
import { Checkbox } from '#renderer/ui/Checkbox.tsx';
import { EmptyState } from '#renderer/ui/EmptyState.tsx';
import { Notice } from '#renderer/ui/Notice.tsx';
import { TextField } from '#renderer/ui/TextField.tsx';
import css from '../disks/DisksTab.module.css';
import { SpaceWarnings } from '../overview/SpaceWarnings.tsx';
import { ChainGrid } from './ChainGrid.tsx';

/** What takes room on a repository besides the disks themselves, what is merged, and what that needs. */
export function SpaceTab({ target }: { readonly target: Target }) {
  const { item, inventory } = target;
  return item.is === 'sr' && inventory.sr.has(item.ref) ? <Space key={item.ref} target={target} sr={item.ref} /> : null;
}

/** From here on somebody should think of it before the driver refuses. */
const LONG = LONGEST_CHAIN - 5;

function Space({ target, sr }: { readonly target: Target; readonly sr: RefOf<'sr'> }) {
  const { inventory } = target;
  const [text, setText] = useState('');
  const [isWaitingOnly, setWaitingOnly] = useState(false);
  const { vdi, vbd, vm } = inventory;
  const record = inventory.sr.get(sr);
  const isThick = record !== undefined && !isThin(inventory, record);
  const all = useMemo(() => chainsOf({ vdi, rows: diskRows({ vdi, vbd, vm }, { sr, isLibrary: false }), isThick }), [vdi, vbd, vm, sr, isThick]);
  const rows = useMemo(() => shownChains(all, { text, isWaitingOnly }), [all, text, isWaitingOnly]);
  const free = record === undefined ? undefined : freeBytesOf(record);
  return (
    <div className={css['tab']}>
      <SpaceWarnings inventory={inventory} only={sr} />
      {all.longest >= LONG && <Notice tone="warn" what={spaceText.tooLong(all.longest)} next={spaceText.tooLongNext} />}
      {free !== undefined && all.needsBytes > free && (
        <Notice tone="danger" what={spaceText.noRoom(all.needsBytes, free)} next={spaceText.noRoomNext} />
      )}
      <Bar target={target} text={text} onText={setText} isWaitingOnly={isWaitingOnly} onWaitingOnly={setWaitingOnly} />
      {rows.length === 0 ? (
        <Nothing
          hasChains={all.chains.length > 0}
          onShowAll={() => {
            setText('');
            setWaitingOnly(false);
          }}
        />
      ) : (
        <ChainGrid target={target} rows={rows} chains={all} />
      )}
      {all.chains.length > 0 && <Sums all={all} />}
    </div>
  );
}

interface BarProps {
  readonly target: Target;
  readonly text: string;
  readonly onText: (text: string) => void;
  readonly isWaitingOnly: boolean;
  readonly onWaitingOnly: (isOn: boolean) => void;
}

const COMMANDS = ['sr.rescan', 'sr.trim'];

function Bar({ target, text, onText, isWaitingOnly, onWaitingOnly }: BarProps) {
  return (
    <div className={css['bar']} role="toolbar" aria-label={spaceText.tab}>
      <div className={css['find']}>
        <TextField label={spaceText.find} isLabelHidden value={text} onType={onText} onEscape={() => onText('')} />
      </div>
      <Checkbox label={spaceText.waitingOnly} isOn={isWaitingOnly} onChange={onWaitingOnly} />
      {COMMANDS.map((id) => (
        <CommandButton key={id} id={id} targets={[target]} kind="quiet" />
      ))}
    </div>
  );
}

function Nothing({ hasChains, onShowAll }: { readonly hasChains: boolean; readonly onShowAll: () => void }) {
  if (!hasChains) return <EmptyState>{spaceText.none}</EmptyState>;
  return <EmptyState action={<Button onClick={onShowAll}>{spaceText.showAll}</Button>}>{spaceText.noMatch}</EmptyState>;
}

function Sums({ all }: { readonly all: Chains }) {
  return (
    <output className={css['count']}>
      <span>{spaceText.count(all)}</span>
      <span>{spaceText.waiting(all)}</span>
    </output>
  );
}
