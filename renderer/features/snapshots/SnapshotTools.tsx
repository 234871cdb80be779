import type { VmRef } from '#shared/domain/inventory/watched.ts';
import type { OperationRequest } from '#shared/domain/operations/request.ts';
import type { SnapshotNode } from '#shared/domain/snapshots/snapshot-tree.ts';
import { problemText } from '#shared/text/problem-text.ts';
import { snapshotsText as say } from '#shared/text/snapshots-text.ts';
import { vmFilesText } from '#shared/text/vm-files-text.ts';
import type { Target } from '#renderer/state/command.ts';
import { problemsNow } from '#renderer/state/problems-now.ts';
import { openDialog } from '#renderer/state/ui-store.ts';
import { Button } from '#renderer/ui/Button.tsx';
import { snapshotItem } from './snapshot-item.ts';
import type { OpenQuestion } from './SnapshotQuestion.tsx';
import css from './SnapshotsTab.module.css';
import { useRenameKey } from './use-rename-key.ts';

export interface SnapshotToolsProps {
  readonly target: Target;
  readonly vm: VmRef;
  readonly chosen: readonly SnapshotNode[];
  readonly onTake: () => void;
  readonly onAsk: (question: OpenQuestion) => void;
}

/** What can be done with the snapshots that are chosen. */
export function SnapshotTools({ target, vm, chosen, onTake, onAsk }: SnapshotToolsProps) {
  const why = reasons(target, vm, chosen);
  const items = chosen.map(({ ref }) => snapshotItem(target, ref));
  const rename = (): void => openDialog('rename', items);
  const place = useRenameKey<HTMLDivElement>(why.rename === undefined ? rename : undefined);
  const ask = (is: OpenQuestion['is']) => () => onAsk({ is, snapshots: chosen });
  return (
    <div className={css['tools']} ref={place} role="toolbar" aria-label={say.tab}>
      <Button kind="primary" why={why.take} onClick={onTake}>
        {say.take}
      </Button>
      <Button why={why.revert} onClick={ask('revert')}>
        {say.revert}
      </Button>
      <Button why={why.make} onClick={ask('vm')}>
        {say.newVm}
      </Button>
      <Button why={why.make} onClick={ask('template')}>
        {say.newTemplate}
      </Button>
      <Button why={why.rename} onClick={rename}>
        {say.rename}
      </Button>
      <Button why={why.describe} onClick={() => openDialog('describe', items)}>
        {say.describe}
      </Button>
      <Button why={why.keep} onClick={() => openDialog('vm-export', items)}>
        {vmFilesText.exportCommand}
      </Button>
      <Button why={chosen.length === 0 ? say.chooseFirst : undefined} onClick={ask('delete')}>
        {say.remove(chosen.length)}
      </Button>
    </div>
  );
}

/** What no snapshot is called or described as: what stands against it stands against any other text. */
const another = '\u2026';

function reasons(target: Target, vm: VmRef, chosen: readonly SnapshotNode[]) {
  const server = target.server.id;
  const [one] = chosen;
  const against = (request: OperationRequest): string | undefined => {
    const problems = problemsNow(request, target);
    return problems.length === 0 ? undefined : problems.map(problemText).join(' ');
  };
  const ofOne = (requestFor: (snapshot: VmRef) => OperationRequest): string | undefined => {
    if (one === undefined) return say.chooseFirst;
    return chosen.length > 1 ? say.chooseOne : against(requestFor(one.ref));
  };
  return {
    take: against({ kind: 'vm.snapshot', server, vm, name: say.tab, description: '', keeps: 'disks' }),
    revert: ofOne((snapshot) => ({ kind: 'vm.revert', server, vm, snapshot })),
    make: ofOne((snapshot) => ({ kind: 'vm.from-snapshot', server, vm: snapshot, name: say.tab, as: 'vm' })),
    rename: ofOne((ref) => ({ kind: 'object.rename', server, class: 'vm', ref, value: another })),
    describe: ofOne((ref) => ({ kind: 'object.describe', server, class: 'vm', ref, value: another })),
    keep: chosen.length === 0 ? say.chooseFirst : target.server.state.is === 'live' ? undefined : vmFilesText.notLive,
  };
}
