import { flag, list, number, ref, text } from '../fields.ts';
import { addDisk, removeDisk } from '../storage/disk-rows.ts';
import { change } from '../rows.ts';
import { NULL_REF, type Ref, type Row } from '../value.ts';
import type { PoolState, World } from '../world.ts';
import { XapiError } from '../xapi-error.ts';

/** An image is a little larger than the memory it holds. */
const IMAGE_PER_MEMORY = 1.1;

/** Where this VM's memory may go: its own choice, then the pool's, then its host's. */
export function suspendRepository(pool: PoolState, vm: Ref, host: Ref): Ref {
  const { database } = pool;
  const [self] = database.refs('pool');
  const choices = [
    ref(database.get('VM', vm), 'suspend_SR'),
    ref(database.find('pool', self ?? '') ?? {}, 'suspend_image_SR'),
    ref(database.get('host', host), 'suspend_image_sr'),
  ];
  const chosen = choices.find((sr) => sr !== undefined && isPluggedOn(pool, sr, host));
  if (chosen === undefined) throw new XapiError('VM_NO_SUSPEND_SR', vm);
  return chosen;
}

function isPluggedOn(pool: PoolState, sr: Ref, host: Ref): boolean {
  const row = pool.database.find('SR', sr);
  if (row === undefined) return false;
  const pbds = list(row, 'PBDs').map((pbd) => pool.database.get('PBD', pbd));
  return pbds.some((pbd) => ref(pbd, 'host') === host && flag(pbd, 'currently_attached'));
}

export function addSuspendImage(world: World, pool: PoolState, vm: Ref, sr: Ref): Ref {
  const row = pool.database.get('VM', vm);
  const sizeBytes = imageBytes(row);
  return addDisk(world, pool, {
    sr,
    sizeBytes,
    usedBytes: sizeBytes,
    fields: { name_label: 'Suspend image', name_description: `Suspend image for VM ${text(row, 'uuid')}`, type: 'suspend', sharable: false },
  });
}

function imageBytes(vm: Row): number {
  return Math.ceil(number(vm, 'memory_dynamic_max') * IMAGE_PER_MEMORY);
}

export function dropSuspendImage(pool: PoolState, vm: Ref): void {
  const image = ref(pool.database.get('VM', vm), 'suspend_VDI');
  change(pool, 'VM', vm, { suspend_VDI: NULL_REF });
  if (image !== undefined && pool.database.find('VDI', image) !== undefined) removeDisk(pool, image);
}
