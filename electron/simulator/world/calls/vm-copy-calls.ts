import { announceVm } from '../domains/announce.ts';
import { copyMachine, disksOf } from '../domains/machine-rows.ts';
import { flag, number, ref, refOf, text, textOf } from '../fields.ts';
import { withOperation } from '../operations/with-operation.ts';
import type { Work } from '../process.ts';
import { forwardTo } from '../reach.ts';
import { change } from '../rows.ts';
import { assertPlugged, atRepository } from '../storage/at-repository.ts';
import { copyDisk, removeDisk, snapshotFields } from '../storage/disk-rows.ts';
import { assertTakesDisks, hasFeature } from '../operations/storage-rules.ts';
import { setTaskProgress } from '../tasks.ts';
import { dateText } from '../times.ts';
import { NULL_REF, type Ref, type Value } from '../value.ts';
import type { Call, Implementations, PoolState, World } from '../world.ts';
import { XapiError } from '../xapi-error.ts';

const MS_PER_SNAPSHOT_DISK = 1_000;
const COPIED_BYTES_PER_MS = 200_000;

export const vmCopyCalls: Implementations = {
  'VM.snapshot': (call, vm, name, ignored) => snapshot(call, refOf(vm), { name: textOf(name), kind: 'snapshot', ignored: refsOf(ignored) }),
  'VM.snapshot_with_quiesce': (call, vm, name) => snapshot(call, refOf(vm), { name: textOf(name), kind: 'snapshot_with_quiesce', ignored: [] }),
  'VM.checkpoint': (call, vm, name) => snapshot(call, refOf(vm), { name: textOf(name), kind: 'checkpoint', ignored: [] }),
  'VM.clone': (call, vm, name) => clone(call, refOf(vm), { name: textOf(name), kind: 'clone' }),
  'VM.copy': (call, vm, name, sr) => clone(call, refOf(vm), { name: textOf(name), kind: 'copy', sr: refOf(sr) }),
};

function refsOf(value: Value | undefined): readonly Ref[] {
  return Array.isArray(value) ? value.map(String) : [];
}

interface SnapshotWish {
  readonly name: string;
  readonly kind: 'snapshot' | 'snapshot_with_quiesce' | 'checkpoint';
  readonly ignored: readonly Ref[];
}

function* snapshot(call: Call, vm: Ref, wish: SnapshotWish): Work<Value> {
  const { pool, world } = call;
  const made = yield* withOperation(call, { table: 'VM', self: vm, name: wish.kind }, function* () {
    const row = pool.database.get('VM', vm);
    yield* forwardTo(call, ref(row, 'resident_on') ?? pool.master.ref);
    const originals = disksOf(pool, vm).filter((disk) => !wish.ignored.includes(disk));
    assertCanSnapshot(pool, originals);
    const image = wish.kind === 'checkpoint' ? ref(row, 'suspend_VDI') : undefined;
    const copies = yield* copyingDisks(call, [...originals, ...(image === undefined ? [] : [image])], (disk) =>
      copyDisk(world, pool, { from: disk, usedBytes: 0, fields: snapshotFields(world, disk) }),
    );
    return addSnapshot(world, pool, { vm, wish, copies, image });
  });
  const isCheckpoint = wish.kind === 'checkpoint';
  announceVm(world, pool, { vm, name: isCheckpoint ? 'VM_CHECKPOINTED' : 'VM_SNAPSHOTTED', what: isCheckpoint ? 'checkpointed' : 'snapshotted' });
  return made;
}

function assertCanSnapshot(pool: PoolState, disks: readonly Ref[]): void {
  for (const disk of disks) {
    const sr = ref(pool.database.get('VDI', disk), 'SR') ?? NULL_REF;
    if (!hasFeature(pool, pool.database.get('SR', sr), 'VDI_SNAPSHOT')) throw new XapiError('SR_OPERATION_NOT_SUPPORTED', sr);
  }
}

/** Copies disk by disk; what was copied goes again when the rest cannot be. */
export function* copyingDisks(
  call: Call,
  disks: readonly Ref[],
  copy: (disk: Ref) => Ref,
  msFor: (disk: Ref) => number = () => MS_PER_SNAPSHOT_DISK,
): Work<Map<Ref, Ref>> {
  const copies = new Map<Ref, Ref>();
  try {
    for (const [index, disk] of disks.entries()) {
      yield msFor(disk) * call.world.slowness;
      copies.set(disk, copy(disk));
      setTaskProgress(call.pool, call.task, (index + 1) / (disks.length + 1));
    }
    return copies;
  } catch (error) {
    for (const disk of copies.values()) removeDisk(call.pool, disk);
    throw error;
  }
}

function addSnapshot(
  world: World,
  pool: PoolState,
  plan: { readonly vm: Ref; readonly wish: SnapshotWish; readonly copies: ReadonlyMap<Ref, Ref>; readonly image: Ref | undefined },
): Ref {
  const { vm, wish, copies } = plan;
  const row = pool.database.get('VM', vm);
  const isCheckpoint = wish.kind === 'checkpoint';
  const made = copyMachine(world, pool, {
    from: vm,
    name: wish.name,
    kind: 'snapshot',
    diskFor: (disk) => copies.get(disk),
    fields: {
      is_a_template: true,
      is_a_snapshot: true,
      snapshot_of: vm,
      snapshot_time: dateText(world.clock.now()),
      snapshot_info: {
        'power-state-at-snapshot': text(row, 'power_state'),
        'disk-snapshot-type': wish.kind === 'snapshot_with_quiesce' ? 'quiesced' : 'crash_consistent',
      },
      power_state: isCheckpoint ? 'Suspended' : 'Halted',
      suspend_VDI: copies.get(plan.image ?? NULL_REF) ?? NULL_REF,
      parent: ref(row, 'parent') ?? NULL_REF,
      blobs: {},
    },
  });
  change(pool, 'VM', vm, { parent: made });
  return made;
}

interface CloneWish {
  readonly name: string;
  readonly kind: 'clone' | 'copy';
  /** The null reference: every disk's own repository. */
  readonly sr?: Ref;
}

function* clone(call: Call, vm: Ref, wish: CloneWish): Work<Value> {
  const { pool, world } = call;
  const made = yield* withOperation(call, { table: 'VM', self: vm, name: wish.kind }, function* () {
    const target = wish.sr === undefined || wish.sr === NULL_REF ? undefined : wish.sr;
    if (target !== undefined) pool.database.get('SR', target);
    for (const disk of disksOf(pool, vm)) assertPlugged(pool, ref(pool.database.get('VDI', disk), 'SR') ?? NULL_REF);
    yield* whereItIsCopied(call, vm, target);
    const isFast = (disk: Ref) => wish.kind === 'clone' && hasFeature(pool, repositoryOf(pool, disk), 'VDI_CLONE');
    const copies = yield* copyingDisks(
      call,
      disksOf(pool, vm),
      (disk) =>
        copyDisk(world, pool, { from: disk, usedBytes: isFast(disk) ? 0 : usedBytes(pool, disk), ...(target === undefined ? {} : { to: target }) }),
      (disk) => (isFast(disk) ? MS_PER_SNAPSHOT_DISK : usedBytes(pool, disk) / COPIED_BYTES_PER_MS),
    );
    const fields = clonedFields(pool, vm);
    return copyMachine(world, pool, { from: vm, name: wish.name, kind: 'clone', diskFor: (disk) => copies.get(disk), fields });
  });
  announceVm(world, pool, { vm, name: 'VM_CLONED', what: `cloned to '${wish.name}'` });
  return made;
}

/** Disks that go elsewhere are copied where that is, one by one as any disk is. */
function* whereItIsCopied(call: Call, vm: Ref, target: Ref | undefined): Work<void> {
  const { pool } = call;
  if (target === undefined || disksOf(pool, vm).length === 0) {
    yield* forwardTo(call, ref(pool.database.get('VM', vm), 'resident_on') ?? pool.master.ref);
  } else {
    assertTakesDisks(pool, target);
    yield* atRepository(call, target);
  }
}

/** A template's clone is a template; a snapshot's becomes one too. */
function clonedFields(pool: PoolState, vm: Ref): Readonly<Record<string, Value>> {
  const row = pool.database.get('VM', vm);
  return { is_a_template: flag(row, 'is_a_template') };
}

function repositoryOf(pool: PoolState, disk: Ref) {
  return pool.database.get('SR', ref(pool.database.get('VDI', disk), 'SR') ?? NULL_REF);
}

function usedBytes(pool: PoolState, disk: Ref): number {
  return number(pool.database.get('VDI', disk), 'physical_utilisation');
}
