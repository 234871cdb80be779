import type { Inventory } from '#shared/domain/inventory/inventory.ts';
import type { RefOf, Vm, VmRef } from '#shared/domain/inventory/watched.ts';
import type { RequestOf } from '#shared/domain/operations/request.ts';
import { type Relocation, snapshotCall, type SnapshotKeeps, type VmPowerRequest, type VmRequest } from '#shared/domain/operations/vm-request.ts';
import { unreachable } from '#shared/kernel/unreachable.ts';
import { writtenBytes } from '#shared/domain/storage/written-bytes.ts';
import type { Placement } from './placement.ts';
import { originalsProblems } from './disk-target-rules.ts';
import type { Problem } from './problem.ts';
import { targetProblems } from './storage-room.ts';
import { recoveryProblems } from './stranded.ts';
import { stateProblems } from './vm-state-rules.ts';

type RecordRequest = Exclude<VmRequest, VmPowerRequest | Relocation | RequestOf<'vm.configure'>>;

const ANY_STATE = ['Halted', 'Running', 'Paused', 'Suspended'];

interface RecordFacts {
  readonly inventory: Inventory;
  readonly placement: () => Placement;
}

/** Operations that change what there is, not what runs. */
export function recordProblems(request: RecordRequest, vm: Vm, { inventory, placement }: RecordFacts): readonly Problem[] {
  switch (request.kind) {
    case 'vm.delete':
      return [...stateProblems(vm, { name: 'destroy', from: ['Halted', 'Suspended'] }), ...lossProblems(request, inventory)];
    case 'vm.recover':
      return recoveryProblems({ inventory, placement }, { vm: request.vm, to: request.host });
    case 'vm.to-template':
      return [...stateProblems(vm, { name: 'make_into_template', from: ['Halted'] }), ...membershipProblems(vm, inventory)];
    case 'vm.copy':
      return copyProblems(request, vm, inventory);
    case 'vm.snapshot':
      return [...nameProblems(request), ...stateProblems(vm, snapshotOperation(request.keeps))];
    case 'vm.revert':
      return [...revertProblems(request, inventory), ...stateProblems(vm, { name: 'revert', from: ANY_STATE })];
    case 'vm.delete-snapshot':
      return stateProblems(vm, { name: 'destroy', from: ['Halted', 'Suspended'] });
    case 'vm.from-snapshot':
      return [
        ...nameProblems(request),
        ...stateProblems(vm, { name: 'clone', from: ['Halted', 'Suspended'] }),
        ...originalsProblems(inventory, { vm: request.vm, takes: 'room', judged: new Set() }),
      ];
    default:
      return unreachable(request);
  }
}

/** What starts in order with others cannot become something that does not start. */
function membershipProblems({ appliance: ref }: Vm, inventory: Inventory): readonly Problem[] {
  return ref === null ? [] : [{ rule: 'in-appliance', appliance: inventory.appliance.get(ref)?.name ?? '' }];
}

/** Memory can be kept of what has some, and only a guest that runs can write out what it holds. */
const KEPT_FROM: Readonly<Record<SnapshotKeeps, readonly string[]>> = {
  disks: ANY_STATE,
  quiesced: ['Running'],
  memory: ['Running', 'Paused', 'Suspended'],
};

function snapshotOperation(keeps: SnapshotKeeps) {
  return { name: snapshotCall[keeps], from: KEPT_FROM[keeps] };
}

function nameProblems({ name }: { readonly name: string }): readonly Problem[] {
  return name.trim() === '' ? [{ rule: 'empty-name' }] : [];
}

function revertProblems({ vm, snapshot }: RequestOf<'vm.revert'>, inventory: Inventory): readonly Problem[] {
  const record = inventory.vm.get(snapshot);
  if (record?.isSnapshot !== true || record.snapshotOf !== vm) return [{ rule: 'not-there' }];
  return Object.values(record.currentOperations)
    .slice(0, 1)
    .map((operation) => ({ rule: 'busy', operation }));
}

/** A disk that another machine has as well is not this one's to delete. */
function lossProblems({ vm, disks, snapshots }: RequestOf<'vm.delete'>, inventory: Inventory): readonly Problem[] {
  const named = new Set<RefOf<'vdi'>>(disks);
  const drives = named.size === 0 ? [] : inventory.vbd.values();
  const shared = new Map<RefOf<'vdi'>, string>();
  for (const drive of drives) {
    if (drive.vdi === null || drive.vm === null || !named.has(drive.vdi) || isOwn(inventory, drive.vm, vm)) continue;
    shared.set(drive.vdi, inventory.vm.get(drive.vm)?.name ?? '');
  }
  const foreign = snapshots.filter((snapshot) => inventory.vm.get(snapshot)?.snapshotOf !== vm);
  return [
    ...[...shared].map(([disk, by]) => ({ rule: 'disk-shared', disk: inventory.vdi.get(disk)?.name ?? '', by }) as const),
    ...foreign.slice(0, 1).map(() => ({ rule: 'not-there' }) as const),
  ];
}

function isOwn(inventory: Inventory, user: VmRef, vm: VmRef): boolean {
  return user === vm || inventory.vm.get(user)?.snapshotOf === vm;
}

function copyProblems({ vm: ref, name, to }: RequestOf<'vm.copy'>, vm: Vm, inventory: Inventory): readonly Problem[] {
  const named: readonly Problem[] = name.trim() === '' ? [{ rule: 'empty-name' }] : [];
  const state = stateProblems(vm, { name: to === undefined ? 'clone' : 'copy', from: ['Halted'] });
  if (to === undefined) return [...named, ...state, ...originalsProblems(inventory, { vm: ref, takes: 'room', judged: new Set() })];
  const needBytes = diskBytes(inventory, ref);
  const read = originalsProblems(inventory, { vm: ref, takes: 'nothing', judged: new Set([to]) });
  return [...named, ...state, ...targetProblems(inventory, { sr: to, needBytes }), ...read];
}

/** What a whole copy of its disks takes. */
function diskBytes(inventory: Inventory, vm: VmRef): number {
  const disks = [...inventory.vbd.values()].filter((drive) => drive.vm === vm && drive.type === 'Disk').flatMap((drive) => drive.vdi ?? []);
  return disks.reduce((sum, disk) => sum + writtenBytes(inventory.vdi, disk), 0);
}
