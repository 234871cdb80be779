import { createHash } from 'node:crypto';
import { gunzipSync } from 'node:zlib';
import { expect, test } from 'vitest';
import { cancelTask, createTask } from '#simulator/world/tasks.ts';
import type { Ref, Row } from '#simulator/world/value.ts';
import { byteReader, serveTwoHosts, type Served } from './served.ts';

const MIB = 1024 * 1024;

interface TarFile {
  readonly name: string;
  readonly content: Buffer;
}

/** A second reading of the format. */
function untar(bytes: Buffer): TarFile[] {
  const files: TarFile[] = [];
  for (let at = 0; bytes[at] !== 0; ) {
    const name = bytes.toString('latin1', at, at + 100).replace(/\0.*$/s, '');
    const size = Number.parseInt(bytes.toString('latin1', at + 124, at + 135), 8);
    files.push({ name, content: bytes.subarray(at + 512, at + 512 + size) });
    at += 512 + Math.ceil(size / 512) * 512;
  }
  return files;
}

function newTask({ world, pool }: Served): Ref {
  return createTask(world, pool, { label: 'transfer' });
}

function verdict({ pool }: Served, task: Ref): unknown[] {
  const row = pool.database.get('task', task);
  return [row['status'], row['error_info'], row['progress']];
}

/** What a restored VM has of its own or of the new place. */
function comparable({ pool }: Served, vm: Ref): unknown {
  const { database } = pool;
  const kept = (row: Row, fields: readonly string[]): Row => Object.fromEntries(fields.map((field) => [field, row[field] ?? '']));
  const row = database.get('VM', vm);
  const rows = (table: string, refs: unknown): Row[] => (refs as Ref[]).map((self) => database.get(table, self));
  return {
    vm: kept(row, ['name_label', 'memory_static_max', 'VCPUs_max', 'platform', 'HVM_boot_params', 'power_state', 'tags']),
    slots: rows('VBD', row['VBDs'])
      .map((vbd) => kept(vbd, ['userdevice', 'type', 'mode', 'bootable', 'empty']))
      .toSorted((a, b) => String(a['userdevice']).localeCompare(String(b['userdevice']))),
    cards: rows('VIF', row['VIFs']).map((vif) => kept(vif, ['device', 'network', 'MTU'])),
    disks: rows('VBD', row['VBDs'])
      .filter((vbd) => vbd['type'] === 'Disk')
      .map((vbd) => kept(database.get('VDI', String(vbd['VDI'])), ['name_label', 'virtual_size'])),
  };
}

test('an export is a tar of metadata and blocks with checksums, and its task succeeds', async () => {
  await using served = await serveTwoHosts();
  const { master, session } = served;
  const task = newTask(served);
  const reply = await served.ask(master, `/export?session_id=${session}&ref=${served.vm('spare').ref}&task_id=${task}`);
  expect([reply.status, reply.headers['task-id'], reply.headers['content-disposition'], reply.headers['content-length']]).toEqual([
    200,
    task,
    'attachment; filename="export.xva"',
    undefined,
  ]);
  const files = untar(reply.body);
  expect(files.map(({ name }) => name.replace(/^Ref:\d+/, 'Ref'))).toEqual([
    'ova.xml',
    'Ref/00000000',
    'Ref/00000000.xxhash',
    'Ref/00010239',
    'Ref/00010239.xxhash',
  ]);
  expect(files[1]?.content.length).toBe(MIB);
  expect(verdict(served, task)).toEqual(['success', [], 1]);
  expect(served.vm('spare').row['current_operations']).toEqual({});
});

test('an 8.2 pool checks its blocks with SHA-1', async () => {
  await using served = await serveTwoHosts('8.2');
  const reply = await served.ask(served.master, `/export?session_id=${served.session}&uuid=${String(served.vm('spare').row['uuid'])}`);
  const [, block, sum] = untar(reply.body);
  expect(sum?.name.endsWith('.checksum')).toBe(true);
  expect(sum?.content.toString()).toBe(
    createHash('sha1')
      .update(block?.content ?? '')
      .digest('hex'),
  );
});

test('a running VM is not exported', async () => {
  await using served = await serveTwoHosts();
  const task = newTask(served);
  const vm = served.vm('web').ref;
  const reply = await served.ask(served.master, `/export?session_id=${served.session}&ref=${vm}&task_id=${task}`);
  expect(reply.status).toBe(500);
  expect(verdict(served, task)[1]).toEqual(['VM_BAD_POWER_STATE', vm, 'halted, suspended', 'running']);
});

test('what was exported can be imported, compressed or not', async () => {
  await using served = await serveTwoHosts();
  const { master, session, pool } = served;
  const original = served.vm('spare').ref;
  const plain = (await served.ask(master, `/export?session_id=${session}&ref=${original}`)).body;
  const gzip = (await served.ask(master, `/export?session_id=${session}&ref=${original}&use_compression=gzip`)).body;
  const zstd = (await served.ask(master, `/export?session_id=${session}&ref=${original}&use_compression=zstd`)).body;
  expect(gunzipSync(gzip).equals(plain)).toBe(true);
  for (const body of [plain, gzip, zstd]) {
    const task = newTask(served);
    const reply = await served.ask(master, `/import?session_id=${session}&task_id=${task}`, { method: 'PUT', body });
    expect([reply.status, ...verdict(served, task)]).toEqual([200, 'success', [], 1]);
    const result = String(pool.database.get('task', task)['result']);
    const [, made = ''] = /^<value><array><data><value>(OpaqueRef:[-0-9a-f]+)<\/value><\/data><\/array><\/value>$/.exec(result) ?? [];
    expect(comparable(served, made)).toEqual(comparable(served, original));
    expect(pool.database.get('VM', made)['uuid']).not.toBe(pool.database.get('VM', original)['uuid']);
    const again = (await served.ask(master, `/export?session_id=${session}&ref=${made}`)).body;
    const blocks = (archive: Buffer): string[] =>
      untar(archive)
        .slice(1)
        .map(({ content }) => createHash('sha1').update(content).digest('hex'));
    expect(blocks(again)).toEqual(blocks(plain));
  }
});

test('a broken upload leaves nothing behind and says why', async () => {
  await using served = await serveTwoHosts();
  const { master, session, pool } = served;
  const good = (await served.ask(master, `/export?session_id=${session}&ref=${served.vm('spare').ref}`)).body;
  const count = (): number[] => ['VM', 'VDI', 'VBD', 'VIF'].map((table) => pool.database.refs(table).length);
  const before = count();
  const flipped = Buffer.from(good);
  flipped.writeUInt8(0x55, flipped.indexOf('disk '));
  const renamed = Buffer.concat([good.subarray(0, 512)]);
  renamed.write('ovb.xml');
  const headerSum = [...renamed.subarray(0, 512)].reduce((sum, byte, index) => sum + (index >= 148 && index < 156 ? 32 : byte), 0);
  renamed.write(headerSum.toString(8).padStart(6, '0'), 148);
  const cases = [
    [good.subarray(0, 2 * MIB), ['IMPORT_ERROR_PREMATURE_EOF']],
    [Buffer.alloc(0), ['IMPORT_ERROR_PREMATURE_EOF']],
    [flipped, ['IMPORT_ERROR_SOME_CHECKSUMS_FAILED']],
    [renamed, ['IMPORT_ERROR_UNEXPECTED_FILE', 'ova.xml', 'ovb.xml']],
    [Buffer.alloc(4096, 'x'), ['IMPORT_ERROR', 'Failure("this is not a tar header")']],
  ] as const;
  for (const [body, error] of cases) {
    const task = newTask(served);
    const reply = await served.ask(master, `/import?session_id=${session}&task_id=${task}`, { method: 'PUT', body });
    expect([reply.status, ...verdict(served, task).slice(0, 2)]).toEqual([200, 'failure', error]);
  }
  expect(count()).toEqual(before);
});

test('chunked uploads, libraries of discs and unknown repositories are refused at once', async () => {
  await using served = await serveTwoHosts();
  const { master, session, pool } = served;
  const task = newTask(served);
  const chunked = await served.ask(master, `/import?session_id=${session}&task_id=${task}`, {
    method: 'PUT',
    headers: { 'Transfer-Encoding': 'chunked' },
    body: Buffer.from('x'),
  });
  expect([chunked.status, verdict(served, task)[1]]).toEqual([403, ['IMPORT_ERROR_CANNOT_HANDLE_CHUNKED']]);
  const unknown = await served.ask(master, `/import?session_id=${session}&sr_uuid=none`, { method: 'PUT', body: Buffer.from('x') });
  expect([unknown.status, unknown.body.toString().includes('UUID_INVALID')]).toEqual([500, true]);
  const [self = ''] = pool.database.refs('pool');
  pool.database.set('pool', self, { default_SR: 'OpaqueRef:NULL' });
  const homeless = await served.ask(master, `/import?session_id=${session}`, { method: 'PUT', body: Buffer.from('x') });
  expect(homeless.body.toString()).toContain('DEFAULT_SR_NOT_FOUND');
});

test('a task can be cancelled while its upload goes on, and fails when the client leaves', async () => {
  await using served = await serveTwoHosts();
  const { master, session, pool } = served;
  const head = (task: Ref): string => `PUT /import?session_id=${session}&task_id=${task} HTTP/1.1\r\nContent-Length: 1125899906842624\r\n\r\n`;
  const settled = async (task: Ref): Promise<unknown> => {
    for (let tries = 0; tries < 200 && verdict(served, task)[0] === 'pending'; tries += 1) await new Promise((resolve) => setImmediate(resolve));
    return verdict(served, task).slice(0, 2);
  };
  const good = (await served.ask(master, `/export?session_id=${session}&ref=${served.vm('spare').ref}`)).body;
  const cancelled = newTask(served);
  const socket = await served.dial(master, head(cancelled));
  socket.write(good.subarray(0, MIB));
  await byteReader(socket)(12);
  cancelTask(pool, cancelled);
  socket.write(good.subarray(MIB));
  await new Promise((resolve) => socket.once('end', resolve));
  expect(await settled(cancelled)).toEqual(['cancelled', ['TASK_CANCELLED', cancelled]]);
  socket.destroy();
  const left = newTask(served);
  const other = await served.dial(master, head(left));
  await byteReader(other)(12);
  other.resetAndDestroy();
  await new Promise((resolve) => other.once('close', resolve));
  expect(await settled(left)).toMatchObject(['failure', [expect.stringMatching(/^(?:CLIENT_ERROR|IMPORT_ERROR_PREMATURE_EOF)$/)]]);
});

test('without a session the task fails with the request', async () => {
  await using served = await serveTwoHosts();
  const task = newTask(served);
  const reply = await served.ask(served.master, `/import?task_id=${task}`, { method: 'PUT', body: Buffer.from('x') });
  expect([reply.status, ...verdict(served, task).slice(0, 2)]).toEqual([401, 'failure', ['SESSION_AUTHENTICATION_FAILED']]);
});

test('a disk goes up and comes down again byte by byte', async () => {
  await using served = await serveTwoHosts();
  const { master, session, pool } = served;
  const bytes = Buffer.alloc(2 * MIB + 700 * 1024);
  bytes.write('boot sector', 0);
  bytes.write('the end', bytes.length - 7);
  const [sr = ''] = pool.database.refs('SR').filter((self) => pool.database.get('SR', self)['name_label'] === 'shared-lun');
  const task = newTask(served);
  const up = await served.ask(master, `/import_raw_vdi?session_id=${session}&task_id=${task}&sr_id=${sr}&format=raw`, { method: 'PUT', body: bytes });
  expect([up.status, verdict(served, task)[0]]).toEqual([200, 'success']);
  const [, vdi = ''] = /<value>(.*)<\/value>/.exec(String(pool.database.get('task', task)['result'])) ?? [];
  const down = await served.ask(master, `/export_raw_vdi?session_id=${session}&vdi=${vdi}&format=raw`);
  expect(down.body.length).toBe(4 * MIB);
  expect(down.body.subarray(0, bytes.length).equals(bytes)).toBe(true);
  const refused = newTask(served);
  const odd = await served.ask(master, `/export_raw_vdi?session_id=${session}&vdi=${vdi}&format=vmdk&task_id=${refused}`);
  expect([odd.status, verdict(served, refused)[1]]).toEqual([404, ['INTERNAL_ERROR', 'Unknown format vmdk']]);
});

test('a host that cannot see the store sends the client to one that can', async () => {
  await using served = await serveTwoHosts();
  const { slave, master, session, pool } = served;
  const unplug = pool.database.refs('PBD').filter((pbd) => pool.database.get('PBD', pbd)['host'] === slave.ref);
  for (const pbd of unplug) pool.database.set('PBD', pbd, { currently_attached: false });
  const task = newTask(served);
  const target = `/export?session_id=${session}&ref=${served.vm('spare').ref}&task_id=${task}`;
  const reply = await served.ask(slave, target);
  expect([reply.status, verdict(served, task)[0]]).toEqual([302, 'pending']);
  const there = new URL(reply.headers.location ?? '');
  expect(`${there.pathname}${there.search}`).toBe(target);
  expect((await served.ask(master, `${there.pathname}${there.search}`)).status).toBe(200);
});

test('metadata alone names its VM and comes with its length', async () => {
  await using served = await serveTwoHosts();
  const reply = await served.ask(served.master, `/export_metadata?session_id=${served.session}&ref=${served.vm('web').ref}`);
  const files = untar(reply.body);
  expect([reply.status, Number(reply.headers['content-length']), files.map(({ name }) => name)]).toEqual([200, reply.body.length, ['ova.xml']]);
  expect(files[0]?.content.toString()).toContain('<member><name>name_label</name><value>web</value></member>');
});
