import { expect, test } from 'vitest';
import type { ServerId } from '#shared/contract/calls/server-calls.ts';
import { closeConsoles } from '#simulator/world/domains/consoles.ts';
import { consoleHandlers } from '#simulator/xapi-server/handlers/console/console-handlers.ts';
import { engineStream } from '#test/support/engine-stream.ts';
import { named } from '#test/support/ask.ts';
import { rfbReader } from '#test/support/rfb-reader.ts';
import { aServedWorld, firstPool, type ServedWorld } from '#test/support/served-world.ts';
import { aTestEngine, connected, type TestEngine } from '#test/support/test-engine.ts';

interface Watching extends AsyncDisposable {
  readonly engine: TestEngine;
  readonly served: ServedWorld;
  readonly server: ServerId;
}

async function watching(): Promise<Watching> {
  const served = await aServedWorld('two-hosts-iscsi', { handlers: consoleHandlers });
  const engine = aTestEngine();
  const server = await connected(engine, served);
  return {
    engine,
    served,
    server,
    async [Symbol.asyncDispose]() {
      await engine[Symbol.asyncDispose]();
      await served[Symbol.asyncDispose]();
    },
  };
}

function consoleOf({ world }: ServedWorld, vm: string): string {
  const { database } = firstPool(world);
  const self = database.refs('console').find((ref) => database.get('console', ref)['VM'] === named(world, 'VM', vm));
  if (self === undefined) throw new Error(`${vm} has no console`);
  return self;
}

test('the screen of a VM comes from the host it runs on, and shows what is typed', async () => {
  await using at = await watching();
  const { database } = firstPool(at.served.world);
  const running = database
    .refs('VM')
    .filter((vm) => database.get('VM', vm)['power_state'] === 'Running' && database.get('VM', vm)['is_control_domain'] === false);
  const hosts = new Set(running.map((vm) => database.get('VM', vm)['resident_on']));
  expect(hosts.size).toBe(2);
  for (const vm of [...hosts].map((host) => running.find((one) => database.get('VM', one)['resident_on'] === host))) {
    const name = String(database.get('VM', vm ?? '')['name_label']);
    const { stream, over, controller } = engineStream(at.engine, 'vm.console', { server: at.server, console: consoleOf(at.served, name) });
    const viewer = await rfbReader(stream);
    expect(viewer.name).toBe(name);
    const before = await viewer.picture();
    await viewer.key('w'.charCodeAt(0));
    const after = await viewer.picture();
    expect(lineOf(after, viewer.size.width).equals(lineOf(before, viewer.size.width))).toBe(false);
    controller.abort();
    stream.stop();
    expect(await over).toMatchObject({ ok: false, failure: { kind: 'cancelled' } });
  }
});

/** Where typed text appears; nothing else moves through its upper left. */
function lineOf(picture: Buffer, width: number): Buffer {
  const from = 112 * width * 4;
  return picture.subarray(from, from + 60 * 4);
}

test('a console ends in order when its VM leaves the host', async () => {
  await using at = await watching();
  const { stream, over } = engineStream(at.engine, 'vm.console', { server: at.server, console: consoleOf(at.served, 'web') });
  await rfbReader(stream);
  firstPool(at.served.world).database.set('VM', named(at.served.world, 'VM', 'web'), { power_state: 'Halted' });
  expect(await over).toEqual({ ok: true, value: undefined });
});

test('a host that has no such console says so, and one that is not there cannot be asked for', async () => {
  await using at = await watching();
  const known = consoleOf(at.served, 'web');
  const pool = firstPool(at.served.world);
  closeConsoles(pool, named(at.served.world, 'VM', 'web'));
  const gone = await engineStream(at.engine, 'vm.console', { server: at.server, console: known }).over;
  // Either the engine has heard of it already, or the host says it.
  expect(['console', 'gone']).toContain(gone.ok ? 'ok' : gone.failure.kind);
  expect(await engineStream(at.engine, 'vm.console', { server: at.server, console: 'OpaqueRef:none' }).over).toEqual({
    ok: false,
    failure: { kind: 'gone' },
  });
});

test('a pool that allows one viewer at a time refuses the second', async () => {
  await using at = await watching();
  const { database } = firstPool(at.served.world);
  const [self = ''] = database.refs('pool');
  database.set('pool', self, { limit_console_sessions: true });
  const input = { server: at.server, console: consoleOf(at.served, 'web') };
  const first = engineStream(at.engine, 'vm.console', input);
  await rfbReader(first.stream);
  expect(await engineStream(at.engine, 'vm.console', input).over).toEqual({ ok: false, failure: { kind: 'console', status: 503 } });
  first.controller.abort();
  first.stream.stop();
  await first.over;
});
