import { expect, test } from 'vitest';
import { serveTwoHosts } from './served.ts';

interface UpdatesDocument {
  readonly meta: { start: string; step: string; end: string; rows: string; columns: string; legend: readonly string[] };
  readonly data: readonly { t: string; values: readonly string[] }[];
}

test('rrd_updates tells of resident VMs and, when asked, of the host', async () => {
  await using served = await serveTwoHosts();
  const { master, session, world } = served;
  const nowSec = Math.floor(world.clock.now() / 1000);
  const reply = await served.ask(master, `/rrd_updates?session_id=${session}&start=${nowSec - 60}&interval=5&cf=AVERAGE&host=true&json=true`);
  const { meta, data } = JSON.parse(reply.body.toString()) as UpdatesDocument;
  expect([reply.status, reply.headers['content-type'], meta.step, data.length]).toEqual([200, 'application/json', '5', Number(meta.rows)]);
  const vm = String(served.vm('web').row['uuid']);
  expect(meta.legend).toContain(`AVERAGE:vm:${vm}:cpu0`);
  expect(meta.legend).toContain(`AVERAGE:host:${master.uuid}:memory_free_kib`);
  expect(meta.legend.filter((entry) => entry.includes(':vm:') && !entry.includes(vm))).toEqual([]);
  const times = data.map((row) => Number(row.t));
  expect(times).toEqual(times.toSorted((a, b) => b - a));
  expect(data.every((row) => row.values.every((value) => Number(value) >= 0))).toBe(true);
});

test('rrd_updates without a start is a bad request, and without a session unauthorised', async () => {
  await using served = await serveTwoHosts();
  const { master, session } = served;
  const missing = await served.ask(master, `/rrd_updates?session_id=${session}`);
  const anonymous = await served.ask(master, '/rrd_updates?start=0');
  const noSuch = await served.ask(master, `/rrd_updates?session_id=${session}&start=0&cf=LAST`);
  expect([missing.status, anonymous.status, noSuch.status]).toEqual([400, 401, 500]);
});

test('the same rows come again, and new ones as time passes', async () => {
  await using served = await serveTwoHosts();
  const { master, session, world } = served;
  const target = `/rrd_updates?session_id=${session}&start=-30&cf=AVERAGE&host=true&json=true`;
  const read = async (): Promise<UpdatesDocument> => JSON.parse((await served.ask(master, target)).body.toString()) as UpdatesDocument;
  const first = await read();
  expect(await read()).toEqual(first);
  world.clock.advance(10_000);
  const later = await read();
  expect(Number(later.meta.end) - Number(first.meta.end)).toBe(10);
  const before = new Map(first.data.map((row) => [row.t, row.values]));
  const shared = later.data.filter((row) => before.has(row.t));
  expect(shared.length).toBeGreaterThan(0);
  expect(shared.every((row) => JSON.stringify(row.values) === JSON.stringify(before.get(row.t)))).toBe(true);
});

test('vm_rrd is with the host the VM runs on, and the master keeps those of halted VMs', async () => {
  await using served = await serveTwoHosts();
  const { master, slave, session } = served;
  const uuidOf = (name: string): string => String(served.vm(name).row['uuid']);
  const target = (name: string): string => `/vm_rrd?session_id=${session}&uuid=${uuidOf(name)}`;
  const own = await served.ask(master, target('web'));
  const elsewhere = await served.ask(master, target('files'));
  const onSlave = await served.ask(slave, target('files'));
  const halted = await served.ask(slave, target('spare'));
  expect([own.status, elsewhere.status, onSlave.status, halted.status]).toEqual([200, 302, 200, 302]);
  expect(own.body.toString().slice(0, 90)).toBe(`<?xml version="1.0" encoding="UTF-8"?>\n<rrd><version>0003</version><step>5</step><lastupda`);
  expect(elsewhere.headers.location).toMatch(new RegExp(`^https://127\\.0\\.0\\.1:\\d+/vm_rrd\\?session_id=.*&uuid=${uuidOf('files')}$`));
  const unknown = await served.ask(master, `/vm_rrd?session_id=${session}&uuid=none`);
  expect([unknown.status, unknown.body.toString().includes('UUID_INVALID')]).toEqual([500, true]);
});

test('host_rrd holds every archive of every source', async () => {
  await using served = await serveTwoHosts();
  const reply = await served.ask(served.slave, `/host_rrd?json=true`, { headers: { Authorization: `Basic ${btoa('root:wrong')}` } });
  expect(reply.status).toBe(401);
  const good = await served.ask(served.slave, '/host_rrd?json=true', { headers: { Cookie: `session_id=${served.session}` } });
  const document = JSON.parse(good.body.toString()) as { ds: { name: string }[]; rra: { cf: string; pdp_per_row: string; database: string[][] }[] };
  expect(document.rra.map(({ cf, pdp_per_row, database }) => `${cf} ${pdp_per_row} ${database.length}`)).toEqual([
    'AVERAGE 1 120',
    'AVERAGE 12 120',
    'MIN 12 120',
    'MAX 12 120',
    'AVERAGE 720 168',
    'MIN 720 168',
    'MAX 720 168',
    'AVERAGE 17280 366',
    'MIN 17280 366',
    'MAX 17280 366',
  ]);
  expect(document.ds.map(({ name }) => name)).toEqual(expect.arrayContaining(['cpu0', 'cpu_avg', 'memory_total_kib', 'pif_eth0_rx', 'loadavg']));
});
