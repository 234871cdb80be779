import { expect, test } from 'vitest';
import { parseDatabaseFile } from '#simulator/world/database-xml.ts';
import { createTask } from '#simulator/world/tasks.ts';
import { serveTwoHosts } from './served.ts';

test('the master dumps its database, a slave sends the client there', async () => {
  await using served = await serveTwoHosts();
  const { master, slave, session, pool } = served;
  const reply = await served.ask(master, `/pool/xmldbdump?session_id=${session}`);
  const file = parseDatabaseFile(reply.body);
  const counts = new Map(file.tables.map(({ name, rows }) => [name, rows.length]));
  expect([reply.status, counts.get('VM'), counts.get('host')]).toEqual([200, pool.database.refs('VM').length, 2]);
  const elsewhere = await served.ask(slave, `/pool/xmldbdump?session_id=${session}`);
  expect([elsewhere.status, elsewhere.headers.location?.endsWith(`/pool/xmldbdump?session_id=${session}`)]).toEqual([302, true]);
});

test('a status report is a tar of what was asked for', async () => {
  await using served = await serveTwoHosts();
  const { master, slave, session, pool, world } = served;
  const list = await served.ask(master, `/system-status?session_id=${session}&list=true`);
  expect(list.body.toString()).toMatch(/^<\?xml version="1.0" \?>\n<system-status-capabilities><capability [^>]*key="xenserver-config"/);
  const task = createTask(world, pool, { label: 'report' });
  const reply = await served.ask(slave, `/system-status?session_id=${session}&entries=xenserver-config,network-config&output=tar&task_id=${task}`);
  expect([reply.status, reply.headers['content-length'], pool.database.get('task', task)['status']]).toEqual([200, undefined, 'success']);
  const text = reply.body.toString('latin1');
  expect(text).toMatch(/^bug-report-\d{8}-\d{6}\/etc\/xensource-inventory\0/);
  expect(text).toContain('slave:10.1.0.11');
  expect(text).not.toContain('xapi-db.xml');
  const zip = await served.ask(master, `/system-status?session_id=${session}&output=zip`);
  expect([zip.status, zip.body.toString().includes('SYSTEM_STATUS_MUST_USE_TAR_ON_OEM')]).toEqual([500, true]);
});

test('the call for what a report may contain says the same as the page', async () => {
  await using served = await serveTwoHosts();
  const { master, session } = served;
  const page = await served.ask(master, `/system-status?session_id=${session}&list=true`);
  const body = Buffer.from(JSON.stringify({ jsonrpc: '2.0', id: 1, method: 'host.get_system_status_capabilities', params: [session, master.ref] }));
  const reply = await served.ask(master, '/jsonrpc', { method: 'POST', headers: { 'content-length': String(body.length) }, body });
  expect(JSON.parse(reply.body.toString())).toEqual({ jsonrpc: '2.0', id: 1, result: page.body.toString() });
});
