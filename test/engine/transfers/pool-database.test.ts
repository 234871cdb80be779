import { expect, test } from 'vitest';
import { serveWorld } from '#simulator/xapi-server/server.ts';
import { handlers } from '#simulator/xapi-server/handlers/all-handlers.ts';
import { scenarioNamed } from '#simulator/scenarios/registry.ts';
import { buildScenario } from '#simulator/scenarios/scenario.ts';
import { DEFAULT_LOGIN } from '#simulator/world/build/start-pool.ts';
import { certificateOf } from '#simulator/xapi-server/tls/certificate.ts';
import { engineStream } from '#test/support/engine-stream.ts';
import { firstPool } from '#test/support/served-world.ts';
import { aTestEngine } from '#test/support/test-engine.ts';

async function aConnectedPool() {
  const world = await buildScenario(scenarioNamed('two-hosts-iscsi'));
  const served = await serveWorld(world, { handlers, addresses: 'loopback', clock: { is: 'live', speed: 1 } });
  const { master } = firstPool(world);
  const engine = aTestEngine();
  const address = served.urlOf(master).replace('https://', '');
  const pins = [{ address, fingerprint: certificateOf(master).sha256 }];
  const connected = await engine.call('server.connect', { ...DEFAULT_LOGIN, address, pins });
  if (!connected.ok) throw new Error(connected.failure.kind);
  return {
    engine,
    world,
    server: connected.value.server,
    async [Symbol.asyncDispose]() {
      await engine[Symbol.asyncDispose]();
      await served.close();
    },
  };
}

async function textOf(incoming: AsyncIterable<Uint8Array>): Promise<string> {
  const parts: Uint8Array[] = [];
  for await (const part of incoming) parts.push(part);
  return Buffer.concat(parts).toString('utf8');
}

test("a live pool's database arrives whole and opens as a pool of its own", async () => {
  await using pool = await aConnectedPool();
  const { stream, over } = engineStream(pool.engine, 'pool.database', { server: pool.server });
  const text = await textOf(stream.incoming);
  expect(await over).toEqual({ ok: true, value: undefined });
  expect(text).toContain('</database>');
  const opened = await pool.engine.call('pool.open-file', { name: 'backup.xml', content: Buffer.from(text).toString('base64') });
  expect(opened).toMatchObject({ ok: true });
});

test('whoever breaks off leaves no transfer behind', async () => {
  await using pool = await aConnectedPool();
  const { stream, over, controller } = engineStream(pool.engine, 'pool.database', { server: pool.server });
  controller.abort();
  stream.stop();
  expect(await over).toMatchObject({ ok: false });
});

test.each([{ server: 'nobody' }, { server: '' }, {}])('nothing is sent for %j', async (input) => {
  await using engine = aTestEngine();
  expect(await engineStream(engine, 'pool.database', input).over).toMatchObject({ ok: false });
});
