import { createHash } from 'node:crypto';
import { afterAll, beforeAll, expect, test } from 'vitest';
import type { RefOf } from '#shared/domain/inventory/watched.ts';
import { handlers } from '#simulator/xapi-server/handlers/all-handlers.ts';
import { named, rowOf } from '#test/support/ask.ts';
import { engineStream } from '#test/support/engine-stream.ts';
import { operatingOn, type Operating } from '#test/support/operating.ts';
import { passing, timePasses } from '#test/support/passing-time.ts';
import { aServedWorld, firstPool } from '#test/support/served-world.ts';
import { aTestEngine, connected } from '#test/support/test-engine.ts';

let at: Operating;
beforeAll(async () => {
  const served = await aServedWorld('two-hosts-iscsi', { handlers });
  const engine = aTestEngine();
  at = operatingOn({ engine, served, server: await connected(engine, served) });
});
afterAll(async () => await at[Symbol.asyncDispose]());

async function bytesOf(incoming: AsyncIterable<Uint8Array>): Promise<Buffer> {
  const parts: Buffer[] = [];
  for await (const part of incoming) parts.push(Buffer.from(part));
  return Buffer.concat(parts);
}

async function exported(name: string, transfer: string, compression: 'none' | 'zstd' = 'none') {
  const { stream, over } = engineStream(at.engine, 'vm.export', { server: at.server, vm: at.vm(name), transfer, compression });
  const file = await passing(
    at.engine,
    bytesOf(stream.incoming).catch(() => Buffer.alloc(0)),
  );
  return { file, ended: await passing(at.engine, over) };
}

function imported(
  file: Uint8Array,
  over: { readonly transfer: string; readonly lengthBytes?: number; readonly keepsIdentity?: boolean; readonly cards?: readonly object[] },
) {
  const sr = named(at.served.world, 'SR', 'shared-lun') as RefOf<'sr'>;
  return engineStream(at.engine, 'vm.import', { server: at.server, sr, name: 'file.xva', lengthBytes: file.length, keepsIdentity: false, ...over });
}

const TABLES = ['VM', 'VDI', 'VBD', 'VIF', 'task'] as const;

function everything(): Readonly<Record<string, number>> {
  const { database } = firstPool(at.served.world);
  return Object.fromEntries(TABLES.map((table) => [table, database.refs(table).length]));
}

test('a machine leaves as a file with its checksum, and comes back as another machine', async () => {
  const before = everything();
  const { file, ended } = await exported('spare', 'out');
  expect(ended).toEqual({ ok: true, value: undefined });
  const sha256 = createHash('sha256').update(file).digest('hex');
  expect(await at.engine.call('transfer.result', { transfer: 'out' })).toEqual({ ok: true, value: { bytes: file.length, sha256, vms: [] } });
  expect(file.subarray(0, 7).toString()).toBe('ova.xml');
  const { stream, over } = imported(file, { transfer: 'in' });
  await passing(at.engine, stream.write(file));
  stream.end();
  expect(await passing(at.engine, over)).toEqual({ ok: true, value: undefined });
  const result = await at.engine.call('transfer.result', { transfer: 'in' });
  const [vm] = result.ok ? result.value.vms : [];
  expect(result).toMatchObject({ value: { bytes: file.length, sha256, vms: [expect.any(String)] } });
  expect(firstPool(at.served.world).database.get('VM', String(vm))).toMatchObject({ name_label: 'spare', power_state: 'Halted' });
  expect(everything()).toMatchObject({ VM: (before['VM'] ?? 0) + 1, task: before['task'] });
});

test('what is in a packed file is read from its head alone, and nonsense is said to be that', async () => {
  const { file } = await exported('spare', 'packed', 'zstd');
  const readHead = async (bytes: Buffer) => await at.engine.call('transfer.read-head', { content: bytes.toString('base64') });
  const row = rowOf(at.served.world, 'VM', 'spare');
  const macs = (row['VIFs'] as readonly string[]).map((card) => firstPool(at.served.world).database.get('VIF', card)['MAC']);
  // Its end is not there, as that of a file of many gigabytes is not.
  const head = await readHead(file.subarray(0, -16));
  expect(head).toMatchObject({ ok: true, value: { is: 'machine', machine: { name: 'spare', diskBytes: expect.any(Number) } } });
  expect(head.ok && head.value.is === 'machine' && head.value.machine.cards.map(({ mac }) => mac)).toEqual(macs);
  const broken = { ok: true, value: { is: 'unread', why: 'broken' } };
  expect([await readHead(Buffer.from('nothing that unpacks')), await readHead(file.subarray(0, 16))]).toEqual([broken, broken]);
});

test('a packed file is unpacked by the server after all of it has been sent', async () => {
  const { file } = await exported('spare', 'packed again', 'zstd');
  const { stream, over } = imported(file, { transfer: 'unpacked' });
  await passing(at.engine, stream.write(file));
  stream.end();
  expect(await passing(at.engine, over)).toEqual({ ok: true, value: undefined });
});

test('a running machine is refused in the words of the server, and no task stays', async () => {
  const before = everything();
  const { ended } = await exported('web', 'refused');
  expect(ended).toMatchObject({ ok: false, failure: { kind: 'xapi', code: 'VM_BAD_POWER_STATE' } });
  expect(await at.engine.call('transfer.result', { transfer: 'refused' })).toMatchObject({ ok: false, failure: { kind: 'gone' } });
  expect(everything()).toEqual(before);
});

test('a file that breaks off makes no machine', async () => {
  const { file } = await exported('spare', 'again');
  const before = everything();
  const { stream, over } = imported(file, { transfer: 'broken' });
  await passing(at.engine, stream.write(file.subarray(0, Math.floor(file.length / 2))));
  stream.end();
  expect(await passing(at.engine, over)).toMatchObject({ ok: false, failure: { kind: 'xapi', code: 'IMPORT_ERROR_PREMATURE_EOF' } });
  expect(everything()).toEqual(before);
});

test('what is no such file makes no machine', async () => {
  const before = everything();
  const { stream, over } = imported(Buffer.alloc(4_096, 7), { transfer: 'nonsense' });
  await passing(at.engine, stream.write(Buffer.alloc(4_096, 7)));
  stream.end();
  expect(await passing(at.engine, over)).toMatchObject({ ok: false, failure: { kind: 'xapi' } });
  expect(everything()).toEqual(before);
});

test('whoever breaks off an import leaves nothing behind', async () => {
  const { file } = await exported('spare', 'third');
  const before = everything();
  const { stream, over, controller } = imported(file, { transfer: 'stopped' });
  await passing(at.engine, stream.write(file.subarray(0, Math.floor(file.length / 2))));
  await timePasses(at.engine, () => Number(everything()['VM']) > Number(before['VM']));
  const { database } = firstPool(at.served.world);
  const [task] = database.refs('task').filter((ref) => database.get('task', ref)['name_label'] === 'Import of file.xva');
  expect(await at.engine.call('transfer.task', { transfer: 'stopped' })).toEqual({ ok: true, value: { task } });
  controller.abort();
  stream.stop();
  expect(await passing(at.engine, over)).toMatchObject({ ok: false });
  await expect.poll(everything).toEqual(before);
  expect(await at.engine.call('transfer.task', { transfer: 'stopped' })).toEqual({ ok: true, value: { task: null } });
  expect(rowOf(at.served.world, 'VM', 'spare')['power_state']).toBe('Halted');
});

test('its cards go each into the network that is said, found by their numbers', async () => {
  const { file } = await exported('spare', 'fourth');
  const { database } = firstPool(at.served.world);
  const cardsOf = (vm: string) =>
    database
      .refs('VIF')
      .map((ref) => database.get('VIF', ref))
      .filter((row) => row['VM'] === vm);
  const [card] = cardsOf(at.vm('spare'));
  const other = database.refs('network').find((ref) => ref !== card?.['network']);
  const { stream, over } = imported(file, {
    transfer: 'mapped',
    cards: [
      { device: card?.['device'], network: other },
      { device: '7', network: other },
    ],
  });
  await passing(at.engine, stream.write(file));
  stream.end();
  expect(await passing(at.engine, over)).toEqual({ ok: true, value: undefined });
  const result = await at.engine.call('transfer.result', { transfer: 'mapped' });
  const [vm = ''] = result.ok ? result.value.vms : [];
  expect(cardsOf(vm).map(({ device, network }) => [device, network])).toEqual([[card?.['device'], other]]);
});
