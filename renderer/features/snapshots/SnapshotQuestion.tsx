import { useState } from 'react';
import type { VmRef } from '#shared/domain/inventory/watched.ts';
import type { OperationRequest } from '#shared/domain/operations/request.ts';
import type { SnapshotNode } from '#shared/domain/snapshots/snapshot-tree.ts';
import { problemText } from '#shared/text/problem-text.ts';
import { snapshotsText as say } from '#shared/text/snapshots-text.ts';
import { useClient } from '#renderer/state/client-context.ts';
import type { Target } from '#renderer/state/command.ts';
import { copyXe } from '#renderer/state/copy-xe.ts';
import { problemsNow } from '#renderer/state/problems-now.ts';
import { startNow } from '#renderer/state/start-now.ts';
import { Checkbox } from '#renderer/ui/Checkbox.tsx';
import { Dialog, type DialogProps } from '#renderer/ui/Dialog.tsx';
import { DialogButtons } from '#renderer/ui/DialogButtons.tsx';
import { TextField } from '#renderer/ui/TextField.tsx';
import { DeletionReview, type DeletionReviewProps } from './DeletionReview.tsx';
import css from './SnapshotsTab.module.css';

export interface OpenQuestion {
  readonly is: 'revert' | 'vm' | 'template' | 'delete';
  readonly snapshots: readonly SnapshotNode[];
}

export interface SnapshotQuestionProps {
  readonly question: OpenQuestion;
  readonly target: Target;
  readonly vm: VmRef;
  readonly onClose: () => void;
  readonly onDone: () => void;
}

interface Answer {
  readonly keeps: boolean;
  readonly name: string;
}

/** What is asked before something is done with snapshots. */
export function SnapshotQuestion({ question, target, vm, onClose, onDone }: SnapshotQuestionProps) {
  const client = useClient();
  const [keeps, setKeeps] = useState(true);
  const [name, setName] = useState(() => say.fromName(question.snapshots[0]?.name ?? ''));
  const requests = requestsOf(question, { server: target.server.id, vm, keeps, name });
  const problems = requests.flatMap((request) => problemsNow(request, target));
  const why = problems.length === 0 ? undefined : [...new Set(problems.map(problemText))].join(' ');
  const vmName = target.inventory.vm.get(vm)?.name ?? '';
  const { title, verb } = wordsOf(question, vmName);
  return (
    <Dialog
      title={title}
      closeLabel={say.close}
      {...looks[question.is]}
      onClose={onClose}
      footer={
        <DialogButtons
          copy={{ label: say.copyXe, why, onCopy: () => copyXe(client, requests) }}
          cancelLabel={say.cancel}
          onClose={onClose}
          verb={verb}
          kind={question.is === 'delete' ? 'danger' : 'primary'}
          why={why}
          onDo={() => {
            startNow(client, requests);
            onDone();
          }}
        />
      }
    >
      <div className={css['form']}>
        <Explained question={question} inventory={target.inventory} vm={vmName} />
        {question.is === 'revert' && <Checkbox label={say.keepFirst} isOn={keeps} onChange={setKeeps} />}
        {isNaming(question) && <TextField label={say.newName} value={name} onType={setName} takesFocus />}
        {why !== undefined && <output>{why}</output>}
      </div>
    </Dialog>
  );
}

const looks: Readonly<Record<OpenQuestion['is'], Pick<DialogProps, 'size'>>> = { revert: {}, vm: {}, template: {}, delete: { size: 'wide' } };

/** What will be lost. */
function Explained({
  question: { is, snapshots },
  inventory,
  vm,
}: { readonly question: OpenQuestion } & Pick<DeletionReviewProps, 'inventory' | 'vm'>) {
  if (is === 'delete') return <DeletionReview inventory={inventory} vm={vm} snapshots={snapshots} />;
  if (is !== 'revert') return null;
  return (
    <p>
      {say.revertEffect(vm)} {say.revertPower}
    </p>
  );
}

function isNaming({ is }: OpenQuestion): boolean {
  return is === 'vm' || is === 'template';
}

function wordsOf({ is, snapshots }: OpenQuestion, vm: string): { readonly title: string; readonly verb: string } {
  const first = snapshots[0]?.name ?? '';
  switch (is) {
    case 'revert':
      return { title: say.revertTitle(vm, first), verb: say.revertVerb };
    case 'delete':
      return { title: say.deleteTitle(snapshots.length, first), verb: say.deleteVerb };
    default:
      return { title: say.newTitle[is], verb: say.newVerb };
  }
}

function requestsOf({ is, snapshots }: OpenQuestion, how: Answer & { readonly server: string; readonly vm: VmRef }): readonly OperationRequest[] {
  const { server, vm, keeps, name } = how;
  switch (is) {
    case 'revert':
      return snapshots.map((one) => ({ kind: 'vm.revert', server, vm, snapshot: one.ref, ...(keeps && { keepAs: say.keepName(one.name) }) }));
    case 'delete':
      return snapshots.map(({ ref }) => ({ kind: 'vm.delete-snapshot', server, vm: ref }));
    default:
      return snapshots.map(({ ref }) => ({ kind: 'vm.from-snapshot', server, vm: ref, name, as: is }));
  }
}
