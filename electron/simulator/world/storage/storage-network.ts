import { list, ref, text } from '../fields.ts';
import { machineOf } from '../reach.ts';
import type { Ref } from '../value.ts';
import type { PoolState, SimHost, World } from '../world.ts';
import { driverFailure } from './driver-failure.ts';

const STORAGE_NETWORK_TYPES = new Set(['nfs', 'lvmoiscsi', 'iscsi', 'smb', 'cifs', 'gfs2']);

/** Whether the machine's storage cable is all that leads to the repository, and it is pulled. */
export function isCutOff(pool: PoolState, machine: SimHost, storage: Ref): boolean {
  return machine.cables.storage === 'pulled' && STORAGE_NETWORK_TYPES.has(text(pool.database.get('SR', storage), 'type'));
}

/** A guest cannot run where its disks cannot be had. */
export function assertDisksReachable(place: { readonly world: World; readonly pool: PoolState }, vm: Ref, host: Ref): void {
  const { pool } = place;
  const machine = machineOf(place, host);
  if (machine === undefined) return;
  for (const slot of list(pool.database.get('VM', vm), 'VBDs')) {
    const disk = ref(pool.database.get('VBD', slot), 'VDI');
    const row = disk === undefined ? undefined : pool.database.find('VDI', disk);
    const storage = row === undefined ? undefined : ref(row, 'SR');
    if (row !== undefined && storage !== undefined && isCutOff(pool, machine, storage)) throw driverFailure('diskUnavailable', text(row, 'uuid'));
  }
}
