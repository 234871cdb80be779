import { useMemo, useState } from 'react';
import type { VmRef } from '#shared/domain/inventory/watched.ts';
import { type SnapshotNode, snapshotTree } from '#shared/domain/snapshots/snapshot-tree.ts';
import { sizeText } from '#shared/text/size-text.ts';
import { timeText } from '#shared/text/format.ts';
import { snapshotsText as say } from '#shared/text/snapshots-text.ts';
import type { Target } from '#renderer/state/command.ts';
import { openDialog } from '#renderer/state/ui-store.ts';
import { Button } from '#renderer/ui/Button.tsx';
import { Card } from '#renderer/ui/Card.tsx';
import { CardTable } from '#renderer/ui/CardTable.tsx';
import { Checkbox } from '#renderer/ui/Checkbox.tsx';
import { SelectField } from '#renderer/ui/Choice.tsx';
import { EmptyState } from '#renderer/ui/EmptyState.tsx';
import { Icon } from '#renderer/ui/Icon.tsx';
import { useNow } from '#renderer/ui/use-now.ts';
import { snapshotItem } from './snapshot-item.ts';
import { type OpenQuestion, SnapshotQuestion } from './SnapshotQuestion.tsx';
import { ScheduleCard } from './ScheduleCard.tsx';
import { SnapshotTools } from './SnapshotTools.tsx';
import css from './SnapshotsTab.module.css';
import { TakeSnapshotDialog } from './TakeSnapshotDialog.tsx';
import { useRenameKey } from './use-rename-key.ts';

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
      <SnapshotTools target={target} vm={vm} chosen={chosen} onTake={() => setTaking(true)} onAsk={ask} />
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
                <Name
                  key="name"
                  node={node}
                  isOn={marked.has(node.ref)}
                  onMark={(isOn) => mark(node, isOn)}
                  onRename={() => openDialog('rename', [snapshotItem(target, node.ref)])}
                />,
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

interface NameProps {
  readonly node: SnapshotNode;
  readonly isOn: boolean;
  readonly onMark: (isOn: boolean) => void;
  readonly onRename: () => void;
}

function Name({ node, isOn, onMark, onRename }: NameProps) {
  const place = useRenameKey<HTMLSpanElement>(onRename);
  return (
    <span className={css['name']} ref={place}>
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
