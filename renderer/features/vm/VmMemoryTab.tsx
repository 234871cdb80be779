import { recordAt } from '#shared/domain/inventory/facts.ts';
import type { Vm } from '#shared/domain/inventory/watched.ts';
import { propertiesText } from '#shared/text/properties-text.ts';
import { sizeText } from '#shared/text/size-text.ts';
import { vmSettingsText as say } from '#shared/text/vm-settings-text.ts';
import { CommandButton } from '#renderer/parts/CommandButton.tsx';
import type { Target } from '#renderer/state/command.ts';
import { copyText } from '#renderer/state/copy-text.ts';
import { Card } from '#renderer/ui/Card.tsx';
import { PropertyGrid } from '#renderer/ui/PropertyGrid.tsx';
import css from './VmMemoryTab.module.css';
import tab from './VmTab.module.css';

/** How much memory a VM may have, and has. */
export function VmMemoryTab({ target }: { readonly target: Target }) {
  const { item, inventory } = target;
  const vm = item.is === 'vm' || item.is === 'template' ? inventory.vm.get(item.ref) : undefined;
  return vm === undefined ? null : <Memory target={target} vm={vm} />;
}

function Memory({ target, vm }: { readonly target: Target; readonly vm: Vm }) {
  const { inventory } = target;
  const { memoryStaticMin, memoryDynamicMin, memoryDynamicMax, memoryStaticMax } = vm;
  const actual = vm.power === 'Running' ? recordAt(inventory.vmMetrics, vm.metrics)?.memoryActual : undefined;
  const hasDrivers = recordAt(inventory.guestMetrics, vm.guestMetrics)?.hasDrivers === true;
  const isFixed = memoryDynamicMin === memoryDynamicMax;
  const rows = [
    ...(actual === undefined ? [] : [[say.nowUsed, actual] as const]),
    [say.dynamicMin, memoryDynamicMin] as const,
    [say.dynamicMax, memoryDynamicMax] as const,
    [say.staticMin, memoryStaticMin] as const,
    [say.staticMax, memoryStaticMax] as const,
  ];
  return (
    <>
      <div className={tab['tools']} role="toolbar" aria-label={say.memoryTab}>
        <CommandButton id="vm.settings" targets={[target]} kind="primary" />
      </div>
      <Card title={say.memoryCard} fill="padded" isLastKnown={target.server.state.is !== 'live'}>
        <Bar vm={vm} actual={actual} />
        <p>{isFixed ? say.fixed : say.balloon}</p>
        {!isFixed && vm.power === 'Running' && !hasDrivers && <p>{say.drivers}</p>}
      </Card>
      <Card title={say.memoryTab} isLastKnown={target.server.state.is !== 'live'}>
        <PropertyGrid
          properties={rows.map(([label, bytes]) => ({ label, value: sizeText(bytes), copy: String(bytes) }))}
          copyLabel={propertiesText.copy}
          onCopy={({ label, copy }) => copyText(copy, label)}
        />
      </Card>
    </>
  );
}

function Bar({ vm: { memoryDynamicMin, memoryDynamicMax, memoryStaticMax }, actual }: { readonly vm: Vm; readonly actual: number | undefined }) {
  const share = (bytes: number): number => (memoryStaticMax === 0 ? 0 : Math.min(100, (100 * bytes) / memoryStaticMax));
  const [from, to] = memoryDynamicMin === memoryDynamicMax ? [0, share(memoryDynamicMax)] : [share(memoryDynamicMin), share(memoryDynamicMax)];
  return (
    <>
      <p>{say.bar(sizeText(memoryDynamicMin), sizeText(memoryDynamicMax), sizeText(memoryStaticMax))}</p>
      <div className={css['bar']} aria-hidden="true">
        <div className={css['range']} style={{ ['--from' as string]: from, ['--size' as string]: to - from }} />
        {actual !== undefined && <div className={css['now']} style={{ ['--at' as string]: share(actual) }} />}
      </div>
    </>
  );
}
