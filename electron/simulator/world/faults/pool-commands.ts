import { controlDomainUuid, fileAlarm } from '#simulator/world/alarms.ts';
import { number, text } from '#simulator/world/fields.ts';
import { LOG_KIB, note, ROOT_KIB } from '#simulator/world/dom0/dom0.ts';
import { losePower } from '#simulator/world/machine.ts';
import { addRow, removeRow } from '#simulator/world/rows.ts';
import type { Call, PoolState, World } from '#simulator/world/world.ts';
import { XapiError } from '#simulator/world/xapi-error.ts';
import { type FaultCommand, FaultError, type FaultParameter } from './command.ts';
import { hostIn, poolIn, rowNamed } from './look-up.ts';
import { releaseTask, stickTask } from './stuck-task.ts';

const POOL: FaultParameter = { name: 'pool', kind: 'pool' };
const HOST: FaultParameter = { name: 'host', kind: 'host' };
const STORAGE: FaultParameter = { name: 'storage', kind: 'text' };
const DISK: FaultParameter = { name: 'disk', kind: 'text', choices: ['root', 'log'] };

/** More than a table remembers of its deletions. */
const PASSING_OBJECTS = 600;

/** What is used of a control domain's disk once somebody has tidied up. */
const USUAL_SHARE = 0.35;

/** What the real server's monitor warns at. */
const DISK_LIMIT = 0.9;
const STORAGE_LIMIT = 0.8;

/** What can happen to a pool's records, storage and tasks. */
export const poolCommands: readonly FaultCommand[] = [
  {
    name: 'kill-master',
    parameters: [POOL],
    description: "The pool's master loses power",
    run: (world, values) => losePower(poolIn(world, values).master),
  },
  {
    name: 'overflow-deletions',
    parameters: [POOL, { name: 'class', kind: 'text', isOptional: true }],
    description: 'So many objects come and go that the server forgets its earlier deletions: clients that were away must notice by themselves',
    run(world, values) {
      const pool = poolIn(world, values);
      overflow(world, pool, classNamed(pool, values['class'] ?? 'VM'));
    },
  },
  {
    name: 'fill-storage',
    parameters: [POOL, STORAGE],
    description: 'The storage repository has no free space left',
    run(world, values) {
      fillStorage(world, poolIn(world, values), values['storage'] ?? '');
    },
  },
  {
    name: 'free-storage',
    parameters: [POOL, STORAGE],
    description: 'Undoes fill-storage: what its disks take is used, no more',
    run(world, values) {
      freeStorage(poolIn(world, values), values['storage'] ?? '');
    },
  },
  {
    name: 'fill-disk',
    parameters: [HOST, DISK],
    description: "A file system of the host's control domain is full",
    run(world, values) {
      const host = hostIn(world, values);
      const disk = values['disk'] === 'log' ? 'log' : 'root';
      host.fullDisks.add(disk);
      host.dom0.disks[disk].usedKib = disk === 'log' ? LOG_KIB : ROOT_KIB;
      note(host.dom0, 'daemon.log', 'xapi: Unix.Unix_error(Unix.ENOSPC, "write", ""): No space left on device');
      const objectUuid = controlDomainUuid(host.pool, host.ref);
      fileAlarm(
        world,
        host.pool,
        { cls: 'VM', objectUuid },
        { variable: disk === 'log' ? 'log_fs_usage' : 'fs_usage', value: 1, triggerLevel: DISK_LIMIT },
      );
    },
  },
  {
    name: 'free-disk',
    parameters: [HOST, DISK],
    description: 'Undoes fill-disk',
    run(world, values) {
      const host = hostIn(world, values);
      const disk = values['disk'] === 'log' ? 'log' : 'root';
      host.fullDisks.delete(disk);
      host.dom0.disks[disk].usedKib = Math.floor((disk === 'log' ? LOG_KIB : ROOT_KIB) * USUAL_SHARE);
    },
  },
  {
    name: 'stick-task',
    parameters: [POOL, { name: 'vm', kind: 'text', isOptional: true }],
    description: 'A clean shutdown that never gets on, of the VM if one is named; tells its task, which can be cancelled',
    run: (world, values) => stickTask(world, poolIn(world, values), values['vm']),
  },
  {
    name: 'fail-call',
    parameters: [POOL, { name: 'call', kind: 'text' }, { name: 'code', kind: 'text' }, { name: 'parameter', kind: 'text', isOptional: true }],
    description: 'The next time this call (VM.start) would be carried out, it fails with this code instead',
    run(world, values) {
      failNext(
        poolIn(world, values),
        values['call'] ?? '',
        new XapiError(values['code'] ?? '', ...(values['parameter'] ?? '').split(',').filter(Boolean)),
      );
    },
  },
  {
    name: 'release-task',
    parameters: [POOL, { name: 'task', kind: 'text' }],
    description: 'Undoes stick-task: the task ends as if all had gone well',
    run(world, values) {
      releaseTask(poolIn(world, values), values['task'] ?? '');
    },
  },
];

function failNext(pool: PoolState, name: string, error: XapiError): void {
  const [wantedClass = '', wantedCall] = name.split('.');
  if (!pool.model.messages.has(name)) throw new FaultError(`no call ${name}`);
  const interfere = ({ message }: Call): void => {
    if (message.class !== wantedClass || message.name !== wantedCall) return;
    pool.interferences.delete(interfere);
    throw error;
  };
  pool.interferences.add(interfere);
}

function classNamed(pool: PoolState, wanted: string): string {
  const found = [...pool.model.classes.keys()].find((name) => name.toLowerCase() === wanted.toLowerCase());
  if (found === undefined) throw new FaultError(`no class ${wanted}`);
  return found;
}

function overflow(world: World, pool: PoolState, table: string): void {
  for (let count = 0; count < PASSING_OBJECTS; count += 1) removeRow(pool, table, addRow({ world, pool }, table, {}));
}

function fillStorage(world: World, pool: PoolState, wanted: string): void {
  const sr = rowNamed(pool, 'SR', wanted);
  const row = pool.database.get('SR', sr);
  pool.database.set('SR', sr, { physical_utilisation: number(row, 'physical_size') });
  fileAlarm(world, pool, { cls: 'SR', objectUuid: text(row, 'uuid') }, { variable: 'physical_utilisation', value: 1, triggerLevel: STORAGE_LIMIT });
}

function freeStorage(pool: PoolState, wanted: string): void {
  const sr = rowNamed(pool, 'SR', wanted);
  const disks = [...(pool.database.tables.get('VDI')?.rows.values() ?? [])].filter(({ row }) => row['SR'] === sr);
  pool.database.set('SR', sr, { physical_utilisation: disks.reduce((sum, { row }) => sum + number(row, 'physical_utilisation'), 0) });
}
