import { useState } from 'react';
import type { HaDraftAction } from '#shared/domain/ha/ha-draft.ts';
import type { HaVm } from '#shared/domain/ha/ha-facts.ts';
import { moved, type NewOrder, type StartPlace, startGroups, stepped } from '#shared/domain/ha/start-order.ts';
import type { VmRef } from '#shared/domain/inventory/watched.ts';
import { haText } from '#shared/text/ha-text.ts';
import { Button } from '#renderer/ui/Button.tsx';
import { Dialog } from '#renderer/ui/Dialog.tsx';
import { EmptyState } from '#renderer/ui/EmptyState.tsx';
import { Icon } from '#renderer/ui/Icon.tsx';
import { VirtualRows } from '#renderer/ui/VirtualRows.tsx';
import css from './StartOrder.module.css';

interface StartOrderProps {
  readonly vms: readonly HaVm[];
  readonly onAction: (action: HaDraftAction) => void;
  readonly onClose: () => void;
}

type Line =
  | { readonly is: 'group'; readonly group: number; readonly seconds: number }
  | { readonly is: 'vm'; readonly vm: HaVm; readonly group: number }
  /** Where a VM is dropped that is to start after all others. */
  | { readonly is: 'end'; readonly group: number };

/** What starts together and what after what: dragged, or moved with Alt and an arrow. */
export function StartOrderDialog({ vms, onAction, onClose }: StartOrderProps) {
  const [dragged, setDragged] = useState<VmRef>();
  const [said, setSaid] = useState('');
  const groups = startGroups(vms);
  const lines = linesOf(groups);

  function change(vm: HaVm, orders: readonly NewOrder[]): void {
    for (const [order, all] of Map.groupBy(orders, (each) => each.order)) onAction({ do: 'set', vms: all.map((each) => each.vm), order });
    setSaid(
      orders.length === 0 ? haText.staysWhere(vm.name) : haText.nowOrder(vm.name, orders.find((each) => each.vm.ref === vm.ref)?.order ?? vm.order),
    );
  }

  function drop(place: StartPlace): void {
    const vm = vms.find(({ ref }) => ref === dragged);
    setDragged(undefined);
    if (vm !== undefined) change(vm, moved(vms, vm.ref, place));
  }

  return (
    <Dialog
      title={haText.startOrder}
      closeLabel={haText.close}
      onClose={onClose}
      footer={
        <Button size="dialog" kind="primary" onClick={onClose}>
          {haText.close}
        </Button>
      }
    >
      <p>{haText.startOrderHow}</p>
      {groups.length === 0 ? (
        <EmptyState>{haText.noneProtected}</EmptyState>
      ) : (
        <div className={css['list']}>
          <VirtualRows
            count={lines.length}
            renderRow={(index) => {
              const line = lines[index];
              return line === undefined ? null : (
                <Row
                  key={line.is === 'vm' ? line.vm.ref : `${line.is} ${line.group}`}
                  line={line}
                  isDragging={dragged !== undefined}
                  onDrag={setDragged}
                  onDrop={drop}
                  onStep={(vm, step) => change(vm, stepped(vms, vm.ref, step))}
                />
              );
            }}
          />
        </div>
      )}
      <output className={css['said']}>{said}</output>
    </Dialog>
  );
}

function linesOf(groups: readonly (readonly HaVm[])[]): readonly Line[] {
  const lines = groups.flatMap((members, group): readonly Line[] => [
    { is: 'group', group, seconds: Math.max(0, ...(groups[group - 1] ?? []).map(({ startDelaySeconds }) => startDelaySeconds)) },
    ...members.map((vm) => ({ is: 'vm', vm, group }) as const),
  ]);
  return [...lines, { is: 'end', group: groups.length }];
}

interface RowProps {
  readonly line: Line;
  readonly isDragging: boolean;
  readonly onDrag: (vm: VmRef | undefined) => void;
  readonly onDrop: (place: StartPlace) => void;
  readonly onStep: (vm: HaVm, step: -1 | 1) => void;
}

function Row({ line, isDragging, onDrag, onDrop, onStep }: RowProps) {
  const [isOver, setOver] = useState(false);
  const dropping = {
    'data-over': isDragging && isOver,
    onDragOver: (event: React.DragEvent) => {
      event.preventDefault();
      setOver(true);
    },
    onDragLeave: () => setOver(false),
    onDrop: (event: React.DragEvent) => {
      event.preventDefault();
      setOver(false);
      onDrop({ group: line.group, isOwn: line.is !== 'vm' });
    },
  };
  if (line.is === 'end') {
    return (
      <div className={css['end']} {...dropping}>
        {haText.startsLast}
      </div>
    );
  }
  if (line.is === 'group') {
    return (
      <h3 className={css['group']} {...dropping}>
        {haText.startsIn(line.group, line.seconds)}
      </h3>
    );
  }
  const { vm } = line;
  return (
    <div className={css['vm']} draggable onDragStart={() => onDrag(vm.ref)} onDragEnd={() => onDrag(undefined)} {...dropping}>
      <button
        type="button"
        aria-keyshortcuts="Alt+ArrowUp Alt+ArrowDown"
        onKeyDown={(event) => {
          const step = event.altKey ? STEPS[event.key] : undefined;
          if (step === undefined) return;
          event.preventDefault();
          onStep(vm, step);
        }}
      >
        {vm.name}
      </button>
      <span>{haText.orderIs(vm.order)}</span>
      <Button kind="quiet" shape="icon" label={haText.earlier(vm.name)} onClick={() => onStep(vm, -1)}>
        <Icon name="chevronUp" />
      </Button>
      <Button kind="quiet" shape="icon" label={haText.later(vm.name)} onClick={() => onStep(vm, 1)}>
        <Icon name="chevronDown" />
      </Button>
    </div>
  );
}

const STEPS: Readonly<Record<string, -1 | 1>> = { ArrowUp: -1, ArrowDown: 1 };
