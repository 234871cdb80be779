import { createHash } from 'node:crypto';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { handlers } from '#simulator/xapi-server/handlers/all-handlers.ts';
import { ask, named, rowOf } from '#test/support/ask.ts';
import { engineStream } from '#test/support/engine-stream.ts';
import { operatingOn, type Operating } from '#test/support/operating.ts';
import { isNow, passing, timePasses } from '#test/support/passing-time.ts';
import { aServedWorld, firstPool } from '#test/support/served-world.ts';
import { aTestEngine, connected } from '#test/support/test-engine.ts';

let at: Operating;
let backup: Buffer;
beforeAll(async () => {
  const served = await aServedWorld('two-hosts-iscsi', { handlers, speed: 60 });
  const engine = aTestEngine();
  at = operatingOn({ engine, served, server: await connected(engine, served) });
});
afterAll(async () => await at[Symbol.asyncDispose]());

async function fetched(incoming: AsyncIterable<Uint8Array>): Promise<Buffer> {
  const parts: Uint8Array[] = [];
  for await (const part of incoming) parts.push(new Uint8Array(part));
  return Buffer.concat(parts);
}

async function given(file: Uint8Array, input: { readonly transfer: string; readonly isDryRun: boolean; readonly lengthBytes?: number }) {
  const { stream, over } = engineStream(at.engine, 'pool.restore-database', { server: at.server, lengthBytes: file.length, ...input });
  const written = stream.write(file).then(
    () => stream.end(),
    // How it ended says why.
    () => undefined,
  );
  const ended = await passing(at.engine, over);
  await written;
  return ended;
}

const tasks = (): number => firstPool(at.served.world).database.refs('task').length;

test("a live pool's database arrives whole, with its checksum, and opens as a pool of its own", async () => {
  const { stream, over } = engineStream(at.engine, 'pool.database', { server: at.server, transfer: 'out' });
  backup = await passing(at.engine, fetched(stream.incoming));
  expect(await passing(at.engine, over)).toEqual({ ok: true, value: undefined });
  expect(backup.toString()).toContain('</database>');
  const sha256 = createHash('sha256').update(backup).digest('hex');
  expect(await at.engine.call('transfer.result', { transfer: 'out' })).toEqual({ ok: true, value: { bytes: backup.length, sha256, vms: [] } });
  const opened = await at.engine.call('pool.open-file', { name: 'backup.xml', content: backup.toString('base64') });
  expect(opened).toMatchObject({ ok: true });
  expect(tasks()).toBe(0);
});

test('whoever breaks off leaves no task behind, even where it is only just being made', async () => {
  for (const moment of ['at once', 'once there is a task'] as const) {
    const { stream, over, controller } = engineStream(at.engine, 'pool.database', { server: at.server, transfer: 'broken' });
    if (moment === 'once there is a task') await timePasses(at.engine, () => tasks() > 0);
    controller.abort();
    stream.stop();
    expect(await passing(at.engine, over)).toMatchObject({ ok: false });
    await expect.poll(() => [moment, tasks()]).toEqual([moment, 0]);
  }
});

test.each([{ server: 'nobody', transfer: 't' }, { server: '' }, {}])('nothing is sent for %j', async (input) => {
  expect(await engineStream(at.engine, 'pool.database', input).over).toMatchObject({ ok: false });
});

test('what a backup would do is told before the pool is asked', async () => {
  const content = backup.toString('base64');
  expect(await at.engine.call('pool.read-backup', { server: at.server, name: 'backup.xml', content })).toMatchObject({
    ok: true,
    value: {
      pool: { isSame: true },
      master: { inFile: 'host-a', now: 'host-a' },
      leaving: ['host-b'],
      vms: { lost: [], back: [] },
      storage: { lost: [], back: [] },
      networks: { lost: [], back: [] },
    },
  });
  const cut = await at.engine.call('pool.read-backup', { server: at.server, name: 'cut.xml', content: backup.subarray(0, 900).toString('base64') });
  expect(cut).toMatchObject({ ok: false, failure: { kind: 'database-file', why: 'cut-short', file: 'cut.xml' } });
});

test('a dry run tells the word of the server, and leaves nothing behind', async () => {
  const before = tasks();
  expect(await given(backup, { transfer: 'dry', isDryRun: true })).toEqual({ ok: true, value: undefined });
  const older = Buffer.from(backup.toString().replace(/("schema_minor_vsn" value=)"\d+"/, '$1"602"'));
  const refused = await given(older, { transfer: 'old', isDryRun: true });
  expect(refused).toEqual({ ok: false, failure: { kind: 'xapi', code: 'RESTORE_INCOMPATIBLE_VERSION', parameters: [] } });
  expect(tasks()).toBe(before);
});

test('a file that breaks off on its way changes nothing', async () => {
  const { stream, over } = engineStream(at.engine, 'pool.restore-database', {
    server: at.server,
    transfer: 'half',
    isDryRun: true,
    lengthBytes: backup.length,
  });
  await passing(at.engine, stream.write(backup.subarray(0, 900)));
  stream.stop({ kind: 'cancelled' });
  expect(await passing(at.engine, over)).toMatchObject({ ok: false });
  expect([firstPool(at.served.world).database.refs('host').length, isNow(at.engine, 'live')()]).toEqual([2, true]);
});

test('a host hands out its system with a checksum, and takes nothing else for one', async () => {
  const host = named(at.served.world, 'host', 'host-b');
  const { stream, over } = engineStream(at.engine, 'host.backup', { server: at.server, host, transfer: 'system' });
  const system = await passing(at.engine, fetched(stream.incoming));
  expect(await passing(at.engine, over)).toEqual({ ok: true, value: undefined });
  const sha256 = createHash('sha256').update(system).digest('hex');
  expect(await at.engine.call('transfer.result', { transfer: 'system' })).toEqual({ ok: true, value: { bytes: system.length, sha256, vms: [] } });
  const lay = async (file: Uint8Array) => {
    const back = engineStream(at.engine, 'host.restore', { server: at.server, host, transfer: 'back', lengthBytes: file.length });
    await passing(at.engine, back.stream.write(file));
    back.stream.end();
    return await passing(at.engine, back.over);
  };
  expect(await lay(system)).toEqual({ ok: true, value: undefined });
  expect(await lay(Buffer.from('no archive'))).toMatchObject({ ok: false, failure: { kind: 'xapi', code: 'RESTORE_SCRIPT_FAILED' } });
});

test('nothing is restored while machines run', async () => {
  const refused = await given(backup, { transfer: 'early', isDryRun: false });
  expect(refused).toMatchObject({ ok: false, failure: { kind: 'precheck', problems: [{ rule: 'vms-running' }] } });
});

test('a pool becomes what its backup says, and the window follows', async () => {
  const { world } = at.served;
  const before = firstPool(world);
  for (const vm of before.database.refs('VM')) {
    const { power_state: power, is_control_domain: isControl } = before.database.get('VM', vm);
    if (power === 'Running' && isControl === false) ask(world, 'VM.hard_shutdown', [vm]);
  }
  ask(world, 'VM.set_name_label', [at.vm('web'), 'renamed since']);
  await at.engine.heard((event) => JSON.stringify(event.payload).includes('renamed since'));
  const since = at.engine.said.length;
  expect(await given(backup, { transfer: 'in', isDryRun: false })).toEqual({ ok: true, value: undefined });
  await timePasses(at.engine, () => firstPool(world) !== before && isNow(at.engine, 'live')());
  // Who was a member finds that nobody knows it any more.
  const member = world.hosts.find((host) => host.name === 'host-b');
  await timePasses(at.engine, () => member?.toolstack.is === 'emergency' && member.toolstack.code === 'HOST_UNKNOWN_TO_MASTER');
  // The difference is told in parts.
  await timePasses(at.engine, () => {
    const deltas = at.engine.said.slice(since).flatMap((event) => (event.topic === 'pools' ? [event.payload.delta] : []));
    const isRenamed = deltas.some(({ vm }) => Object.values(vm?.set ?? {}).some(({ name }) => name === 'web'));
    return isRenamed && deltas.some(({ host }) => (host?.gone?.length ?? 0) > 0);
  });
  const now = await at.engine.call('pool.snapshot', { server: at.server });
  const { host, vm } = now.ok ? now.value.inventory : {};
  expect(Object.values(host?.set ?? {}).map((each) => each.name)).toEqual(['host-a']);
  expect(Object.values(vm?.set ?? {}).map((each) => each.name)).toContain('web');
  expect(rowOf(world, 'VM', 'web')['power_state']).toBe('Halted');
});
