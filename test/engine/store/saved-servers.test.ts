import { mkdtemp, readdir, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import type { Ports, Vault } from '#engine/ports.ts';
import { createPassphraseVault } from '#hosting/vault/passphrase-vault.ts';
import type { Server, ServerId, ServerState } from '#shared/contract/calls/server-calls.ts';
import type { SavedServer } from '#shared/contract/calls/saved-calls.ts';
import { applyDelta, emptyInventory, type Inventory } from '#shared/domain/inventory/inventory.ts';
import { aServedWorld, firstPool, memberOf, type ServedWorld } from '#test/support/served-world.ts';
import { aTestEngine, pinsOf, type TestEngine } from '#test/support/test-engine.ts';

const SECRET = 'pa55-planted-word';
let folder = '';
let ids = 0;

beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'poolkeeper-saved-'));
});
afterEach(async () => rm(folder, { recursive: true, force: true }));

/** An engine of one run of the app; the next one finds what it left. */
function aRun(ports: Partial<Ports> = {}): TestEngine {
  const run = (ids += 1);
  let id = 0;
  return aTestEngine({ paths: { data: folder }, vault: aVault(), random: { id: () => `${run}-${(id += 1)}` }, ...ports });
}

function aVault(): Vault {
  return createPassphraseVault({ path: join(folder, 'passwords.json'), newId: () => String((ids += 1)) });
}

async function aWorld(): Promise<ServedWorld> {
  return await aServedWorld('two-hosts-iscsi', { speed: 50 });
}

async function connectAndRemember(engine: TestEngine, served: ServedWorld, remember: 'server' | 'server-and-password'): Promise<ServerId> {
  const address = served.addressOf(firstPool(served.world).master);
  const result = await engine.call('server.connect', { ...served.login, address, pins: pinsOf(served), remember });
  if (!result.ok) throw new Error(`not connected: ${JSON.stringify(result.failure)}`);
  return result.value.server;
}

async function savedOf(engine: TestEngine): Promise<readonly SavedServer[]> {
  const result = await engine.call('saved.list', {});
  if (!result.ok) throw new Error(result.failure.kind);
  return result.value.servers;
}

async function serversOf(engine: TestEngine): Promise<readonly Server[]> {
  const result = await engine.call('servers.list', {});
  if (!result.ok) throw new Error(result.failure.kind);
  return result.value.servers;
}

async function pictureOf(engine: TestEngine, server: ServerId): Promise<Inventory> {
  const result = await engine.call('pool.snapshot', { server });
  if (!result.ok) throw new Error(result.failure.kind);
  return applyDelta(emptyInventory, result.value.inventory);
}

async function becomes(engine: TestEngine, is: ServerState['is']): Promise<ServerState | undefined> {
  const event = await engine.heard(
    (other) => other.topic === 'servers' && other.payload.some(({ state }) => state.is === is && !('nextTryAtMs' in state)),
  );
  return event.topic === 'servers' ? event.payload.find(({ state }) => state.is === is)?.state : undefined;
}

function goDark(served: ServedWorld): void {
  for (const host of served.world.hosts) host.link.mode = 'reset';
  served.refresh();
}

describe('a server that is to be remembered', () => {
  test('is found after a restart with its pool, members and certificates, and connects by itself', async () => {
    await using served = await aWorld();
    const { master } = firstPool(served.world);
    let server: ServerId;
    {
      await using engine = aRun();
      await engine.call('vault.choose', { next: 'correct horse' });
      server = await connectAndRemember(engine, served, 'server-and-password');
    }
    await using engine = aRun();
    const [saved] = await savedOf(engine);
    expect(saved).toMatchObject({
      id: server,
      address: served.addressOf(master),
      user: 'root',
      name: 'two-hosts',
      connectsAtStart: true,
      keepsPassword: true,
    });
    expect(saved?.members).toEqual(served.world.hosts.map((host) => served.addressOf(host)).toSorted());
    expect(saved?.pins).toContainEqual(expect.objectContaining({ address: served.addressOf(master), fingerprint: served.fingerprintOf(master) }));

    await engine.engine.start();
    expect(await becomes(engine, 'closed')).toMatchObject({ why: { kind: 'vault', why: 'locked' } });
    expect(await engine.call('vault.unlock', { passphrase: 'wrong' })).toEqual({ ok: false, failure: { kind: 'vault', why: 'wrong-passphrase' } });
    await engine.call('vault.unlock', { passphrase: 'correct horse' });
    await becomes(engine, 'live');
    expect(await serversOf(engine)).toMatchObject([{ id: server, state: { is: 'live' } }]);
  });

  test('without its password shows the last picture, waits for somebody to type it and then tells the difference', async () => {
    await using served = await aWorld();
    const { database } = firstPool(served.world);
    const [ref = '', gone = ''] = database.refs('VM');
    let before: Inventory;
    let server: ServerId;
    {
      await using engine = aRun();
      server = await connectAndRemember(engine, served, 'server');
      before = await pictureOf(engine, server);
    }
    database.set('VM', ref, { name_label: 'renamed meanwhile' });
    database.destroy('VM', gone);
    await using engine = aRun();
    await engine.engine.start();
    expect(await becomes(engine, 'closed')).toMatchObject({ why: { kind: 'no-password', user: 'root' }, sinceMs: engine.clock.now() });
    expect((await pictureOf(engine, server)).vm).toEqual(before.vm);

    await engine.call('saved.connect', { server, password: served.login.password });
    await becomes(engine, 'live');
    const after = await pictureOf(engine, server);
    expect([...after.vm].find(([vm]) => vm === ref)?.[1].name).toBe('renamed meanwhile');
    expect([...after.vm.keys()].some((vm) => vm === gone)).toBe(false);
    expect(after.vm.size).toBe(before.vm.size - 1);
  });

  test('whose pool does not answer at the start is shown as it was last seen, and tried again for ever', async () => {
    await using served = await aWorld();
    const vault = aVault();
    await vault.lock?.choose({ next: 'correct horse' });
    let before: Inventory;
    let server: ServerId;
    let seenMs: number;
    {
      await using engine = aRun({ vault });
      server = await connectAndRemember(engine, served, 'server-and-password');
      engine.clock.advance(5_000);
      seenMs = engine.clock.now();
      before = await pictureOf(engine, server);
    }
    goDark(served);
    await using engine = aRun({ vault });
    engine.clock.advance(3_600_000);
    await engine.engine.start();
    const event = await engine.heard(
      (other) => other.topic === 'servers' && other.payload.some(({ state }) => state.is === 'stale' && state.nextTryAtMs !== undefined),
    );
    expect(event).toMatchObject({ payload: [{ id: server, state: { is: 'stale', sinceMs: seenMs, why: { kind: 'unreachable' } } }] });
    expect((await pictureOf(engine, server)).host).toEqual(before.host);

    for (const host of served.world.hosts) host.link.mode = 'ok';
    served.refresh();
    engine.clock.advance(1_000);
    await becomes(engine, 'live');
  });

  test('keeps its password nowhere but in the vault', async () => {
    await using served = await aWorld();
    const pool = firstPool(served.world);
    await using engine = aRun();
    await engine.call('vault.choose', { next: `passphrase ${SECRET}` });
    const server = await connectAndRemember(engine, served, 'server-and-password');
    await engine.call('saved.connect', { server, password: SECRET, keepsPassword: true });
    pool.database.set('pool', pool.database.refs('pool')[0] ?? '', { other_config: { backup_password: SECRET, harmless: 'yes' } });
    await engine.heard((event) => event.topic === 'pools' && JSON.stringify(event.payload.delta.pool ?? {}).includes('harmless'));
    engine.clock.advance(60_000);
    await engine.engine.close();
    const names = await readdir(folder, { recursive: true });
    expect(names).toContain(join('pictures', `${server}.picture`));
    const said = engine.said.filter((event) => event.topic === 'servers');
    const texts = [JSON.stringify([said, engine.log, await engine.call('saved.list', {})])];
    for (const name of names) if (name.includes('.')) texts.push(await readText(join(folder, name)));
    for (const text of texts) {
      expect(text).not.toContain(SECRET);
      expect(text).not.toContain(Buffer.from(SECRET).toString('base64'));
    }
  });

  test('is refused before the connection when its password cannot be kept', async () => {
    await using served = await aWorld();
    await using engine = aRun();
    const address = served.addressOf(firstPool(served.world).master);
    const result = await engine.call('server.connect', { ...served.login, address, pins: pinsOf(served), remember: 'server-and-password' });
    expect(result).toEqual({ ok: false, failure: { kind: 'vault', why: 'no-passphrase' } });
    expect([await serversOf(engine), await savedOf(engine)]).toEqual([[], []]);
  });

  test('added again by another host of its pool is the same one', async () => {
    await using served = await aWorld();
    await using engine = aRun();
    const server = await connectAndRemember(engine, served, 'server');
    const address = served.addressOf(memberOf(served.world));
    const result = await engine.call('server.connect', { ...served.login, address, pins: pinsOf(served), remember: 'server' });
    expect(result).toEqual({ ok: false, failure: { kind: 'already-connected', server, name: 'two-hosts' } });
    await engine.call('server.disconnect', { server });
    const again = await engine.call('server.connect', { ...served.login, address, pins: pinsOf(served), remember: 'server' });
    expect(await savedOf(engine)).toMatchObject([{ id: again.ok && again.value.server, name: 'two-hosts' }]);
  });

  test('that is removed leaves nothing behind', async () => {
    await using served = await aWorld();
    await using engine = aRun();
    await engine.call('vault.choose', { next: 'correct horse' });
    const server = await connectAndRemember(engine, served, 'server-and-password');
    engine.clock.advance(60_000);
    expect(await engine.call('saved.remove', { server })).toEqual({ ok: true, value: {} });
    await engine.engine.close();
    expect([await savedOf(engine), await readdir(join(folder, 'pictures'))]).toEqual([[], []]);
    expect(JSON.parse(await readFile(join(folder, 'passwords.json'), 'utf8'))).toMatchObject({ content: { entries: {} } });
  });
});

describe('the list of saved servers', () => {
  test('can be filled, changed and read without any connection', async () => {
    await using engine = aRun();
    const added = await engine.call('saved.add', { address: 'https://xs1/', user: 'root', connectsAtStart: false });
    if (!added.ok) throw new Error(added.failure.kind);
    const { id } = added.value.server;
    expect(added.value.server).toMatchObject({ address: 'xs1', name: 'xs1', members: [], pins: [] });
    const changed = await engine.call('saved.update', { server: id, change: { name: 'Paris', connectsAtStart: true } });
    expect(changed).toMatchObject({ value: { server: { id, address: 'xs1', name: 'Paris', connectsAtStart: true } } });
    await using next = aRun();
    expect(await savedOf(next)).toMatchObject([{ id, name: 'Paris' }]);
  });

  test.each(['saved.connect', 'saved.remove', 'saved.forget-password'] as const)(
    'says of %s for a server that is not there that it is gone',
    async (name) => {
      await using engine = aRun();
      expect(await engine.engine.dispatch(name, { server: 'nobody' }, new AbortController().signal)).toEqual({
        ok: false,
        failure: { kind: 'gone' },
      });
    },
  );

  test('takes a list of servers, with a word about every line that was left out', async () => {
    await using engine = aRun();
    await engine.call('saved.import', { text: 'xs1,root' });
    const result = await engine.call('saved.import', { text: 'address;user\nxs1;root\nxs2;EXAMPLE\\ada\nnot an address;x\nxs2;root\n' });
    expect(result).toMatchObject({
      value: {
        added: [{ address: 'xs2', user: 'EXAMPLE\\ada', connectsAtStart: false }],
        problems: [
          { rule: 'saved-already', line: 2 },
          { rule: 'not-an-address', line: 4 },
          { rule: 'listed-twice', line: 5, firstLine: 3 },
        ],
      },
    });
    expect((await savedOf(engine)).map(({ address }) => address)).toEqual(['xs1', 'xs2']);
  });

  test('that is damaged is put aside and said to be, and a later release is never overwritten', async () => {
    await writeFile(join(folder, 'servers.json'), '{"version":1,');
    {
      await using engine = aRun();
      const result = await engine.call('saved.list', {});
      expect(result).toMatchObject({ value: { servers: [], damagedFile: expect.stringContaining('servers.json.damaged') } });
    }
    await writeFile(join(folder, 'servers.json'), JSON.stringify({ version: 99, content: {} }));
    await using engine = aRun();
    const result = await engine.call('saved.add', { address: 'xs1', user: 'root', connectsAtStart: false });
    expect(result).toEqual({ ok: false, failure: { kind: 'storage', why: 'newer-version', path: join(folder, 'servers.json') } });
  });
});

async function readText(path: string): Promise<string> {
  const bytes = await readFile(path);
  if (!path.endsWith('.picture')) return bytes.toString('utf8');
  const { gunzipSync } = await import('node:zlib');
  return gunzipSync(bytes).toString('utf8');
}
