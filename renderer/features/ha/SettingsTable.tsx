import { useMemo } from 'react';
import type { HaVm } from '#shared/domain/ha/ha-facts.ts';
import { byNaturalOrder } from '#shared/domain/inventory/facts.ts';
import type { Inventory } from '#shared/domain/inventory/inventory.ts';
import type { VmRef } from '#shared/domain/inventory/watched.ts';
import { haPriorityText, haText, obstacleText } from '#shared/text/ha-text.ts';
import { Checkbox } from '#renderer/ui/Checkbox.tsx';
import { StatusWord } from '#renderer/ui/StatusWord.tsx';
import { VirtualRows } from '#renderer/ui/VirtualRows.tsx';
import css from './Ha.module.css';

interface SettingsTableProps {
  readonly vms: readonly HaVm[];
  readonly inventory: Inventory;
  readonly ticked: ReadonlySet<VmRef>;
  readonly onTick: (vms: readonly HaVm[], isOn: boolean) => void;
}

export function SettingsTable({ vms, inventory, ticked, onTick }: SettingsTableProps) {
  const sorted = useMemo(() => vms.toSorted((a, b) => byNaturalOrder(a.name, b.name)), [vms]);
  return (
    <div className={css['grid']}>
      <div className={css['line']} data-is="head">
        <Checkbox
          label={haText.selectAll}
          isLabelHidden={true}
          isOn={vms.length > 0 && ticked.size === vms.length}
          onChange={(isOn) => onTick(vms, isOn)}
        />
        {[haText.vm, haText.priority, haText.order, haText.delay, haText.agile].map((title) => (
          <span key={title}>{title}</span>
        ))}
      </div>
      <VirtualRows
        count={sorted.length}
        renderRow={(index) => {
          const vm = sorted[index];
          if (vm === undefined) return null;
          return <Line key={vm.ref} vm={vm} inventory={inventory} isTicked={ticked.has(vm.ref)} onTick={(isOn) => onTick([vm], isOn)} />;
        }}
      />
    </div>
  );
}

interface LineProps {
  readonly vm: HaVm;
  readonly inventory: Inventory;
  readonly isTicked: boolean;
  readonly onTick: (isOn: boolean) => void;
}

function Line({ vm, inventory, isTicked, onTick }: LineProps) {
  const { name, priority, order, startDelaySeconds, obstacles } = vm;
  return (
    <div className={css['line']}>
      <Checkbox label={haText.select(name)} isLabelHidden={true} isOn={isTicked} onChange={onTick} />
      <strong>{name}</strong>
      <span>{haPriorityText[priority]}</span>
      <span>{order}</span>
      <span>{startDelaySeconds}</span>
      {obstacles.length === 0 ? (
        <StatusWord icon="ok" tone="ok" word={haText.agileYes} />
      ) : (
        <StatusWord icon="warning" tone="warn" word={obstacles.map((obstacle) => obstacleText(obstacle, inventory)).join('; ')} />
      )}
    </div>
  );
}
