import { flag, list, number, ref, text } from '../fields.ts';
import { addDisk } from '../storage/disk-rows.ts';
import type { Ref } from '../value.ts';
import type { PoolState, World } from '../world.ts';
import { XapiError } from '../xapi-error.ts';

const CLUSTER_BLOCK_BYTES = 4 * 1024 * 1024;
const METADATA_BYTES = 951 * CLUSTER_BLOCK_BYTES;
const FEATURES = ['VDI_GENERATE_CONFIG', 'VDI_ATTACH_OFFLINE'];

interface NeededDisk {
  readonly type: 'ha_statefile' | 'redo_log';
  readonly name: string;
  readonly description: string;
  readonly bytes: number;
}

const NEEDED: readonly [statefile: NeededDisk, metadata: NeededDisk] = [
  { type: 'ha_statefile', name: 'Statefile for HA', description: 'Used for storage heartbeating', bytes: CLUSTER_BLOCK_BYTES },
  { type: 'redo_log', name: 'Metadata for HA', description: 'Used for master failover', bytes: METADATA_BYTES },
];

/** Throws why the repository cannot carry the heartbeat, in the server's order. */
export function assertCanHostStatefile(pool: PoolState, sr: Ref): void {
  const row = pool.database.get('SR', sr);
  const plugged = list(row, 'PBDs').flatMap((pbd) => {
    const connection = pool.database.get('PBD', pbd);
    return flag(connection, 'currently_attached') ? (ref(connection, 'host') ?? []) : [];
  });
  if (!pool.database.refs('host').every((host) => plugged.includes(host))) throw new XapiError('SR_HAS_NO_PBDS', sr);
  const type = text(row, 'type');
  const driver =
    pool.database
      .refs('SM')
      .map((sm) => pool.database.get('SM', sm))
      .find((sm) => text(sm, 'type') === type) ?? {};
  if (list(driver, 'required_cluster_stack').length > 0) throw new XapiError('INCOMPATIBLE_STATEFILE_SR', type);
  const features = Object.keys(driver['features'] ?? {});
  if (!FEATURES.some((feature) => features.includes(feature))) throw new XapiError('SR_OPERATION_NOT_SUPPORTED', sr);
  const missing = NEEDED.filter(({ type: kind }) => existing(pool, sr, kind) === undefined);
  const free = number(row, 'physical_size') - number(row, 'physical_utilisation');
  const needed = missing.reduce((sum, { bytes }) => sum + bytes, 0);
  if (needed > free) throw new XapiError('SR_SOURCE_SPACE_INSUFFICIENT', sr);
}

function existing(pool: PoolState, sr: Ref, type: string): Ref | undefined {
  return list(pool.database.get('SR', sr), 'VDIs').find((disk) => text(pool.database.get('VDI', disk), 'type') === type);
}

/** Both disks, found again or made; the heartbeat's is the answer. They stay when HA is turned off. */
export function prepareHeartbeatDisks(world: World, pool: PoolState, sr: Ref): Ref {
  const [statefile] = NEEDED.map(({ type, name, description, bytes }) => {
    const fields = { name_label: name, name_description: description, type, sharable: true, sm_config: { type: 'raw' } };
    return existing(pool, sr, type) ?? addDisk(world, pool, { sr, sizeBytes: bytes, usedBytes: bytes, fields });
  });
  if (statefile === undefined) throw new RangeError('no heartbeat disk is defined');
  return statefile;
}

/** Used when none is named: the first that will do. */
export function chooseHeartbeat(pool: PoolState): Ref {
  const found = pool.database.refs('SR').find((sr) => flag(pool.database.get('SR', sr), 'shared') && canHost(pool, sr));
  if (found === undefined) throw new XapiError('CANNOT_CREATE_STATE_FILE');
  return found;
}

function canHost(pool: PoolState, sr: Ref): boolean {
  try {
    assertCanHostStatefile(pool, sr);
    return true;
  } catch (error) {
    if (error instanceof XapiError) return false;
    throw error;
  }
}
