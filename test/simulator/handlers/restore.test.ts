import { afterAll, beforeAll, expect, test } from 'vitest';
import { createTask } from '#simulator/world/tasks.ts';
import { serveTwoHosts, type Served } from './served.ts';

let served: Served;
let dump: string;
beforeAll(async () => {
  served = await serveTwoHosts();
  dump = (await served.ask(served.master, `/pool/xmldbdump?session_id=${served.session}`)).body.toString();
});
afterAll(async () => await served[Symbol.asyncDispose]());

/** What the answer is, and what the task says of it. */
async function put(file: string, query = ''): Promise<readonly unknown[]> {
  const { world, master, session } = served;
  const task = createTask(world, master.pool, { label: 'restore' });
  const body = Buffer.from(file);
  const reply = await served.ask(master, `/pool/xmldbdump?session_id=${session}&task_id=${task}${query}`, {
    method: 'PUT',
    headers: { 'content-length': String(body.length) },
    body,
  });
  const row = master.pool.database.get('task', task);
  return [reply.status, row['status'], row['error_info']];
}

test.each([
  ['a file it would take', (file: string) => file, ['success', []]],
  ['a file that breaks off', (file: string) => file.slice(0, -40), ['failure', ['INTERNAL_ERROR', expect.stringContaining('breaks off')]]],
  [
    'a file of another release',
    (file: string) => file.replace(/("schema_minor_vsn" value=)"\d+"/, '$1"602"'),
    ['failure', ['RESTORE_INCOMPATIBLE_VERSION']],
  ],
  [
    'a machine with other cards',
    (file: string) => file.replaceAll('device="eth1"', 'device="eth7"'),
    ['failure', ['RESTORE_TARGET_MISSING_DEVICE', 'eth7']],
  ],
  [
    'a machine that is managed over another card',
    (file: string) => file.replaceAll('device="eth0"', 'device="eth1"'),
    ['failure', expect.arrayContaining(['RESTORE_TARGET_MGMT_IF_NOT_IN_BACKUP'])],
  ],
])('a dry run tells of %s, and changes nothing', async (_name, change, verdict) => {
  const { world, pool, master } = served;
  expect(await put(change(dump), '&dry_run=true')).toEqual([200, ...verdict]);
  expect([master.pool === pool, world.pools.length, pool.database.refs('host').length]).toEqual([true, 1, 2]);
});
