import { list, number, text } from '../fields.ts';
import { refreshAllowed } from '../operations/rules.ts';
import { addRow, change } from '../rows.ts';
import { EPOCH, NULL_REF, type Ref, type Row } from '../value.ts';
import type { PoolState, World } from '../world.ts';
import type { Arrays, StoredRepository } from './arrays.ts';
import type { Attached } from './drivers/driver.ts';

/** Fields of a disk that lie with it on the storage; the rest is the pool's own. */
const STORED = [
  'uuid',
  'name_label',
  'name_description',
  'location',
  'virtual_size',
  'physical_utilisation',
  'type',
  'read_only',
  'sharable',
  'is_a_snapshot',
  'snapshot_time',
  'sm_config',
  'managed',
];

/** What a scan does: disks on the storage that the pool does not know come into its records, and the sums are told anew. */
export function takeStock(context: { readonly world: World; readonly pool: PoolState }, sr: Ref, attached: Attached): void {
  const { pool } = context;
  const disks = list(pool.database.get('SR', sr), 'VDIs').map((vdi) => pool.database.get('VDI', vdi));
  const known = new Set(disks.map((disk) => text(disk, 'location')));
  for (const disk of attached.stored.disks) {
    if (known.has(text(disk, 'location'))) continue;
    const self = addRow(context, 'VDI', { managed: true, parent: NULL_REF, snapshot_of: NULL_REF, snapshot_time: EPOCH, ...disk, SR: sr });
    refreshAllowed(pool, 'VDI', self);
  }
  const now = list(pool.database.get('SR', sr), 'VDIs').map((vdi) => pool.database.get('VDI', vdi));
  const sum = (field: string): number => now.reduce((total, disk) => total + number(disk, field), 0);
  change(pool, 'SR', sr, {
    physical_size: attached.sizeBytes,
    virtual_allocation: sum('virtual_size'),
    physical_utilisation: Math.max(sum('physical_utilisation'), number(pool.database.get('SR', sr), 'physical_utilisation')),
  });
}

/** The pool lets go of a repository; what lies on the storage stays there. */
export function leaveContents({ arrays }: Pick<World, 'arrays'>, pool: PoolState, sr: Ref): void {
  const row = pool.database.get('SR', sr);
  const stored = storedNamed(arrays, text(row, 'uuid'));
  if (stored === undefined) return;
  stored.name = text(row, 'name_label');
  stored.description = text(row, 'name_description');
  stored.disks = list(row, 'VDIs').map((vdi) => onStorage(pool.database.get('VDI', vdi)));
}

function onStorage(disk: Row): Row {
  return Object.fromEntries(Object.entries(disk).filter(([field]) => STORED.includes(field)));
}

function storedNamed({ servers, fabric, disks }: Arrays, uuid: string): StoredRepository | undefined {
  const onServers = servers.flatMap(({ exports, targets, shares }) => [
    ...exports.flatMap(({ holds }) => holds),
    ...targets.flatMap(({ luns }) => luns.flatMap(({ holds }) => holds ?? [])),
    ...shares.flatMap(({ holds }) => holds),
  ]);
  return [...onServers, ...fabric.flatMap(({ holds }) => holds ?? []), ...disks.flatMap(({ holds }) => holds ?? [])].find(
    (stored) => stored.uuid === uuid,
  );
}
