import { useMemo, useState } from 'react';
import type { VmRef } from '#shared/domain/inventory/watched.ts';
import { type SnapshotNode, snapshotTree } from '#shared/domain/snapshots/snapshot-tree.ts';
import { problemText } from '#shared/text/problem-text.ts';
import { sizeText } from '#shared/text/size-text.ts';
import { timeText } from '#shared/text/format.ts';
import { snapshotsText as say } from '#shared/text/snapshots-text.ts';
import { vmFilesText } from '#shared/text/vm-files-text.ts';
import type { Target } from '#renderer/state/command.ts';
import { problemsNow } from '#renderer/state/problems-now.ts';
import { openDialog } from '#renderer/state/ui-store.ts';
import { Button } from '#renderer/ui/Button.tsx';
import { Card } from '#renderer/ui/Card.tsx';
import { CardTable } from '#renderer/ui/CardTable.tsx';
import { Checkbox } from '#renderer/ui/Checkbox.tsx';
import { SelectField } from '#renderer/ui/Choice.tsx';
import { EmptyState } from '#renderer/ui/EmptyState.tsx';
import { Icon } from '#renderer/ui/Icon.tsx';
import { useNow } from '#renderer/ui/use-now.ts';
import { type OpenQuestion, SnapshotQuestion } from './SnapshotQuestion.tsx';
import { ScheduleCard } from './ScheduleCard.tsx';
import css from './SnapshotsTab.module.css';
import { TakeSnapshotDialog } from './TakeSnapshotDialog.tsx';

/** What a VM can go back to. */
export function SnapshotsTab({ target }: { readonly target: Target }) {
  const { item } = target;
  return item.is === 'vm' ? <Snapshots key={`${item.server} ${item.ref}`} target={target} vm={item.ref} /> : null;
}

function Snapshots({ target, vm }: { readonly target: Target; readonly vm: VmRef }) {
  const nowMs = useNow();
  const nodes = useMemo(() => snapshotTree(target.inventory, vm), [target.inventory, vm]);
  const [marked, setMarked] = useState<ReadonlySet<VmRef>>(new Set());
  const [question, ask] = useState<OpenQuestion>();
  const [isTaking, setTaking] = useState(false);
  const [which, setWhich] = useState<Which>('all');
  const isMixed = nodes.some(({ isOfSchedule }) => isOfSchedule) && nodes.some(({ isOfSchedule }) => !isOfSchedule);
  const shown = which === 'all' || !isMixed ? nodes : nodes.filter(({ isOfSchedule }) => isOfSchedule === (which === 'schedule'));
  const chosen = shown.filter(({ ref }) => marked.has(ref));
  const name = target.inventory.vm.get(vm)?.name ?? '';

  function mark({ ref }: SnapshotNode, isOn: boolean): void {
    setMarked(new Set(isOn ? [...marked, ref] : [...marked].filter((other) => other !== ref)));
  }

  return (
    <>
      <Tools target={target} vm={vm} chosen={chosen} onTake={() => setTaking(true)} onAsk={ask} />
      <ScheduleCard inventory={target.inventory} vm={vm} />
      {isMixed && <SelectField label={say.shown} value={which} options={WHICH} onChoose={setWhich} />}
      {nodes.length === 0 ? (
        <EmptyState>
          {say.none} {say.noneNote}
        </EmptyState>
      ) : (
        <Card
          title={say.tab}
          mark={
            <ChooseAll isAll={chosen.length === shown.length} onChoose={(isAll) => setMarked(new Set(isAll ? shown.map(({ ref }) => ref) : []))} />
          }
        >
          <CardTable
            label={say.list(name)}
            columns={[
              { title: say.name, width: 'wide' },
              { title: say.taken },
              { title: say.kind },
              { title: say.size, align: 'end' },
              { title: say.description, width: 'wide' },
            ]}
            rows={shown.map((node) => ({
              key: node.ref,
              cells: [
                <Name key="name" node={node} isOn={marked.has(node.ref)} onMark={(isOn) => mark(node, isOn)} />,
                <span key="taken" className={css['taken']}>
                  {node.takenAtMs === undefined ? '' : timeText(node.takenAtMs, nowMs)}
                </span>,
                node.hasMemory ? say.memory : say.disks,
                sizeText(node.sizeBytes),
                node.description,
              ],
            }))}
          />
        </Card>
      )}
      {isTaking && <TakeSnapshotDialog target={target} onClose={() => setTaking(false)} />}
      {question !== undefined && (
        <SnapshotQuestion question={question} target={target} vm={vm} onClose={() => ask(undefined)} onDone={() => setMarked(new Set())} />
      )}
    </>
  );
}

type Which = keyof typeof say.which;
const WHICH = Object.entries(say.which).map(([value, label]) => ({ value: value as Which, label }));

function ChooseAll({ isAll, onChoose }: { readonly isAll: boolean; readonly onChoose: (isAll: boolean) => void }) {
  return (
    <Button kind="quiet" onClick={() => onChoose(!isAll)}>
      {isAll ? say.chooseNone : say.chooseAll}
    </Button>
  );
}

function Name({ node, isOn, onMark }: { readonly node: SnapshotNode; readonly isOn: boolean; readonly onMark: (isOn: boolean) => void }) {
  return (
    <span className={css['name']}>
      {Array.from({ length: node.depth }, (_, level) => (
        <span key={level} className={css['level']} aria-hidden="true" />
      ))}
      <Checkbox label={say.choose(node.name)} isLabelHidden isOn={isOn} onChange={onMark} />
      <Icon name={node.hasMemory ? 'memory' : 'camera'} size="small" />
      <span>{node.name}</span>
      {node.isOfSchedule && <span className={css['mark']}>{say.bySchedule}</span>}
      {node.isHere && <span className={css['here']}>{say.here}</span>}
    </span>
  );
}

interface ToolsProps {
  readonly target: Target;
  readonly vm: VmRef;
  readonly chosen: readonly SnapshotNode[];
  readonly onTake: () => void;
  readonly onAsk: (question: OpenQuestion) => void;
}

function Tools({ target, vm, chosen, onTake, onAsk }: ToolsProps) {
  const { server } = target;
  const [one] = chosen;
  const single = chosen.length === 1 ? one : undefined;
  const notOne = chosen.length === 0 ? say.chooseFirst : chosen.length > 1 ? say.chooseOne : undefined;
  const whyNot = (problems: ReturnType<typeof problemsNow>): string | undefined =>
    problems.length === 0 ? undefined : problems.map(problemText).join(' ');
  const takeWhy = whyNot(problemsNow({ kind: 'vm.snapshot', server: server.id, vm, name: say.tab, description: '', keeps: 'disks' }, target));
  const revertWhy = single === undefined ? notOne : whyNot(problemsNow({ kind: 'vm.revert', server: server.id, vm, snapshot: single.ref }, target));
  const newWhy =
    single === undefined
      ? notOne
      : whyNot(problemsNow({ kind: 'vm.from-snapshot', server: server.id, vm: single.ref, name: say.tab, as: 'vm' }, target));
  const items = chosen.map(({ ref }) => ({ is: 'snapshot', server: server.id, ref }) as const);
  const exportWhy = chosen.length === 0 ? say.chooseFirst : server.state.is === 'live' ? undefined : vmFilesText.notLive;
  const ask = (is: OpenQuestion['is']) => () => onAsk({ is, snapshots: chosen });
  return (
    <div className={css['tools']} role="toolbar" aria-label={say.tab}>
      <Button kind="primary" why={takeWhy} onClick={onTake}>
        {say.take}
      </Button>
      <Button why={revertWhy} onClick={ask('revert')}>
        {say.revert}
      </Button>
      <Button why={newWhy} onClick={ask('vm')}>
        {say.newVm}
      </Button>
      <Button why={newWhy} onClick={ask('template')}>
        {say.newTemplate}
      </Button>
      <Button why={exportWhy} onClick={() => openDialog('vm-export', items)}>
        {vmFilesText.exportCommand}
      </Button>
      <Button why={chosen.length === 0 ? say.chooseFirst : undefined} onClick={ask('delete')}>
        {say.remove(chosen.length)}
      </Button>
    </div>
  );
}
