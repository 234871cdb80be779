import type { HaFacts, HaVm } from '#shared/domain/ha/ha-facts.ts';
import type { Inventory } from '#shared/domain/inventory/inventory.ts';
import type { VmRef } from '#shared/domain/inventory/watched.ts';
import { haGroupText, haText, obstacleText } from '#shared/text/ha-text.ts';
import { Button } from '#renderer/ui/Button.tsx';
import { Card } from '#renderer/ui/Card.tsx';
import { CardTable } from '#renderer/ui/CardTable.tsx';
import { EmptyState } from '#renderer/ui/EmptyState.tsx';
import { StatusWord } from '#renderer/ui/StatusWord.tsx';
import type { IconName } from '#renderer/ui/icon-paths.ts';
import type { Tone } from '#renderer/ui/Icon.tsx';
import css from './Ha.module.css';

const SHOWN_NAMES = 2;
const SHOWN_TIED = 5;

interface Group {
  readonly label: string;
  readonly icon: IconName;
  readonly tone: Tone;
  readonly vms: readonly HaVm[];
}

/** Every VM by what becomes of it, and why some cannot be protected. */
export function VmPlanCard({
  facts,
  inventory,
  onEdit,
  onOrder,
  onMove,
}: {
  readonly facts: HaFacts;
  readonly inventory: Inventory;
  readonly onEdit: () => void;
  readonly onOrder: () => void;
  /** To storage every host has. */
  readonly onMove: (vm: VmRef) => void;
}) {
  const { vms } = facts;
  const tied = vms.filter(({ obstacles, priority }) => obstacles.length > 0 && priority === 'restart');
  const mark =
    vms.length === 0 ? undefined : (
      <>
        <Button kind="quiet" onClick={onOrder}>
          {haText.startOrderOpen}
        </Button>
        <Button kind="quiet" onClick={onEdit}>
          {haText.editAll(vms.length)}
        </Button>
      </>
    );
  return (
    <Card title={haText.vmPlan} mark={mark}>
      {vms.length === 0 ? (
        <EmptyState>{haText.noVms}</EmptyState>
      ) : (
        <CardTable
          label={haText.vmPlan}
          columns={[{ title: haText.priority }, { title: '#', align: 'end' }, { title: haText.vm }]}
          rows={groupsOf(vms).map(({ label, icon, tone, vms: members }) => ({
            key: label,
            cells: [
              <StatusWord key="word" icon={icon} tone={tone} word={label} />,
              members.length,
              haText.andMore(
                members.slice(0, SHOWN_NAMES).map(({ name }) => name),
                members.length - SHOWN_NAMES,
              ),
            ],
          }))}
        />
      )}
      {tied.length > 0 && (
        <ul className={css['tied']}>
          {tied.slice(0, SHOWN_TIED).map((vm) => (
            <li key={vm.ref}>
              <strong>{vm.name}</strong> {vm.obstacles.map((obstacle) => obstacleText(obstacle, inventory)).join('; ')}
              {vm.obstacles.some((obstacle) => obstacle.is === 'storage' && !obstacle.isOnlyDisc) && (
                <Button kind="quiet" label={haText.moveDisksOf(vm.name)} onClick={() => onMove(vm.ref)}>
                  {haText.moveDisks}
                </Button>
              )}
            </li>
          ))}
        </ul>
      )}
    </Card>
  );
}

function groupsOf(vms: readonly HaVm[]): readonly Group[] {
  const agile = vms.filter(({ priority, obstacles }) => priority === 'restart' && obstacles.length === 0);
  const orders = [...Map.groupBy(agile, ({ order }) => order)].toSorted(([a], [b]) => (a < 0 ? 1 : b < 0 ? -1 : a - b));
  const groups: Group[] = orders.map(([order, members]) => ({ label: haGroupText('restart', order), icon: 'shield', tone: 'ok', vms: members }));
  const rest: readonly Group[] = [
    { label: haGroupText('best-effort', 0), icon: 'shield', tone: 'quiet', vms: vms.filter(({ priority }) => priority === 'best-effort') },
    { label: haGroupText('none', 0), icon: 'dash', tone: 'quiet', vms: vms.filter(({ priority }) => priority === 'none') },
    {
      label: haText.cannotProtect,
      icon: 'warning',
      tone: 'warn',
      vms: vms.filter(({ priority, obstacles }) => priority === 'restart' && obstacles.length > 0),
    },
  ];
  return [...groups, ...rest.filter(({ vms: members }) => members.length > 0)];
}
