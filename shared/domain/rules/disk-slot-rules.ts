import type { Inventory } from '#shared/domain/inventory/inventory.ts';
import type { RecordOf, RefOf, Vm } from '#shared/domain/inventory/watched.ts';
import type { DiskRequestOf, DiskSlot } from '#shared/domain/operations/disk-request.ts';
import type { Drive } from '#shared/domain/storage/drives-of.ts';
import type { DiskFacts } from './disk-rules.ts';
import { hotplugProblems } from './hotplug-rules.ts';
import type { Problem } from './problem.ts';

export function attachProblems({ disk: ref, slot }: DiskRequestOf<'disk.attach'>, disk: RecordOf<'vdi'>, facts: DiskFacts): readonly Problem[] {
  const { inventory } = facts;
  if (NOT_FOR_MACHINES.has(disk.type)) return [{ rule: 'disk-of-server' }];
  const drives = facts.drives()(ref);
  if (drives.some(({ vm }) => vm === slot.machine)) return [{ rule: 'unchanged' }];
  return [
    ...(disk.isSharable ? [] : othersProblems(inventory, drives, slot)),
    ...(disk.isReadOnly && !slot.isReadOnly ? [{ rule: 'disk-read-only' } as const] : []),
    ...(disk.sr === null ? [] : slotProblems(inventory, slot, disk.sr)),
  ];
}

const NOT_FOR_MACHINES = new Set(['suspend', 'rrd', 'ha_statefile', 'redo_log']);

/** Any number may read, as long as nobody writes. */
function othersProblems(inventory: Inventory, drives: readonly Drive[], { isReadOnly }: DiskSlot): readonly Problem[] {
  const others = drives.filter(({ mode }) => !(isReadOnly && mode === 'RO'));
  const vms = others.flatMap(({ vm }) => (vm === null ? [] : (inventory.vm.get(vm)?.name ?? [])));
  return vms.length === 0 ? [] : [{ rule: 'disk-of-others', vms: [...new Set(vms)].sort() }];
}

/** Whether the machine can have one more disk of this repository. */
export function slotProblems(inventory: Inventory, { machine, position }: DiskSlot, sr: RefOf<'sr'>): readonly Problem[] {
  const vm = inventory.vm.get(machine);
  if (vm === undefined) return [{ rule: 'not-there' }];
  if (vm.isSnapshot) return [{ rule: 'is-snapshot' }];
  if (vm.isControlDomain) return [{ rule: 'is-control-domain' }];
  const taken = [...inventory.vbd.values()].some((drive) => drive.vm === machine && drive.position === position);
  return [
    ...(taken ? [{ rule: 'position-taken', position: position ?? '' } as const] : []),
    ...(vm.power === 'Suspended' ? [{ rule: 'wrong-power-state', power: vm.power, needs: ['Halted', 'Running'] } as const] : []),
    ...reachProblems(inventory, vm, sr),
  ];
}

/** A machine that is off may have what it will only need when it starts. */
export function reachProblems(inventory: Inventory, { residentOn }: Vm, sr: RefOf<'sr'>): readonly Problem[] {
  const host = residentOn === null ? undefined : inventory.host.get(residentOn);
  if (host === undefined || residentOn === null) return [];
  const isReached = [...inventory.pbd.values()].some((link) => link.sr === sr && link.host === residentOn && link.isAttached);
  return isReached ? [] : [{ rule: 'not-on-host', what: 'storage', name: inventory.sr.get(sr)?.name ?? '', host: host.name }];
}

export function detachProblems({ drive: ref }: DiskRequestOf<'disk.detach'>, inventory: Inventory): readonly Problem[] {
  const drive = inventory.vbd.get(ref);
  const vm = drive?.vm === undefined || drive.vm === null ? undefined : inventory.vm.get(drive.vm);
  if (drive === undefined || vm === undefined) return [{ rule: 'not-there' }];
  if (vm.isSnapshot) return [{ rule: 'is-snapshot' }];
  if (vm.isControlDomain) return [{ rule: 'is-control-domain' }];
  if (!drive.isAttached) return vm.power === 'Suspended' ? [{ rule: 'wrong-power-state', power: vm.power, needs: ['Halted', 'Running'] }] : [];
  return unplugProblems(inventory, drive, vm);
}

/** A drive that is open now is taken from a machine that runs. */
export function unplugProblems(inventory: Inventory, drive: RecordOf<'vbd'>, vm: Vm): readonly Problem[] {
  const problems = hotplugProblems(inventory, vm, ['Halted', 'Running']);
  const isRunning = problems.every(({ rule }) => rule !== 'wrong-power-state');
  return isRunning && !drive.isUnpluggable ? [{ rule: 'not-unpluggable' }, ...problems] : problems;
}
