import { announceVm } from '../domains/announce.ts';
import { copyDevices, disksOf, type MachineCopy } from '../domains/machine-rows.ts';
import { haltDomain } from '../domains/stop-domain.ts';
import { dropSuspendImage } from '../domains/suspend-image.ts';
import { list, ref, refOf, text } from '../fields.ts';
import { refreshAllowed } from '../operations/rules.ts';
import { withOperation } from '../operations/with-operation.ts';
import type { Work } from '../process.ts';
import { forwardTo } from '../reach.ts';
import { change, removeRow } from '../rows.ts';
import { copyDisk, removeDisk } from '../storage/disk-rows.ts';
import { NULL_REF, type Ref, type Value } from '../value.ts';
import type { Call, Implementations, PoolState, World } from '../world.ts';
import { XapiError } from '../xapi-error.ts';
import { copyingDisks } from './vm-copy-calls.ts';

export const vmRevertCalls: Implementations = {
  'VM.revert': (call, snapshot) => revert(call, refOf(snapshot)),
};

/** The VM becomes what its snapshot was: settings, devices, disks, power state. */
function* revert(call: Call, snapshot: Ref): Work<Value> {
  const { pool, world } = call;
  const vm = ref(pool.database.get('VM', snapshot), 'snapshot_of');
  yield* withOperation(call, { table: 'VM', self: snapshot, name: 'revert' }, function* () {
    if (vm === undefined || pool.database.find('VM', vm) === undefined) throw new XapiError('VM_REVERT_FAILED', vm ?? NULL_REF, snapshot);
    yield* withOperation(call, { table: 'VM', self: vm, name: 'reverting' }, function* () {
      yield* forwardTo(call, ref(pool.database.get('VM', vm), 'resident_on') ?? pool.master.ref);
      const copies = yield* copyingDisks(call, disksOf(pool, snapshot), (disk) => copyDisk(world, pool, { from: disk, usedBytes: 0 }));
      restore(world, pool, { vm, snapshot, copies });
    });
  });
  if (vm !== undefined) announceVm(world, pool, { vm, name: 'VM_SNAPSHOT_REVERTED', what: 'reverted' });
  return '';
}

/** Kept by the VM through a revert: what it is, not how it is set up. */
const OWN_FIELDS = new Set(
  `uuid name_label power_state allowed_operations current_operations resident_on scheduled_to_be_resident_on domid metrics guest_metrics consoles VBDs VIFs
  VUSBs VGPUs VTPMs crash_dumps attached_PCIs blobs snapshots children parent is_a_snapshot is_a_template is_default_template snapshot_of snapshot_time
  snapshot_info snapshot_metadata transportable_snapshot_id suspend_VDI appliance groups affinity ha_always_run`.split(/\s+/),
);

function restore(world: World, pool: PoolState, plan: { readonly vm: Ref; readonly snapshot: Ref; readonly copies: ReadonlyMap<Ref, Ref> }): void {
  const { vm, snapshot: from, copies } = plan;
  const before = pool.database.get('VM', vm);
  if (text(before, 'power_state') === 'Suspended') dropSuspendImage(pool, vm);
  if (text(before, 'power_state') !== 'Halted') haltDomain(pool, vm);
  const disks = disksOf(pool, vm);
  for (const table of ['VBD', 'VIF'] as const) for (const device of list(pool.database.get('VM', vm), `${table}s`)) removeRow(pool, table, device);
  for (const disk of disks) removeDisk(pool, disk);
  const kept = Object.entries(pool.database.get('VM', from)).filter(([field]) => !OWN_FIELDS.has(field));
  change(pool, 'VM', vm, { ...Object.fromEntries(kept), parent: from });
  const copy: Pick<MachineCopy, 'from' | 'kind' | 'diskFor'> = { from, kind: 'snapshot', diskFor: (disk) => copies.get(disk) };
  copyDevices(world, pool, copy, vm);
  refreshAllowed(pool, 'VM', vm);
}
