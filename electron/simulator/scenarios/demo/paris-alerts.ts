import { minutes, hours, days } from '#simulator/world/build/spans.ts';
import { fileAlarm } from '#simulator/world/alarms.ts';
import { text } from '#simulator/world/fields.ts';
import { createMessage } from '#simulator/world/messages.ts';
import type { Row } from '#simulator/world/value.ts';
import type { PoolState, World } from '#simulator/world/world.ts';

const WEAK_STORAGE = 'san-lun-02';
const WEAK_SCSI_ID = '36001405f1c0a2d9e4b7006';

/** What had happened in Paris before anybody looked. */
export function fileParisAlerts(world: World, pool: PoolState, startMs: number): void {
  const storage = named(pool, 'SR', WEAK_STORAGE);
  const host = named(pool, 'host', 'xs-par-02');
  noteVm(world, pool, { vm: 'build-01', name: 'VM_STARTED', what: 'started on', happenedMs: startMs - days(6) });
  noteVm(world, pool, { vm: 'gitlab-01', name: 'VM_SNAPSHOTTED', what: 'snapshotted on', happenedMs: startMs - hours(2) - minutes(40) });
  noteVm(world, pool, { vm: 'wiki-01', name: 'VM_STARTED', what: 'started on', happenedMs: startMs - hours(2) - minutes(57) });
  fileAlarm(
    world,
    pool,
    { cls: 'SR', objectUuid: text(storage, 'uuid') },
    { variable: 'physical_utilisation', value: 0.91, triggerLevel: 0.9, happenedMs: startMs - hours(2) - minutes(50) },
  );
  createMessage(world, pool, {
    name: 'MULTIPATH_PERIODIC_ALERT',
    priority: 3,
    cls: 'Host',
    objectUuid: text(host, 'uuid'),
    body: `Unhealthy paths:\n[${new Date(startMs - minutes(12)).toISOString().slice(0, 19)}Z] host=xs-par-02; host-uuid=${text(host, 'uuid')}; pbd=${connection(pool, host)}; scsi_id=${WEAK_SCSI_ID}; current=3; max=4`,
    happenedMs: startMs - minutes(12),
  });
}

function noteVm(world: World, pool: PoolState, note: { vm: string; name: string; what: string; happenedMs: number }): void {
  const vm = named(pool, 'VM', note.vm);
  const host = pool.database.get('host', text(vm, 'resident_on'));
  createMessage(world, pool, {
    name: note.name,
    priority: 5,
    cls: 'VM',
    objectUuid: text(vm, 'uuid'),
    body: `VM '${note.vm}' (uuid: ${text(vm, 'uuid')}) ${note.what} host: ${text(host, 'name_label')} (uuid: ${text(host, 'uuid')})`,
    happenedMs: note.happenedMs,
  });
}

function named(pool: PoolState, table: string, name: string): Row {
  for (const { row } of pool.database.tables.get(table)?.rows.values() ?? []) {
    if (row['name_label'] === name && row['is_a_snapshot'] !== true) return row;
  }
  throw new RangeError(`no ${table} ${name}`);
}

function connection(pool: PoolState, host: Row): string {
  for (const { row } of pool.database.tables.get('PBD')?.rows.values() ?? []) {
    const isHere = text(pool.database.get('host', text(row, 'host')), 'uuid') === text(host, 'uuid');
    if (isHere && text(pool.database.get('SR', text(row, 'SR')), 'name_label') === WEAK_STORAGE) return text(row, 'uuid');
  }
  throw new RangeError(`${WEAK_STORAGE} is not connected`);
}
