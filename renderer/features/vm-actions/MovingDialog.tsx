import { useState } from 'react';
import type { HostRef, VmRef } from '#shared/domain/inventory/watched.ts';
import type { Assigned } from '#shared/domain/rules/assignment.ts';
import { emptyingPlan, moveOf, type PlanFacts, spreadingPlan } from '#shared/domain/rules/moving-plans.ts';
import { isTiedByStorage } from '#shared/domain/rules/target-hosts.ts';
import { confirmText } from '#shared/text/commands-text.ts';
import { movingText } from '#shared/text/moving-text.ts';
import { placeText } from '#shared/text/place-text.ts';
import { problemText } from '#shared/text/problem-text.ts';
import { relocationText } from '#shared/text/relocation-text.ts';
import { useAccess } from '#renderer/state/access-store.ts';
import { useClient } from '#renderer/state/client-context.ts';
import type { Target } from '#renderer/state/command.ts';
import { copyXe } from '#renderer/state/copy-xe.ts';
import { diskItemsOf } from '#renderer/state/disk-items.ts';
import { rulesNow } from '#renderer/state/problems-now.ts';
import { startNow } from '#renderer/state/start-now.ts';
import { openDialog } from '#renderer/state/ui-store.ts';
import { Button } from '#renderer/ui/Button.tsx';
import { CardTable } from '#renderer/ui/CardTable.tsx';
import { Dialog } from '#renderer/ui/Dialog.tsx';
import { DialogButtons } from '#renderer/ui/DialogButtons.tsx';
import { Notice } from '#renderer/ui/Notice.tsx';
import { HostSelect } from './HostSelect.tsx';
import css from './Plan.module.css';

export interface MovingDialogProps {
  readonly way: 'empty' | 'spread';
  readonly targets: readonly Target[];
  readonly onClose: () => void;
}

/** Where each machine goes, before anything moves; every line can be changed. */
export function MovingDialog({ way, targets, onClose }: MovingDialogProps) {
  const client = useClient();
  useAccess();
  const [changed, change] = useState<ReadonlyMap<VmRef, HostRef | undefined>>(new Map());
  const [first] = targets;
  if (first === undefined) return null;
  const { inventory } = first;
  const facts: PlanFacts = { server: first.server.id, inventory, rules: rulesNow(first) };
  const plan = planOf(way, targets, facts);
  const targetOf = ({ vm, to }: Assigned): HostRef | undefined => (changed.has(vm) ? changed.get(vm) : to);
  const requests = plan.flatMap((each) => {
    const to = targetOf(each);
    return to === undefined || inventory.vm.get(each.vm)?.residentOn === to ? [] : [moveOf(facts, each.vm, to)];
  });
  const say = movingText[way];
  const why = requests.length === 0 ? say.none : undefined;
  const hostName = (host: HostRef | null | undefined): string => (host === null || host === undefined ? '' : (inventory.host.get(host)?.name ?? ''));
  return (
    <Dialog
      title={
        way === 'empty' ? movingText.empty.title(first.item.is === 'host' ? hostName(first.item.ref) : '') : movingText.spread.title(targets.length)
      }
      closeLabel={movingText.close}
      size="wide"
      onClose={onClose}
      footer={
        <DialogButtons
          copy={{ label: confirmText.copyXe, why: why, onCopy: () => copyXe(client, requests) }}
          cancelLabel={movingText.cancel}
          onClose={onClose}
          verb={say.verb(requests.length)}
          why={why}
          onDo={() => startNow(client, requests)}
        />
      }
    >
      <p className={css['summary']}>{movingText.some(plan.filter(({ choices }) => choices.length > 0).length, plan.length)}</p>
      <div className={css['rows']}>
        <CardTable
          label={movingText.vm}
          columns={[{ title: movingText.vm }, { title: movingText.from }, { title: movingText.to, width: 'wide' }]}
          rows={plan.map((each) => {
            const vm = inventory.vm.get(each.vm);
            const name = vm?.name ?? '';
            return {
              key: each.vm,
              cells: [
                name,
                hostName(vm?.residentOn),
                <HostSelect
                  key="to"
                  label={movingText.targetOf(name)}
                  value={targetOf(each)}
                  choices={each.choices.map((host) => ({ host, name: host === vm?.residentOn ? movingText.stays : hostName(host) }))}
                  nothing={movingText.nowhere}
                  why={[...new Set(each.problems.map(problemText))].join(' ')}
                  onChoose={(host) => change(new Map([...changed, [each.vm, host]]))}
                />,
              ],
            };
          })}
        />
      </div>
      <Tied first={first} plan={plan} />
    </Dialog>
  );
}

/** The way out for those that only their storage keeps. */
function Tied({ first, plan }: { readonly first: Target; readonly plan: readonly Assigned[] }) {
  const { server, inventory } = first;
  const tied = plan.filter(({ choices, problems }) => choices.length === 0 && isTiedByStorage([problems]));
  if (tied.length === 0) return null;
  const items = tied.map(({ vm }) => ({ is: 'vm', server: server.id, ref: vm }) as const);
  const names = tied.map(({ vm }) => inventory.vm.get(vm)?.name ?? '');
  return (
    <Notice tone="warn" what={movingText.tied(names)} next={movingText.untie}>
      <Button onClick={() => openDialog('relocate', items)}>{relocationText.command}</Button>
      <Button
        onClick={() =>
          openDialog(
            'move-disk',
            items.flatMap((item) => diskItemsOf({ item, inventory })),
          )
        }
      >
        {placeText.moveDisks}
      </Button>
    </Notice>
  );
}

function planOf(way: MovingDialogProps['way'], targets: readonly Target[], facts: PlanFacts): readonly Assigned[] {
  const [first] = targets;
  if (way === 'empty') return first?.item.is === 'host' ? emptyingPlan(facts, first.item.ref) : [];
  return spreadingPlan(
    facts,
    targets.flatMap(({ item }) => (item.is === 'vm' ? [item.ref] : [])),
  );
}
