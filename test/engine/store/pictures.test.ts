import { mkdtemp, readdir, readFile, rm, stat, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { gunzipSync, gzipSync } from 'node:zlib';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { decodePicture, encodePicture, type Picture } from '#engine/store/picture-format.ts';
import { createPictures, type Pictures } from '#engine/store/pictures.ts';
import type { ServerId } from '#shared/contract/calls/server-calls.ts';
import { applyDelta, emptyInventory, type Inventory } from '#shared/domain/inventory/inventory.ts';
import { anInventory as aPool } from '#test/support/inventories.ts';
import { aServedWorld } from '#test/support/served-world.ts';
import { aTestEngine, connected } from '#test/support/test-engine.ts';

const SERVER = 'one/../two' as ServerId;
let folder = '';
let ids = 0;

beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'poolkeeper-pictures-'));
});
afterEach(async () => rm(folder, { recursive: true, force: true }));

const open = (): Pictures => createPictures({ folder, newId: () => String((ids += 1)) });

async function anInventory(scenario: string): Promise<Inventory> {
  await using served = await aServedWorld(scenario);
  await using engine = aTestEngine();
  const snapshot = await engine.call('pool.snapshot', { server: await connected(engine, served) });
  if (!snapshot.ok) throw new Error(snapshot.failure.kind);
  return applyDelta(emptyInventory, snapshot.value.inventory);
}

function known(picture: Picture | undefined): Inventory {
  return (picture?.content ?? []).reduce(applyDelta, emptyInventory);
}

/** However it is kept. */
function plain(inventory: Inventory): Readonly<Record<string, ReadonlyMap<string, unknown>>> {
  return Object.fromEntries(Object.entries(inventory).map(([name, records]) => [name, new Map<string, unknown>(records)]));
}

async function linesOf(inventory: Inventory): Promise<string[]> {
  return gunzipSync(await encodePicture(inventory, 7))
    .toString('utf8')
    .trimEnd()
    .split('\n');
}

async function decodeLines(lines: readonly string[]): ReturnType<typeof decodePicture> {
  return await decodePicture(gzipSync(lines.join('\n')));
}

describe('a kept picture', () => {
  test('is all that was known, but for tasks, with its time', async () => {
    const inventory = await anInventory('two-hosts-iscsi');
    await open().write(SERVER, { inventory, takenAtMs: 1_234 });
    const picture = await open().read(SERVER);
    expect(picture?.takenAtMs).toBe(1_234);
    expect(plain(known(picture))).toEqual({ ...plain(inventory), task: new Map() });
  });

  test('comes back in parts that are taken in one after the other', async () => {
    const vms = Object.fromEntries(Array.from({ length: 2_500 }, (_, index) => [`vm-${index}`, {}]));
    const inventory = aPool({ hosts: { h: {} }, vms });
    const picture = await decodePicture(await encodePicture(inventory, 1));
    const sizes = (picture?.content ?? []).map(({ vm, host }) => Object.keys(vm?.set ?? {}).length + Object.keys(host?.set ?? {}).length);
    expect({ known: plain(known(picture)), largest: Math.max(...sizes) <= 1_000 }).toEqual({ known: plain(inventory), largest: true });
  });

  test('stays inside its folder, whatever the id', async () => {
    await open().write(SERVER, { inventory: emptyInventory, takenAtMs: 0 });
    expect(await readdir(folder, { recursive: true })).toEqual(['pictures', join('pictures', 'one%2F..%2Ftwo.picture')]);
  });

  // Windows keeps access in lists that follow the folder, not in mode bits.
  test.skipIf(process.platform === 'win32')('is readable by its owner only', async () => {
    await open().write(SERVER, { inventory: emptyInventory, takenAtMs: 0 });
    expect((await stat(join(folder, 'pictures', 'one%2F..%2Ftwo.picture'))).mode & 0o777).toBe(0o600);
  });

  test('that is removed while it is being written does not come back', async () => {
    const pictures = open();
    const written = pictures.write(SERVER, { inventory: emptyInventory, takenAtMs: 0 });
    await Promise.all([written, pictures.remove(SERVER)]);
    expect(await pictures.read(SERVER)).toBeUndefined();
  });

  test('was taken at one moment, even if the pool goes on changing while it is written', async () => {
    const inventory = await anInventory('two-hosts-iscsi');
    const growing = { ...inventory, vm: new Map(inventory.vm) };
    const encoding = encodePicture(growing, 1);
    growing.vm.clear();
    const picture = await decodePicture(await encoding);
    expect(known(picture).vm).toEqual(inventory.vm);
  });

  test('holds no value of a map whose key speaks of a secret', async () => {
    const inventory = await anInventory('two-hosts-iscsi');
    const pools = [...inventory.pool].map(([ref, pool]) => [ref, { ...pool, otherConfig: { chappassword: 'planted', colour: 'red' } }] as const);
    const text = (await linesOf({ ...inventory, pool: new Map(pools) })).join('\n');
    expect([text.includes('planted'), text.includes('"colour":"red"')]).toEqual([false, true]);
  });
});

describe('a picture that cannot be shown is none:', () => {
  test('cut short', async () => {
    const bytes = await encodePicture(await anInventory('two-hosts-iscsi'), 1);
    expect(await decodePicture(bytes.subarray(0, bytes.length / 2))).toBeUndefined();
  });

  test('without its end', async () => {
    expect(await decodeLines((await linesOf(emptyInventory)).slice(0, -1))).toBeUndefined();
  });

  test('of another version', async () => {
    expect(await decodeLines(['{"picture":2,"takenAtMs":1}', '{"end":true}'])).toBeUndefined();
  });

  test.each(['', 'not compressed', '{"picture":1,"takenAtMs":1}\n{"end":true}\n'])('a file with %j', async (text) => {
    await open().write(SERVER, { inventory: emptyInventory, takenAtMs: 0 });
    await writeFile(join(folder, 'pictures', 'one%2F..%2Ftwo.picture'), text);
    expect(await open().read(SERVER)).toBeUndefined();
    expect(await readFile(join(folder, 'pictures', 'one%2F..%2Ftwo.picture'), 'utf8')).toBe(text);
  });
});

test('a picture of another release is read as far as it is understood', async () => {
  const part = { class: 'vm', records: { 'OpaqueRef:1': { name: 'web', power: 7, tags: ['a', 2], currentOperations: 'none', unheardOf: 1 } } };
  const picture = await decodeLines(['{"picture":1,"takenAtMs":1}', JSON.stringify(part), '{"class":"unheardOf","records":{}}', '{"end":true}']);
  const [vm] = known(picture).vm.values();
  expect(vm).toMatchObject({ name: 'web', power: '', tags: ['a'], currentOperations: {}, isTemplate: false, residentOn: null });
  expect(vm).not.toHaveProperty('unheardOf');
});
