import { expect, test } from 'vitest';
import { aServedWorld, firstPool } from '#test/support/served-world.ts';
import { aTestEngine, connected } from '#test/support/test-engine.ts';

async function aHost() {
  const served = await aServedWorld('two-hosts-iscsi');
  const engine = aTestEngine();
  const server = await connected(engine, served);
  const { master } = firstPool(served.world);
  const [ref = ''] = Object.keys((await snapshotOf(engine, server)).host?.set ?? {});
  return {
    served,
    engine,
    server,
    master,
    ref,
    async [Symbol.asyncDispose]() {
      await engine[Symbol.asyncDispose]();
      await served[Symbol.asyncDispose]();
    },
  };
}

async function snapshotOf(engine: ReturnType<typeof aTestEngine>, server: Awaited<ReturnType<typeof connected>>) {
  const answer = await engine.call('pool.snapshot', { server });
  if (!answer.ok) throw new Error(answer.failure.kind);
  return answer.value.inventory;
}

test('an object of a live pool answers with what its release has, and from now', async () => {
  await using pool = await aHost();
  const { engine, server, ref } = pool;
  const answer = await engine.call('object.details', { server, class: 'host', ref });
  expect(answer).toMatchObject({ ok: true, value: { isNow: true, fields: { domain: expect.any(String), updates: expect.any(Array) } } });
});

test('while the pool does not answer, the last answer comes with the time it was given', async () => {
  await using pool = await aHost();
  const { engine, server, ref } = pool;
  const first = await engine.call('object.details', { server, class: 'host', ref });
  await pool.served[Symbol.asyncDispose]();
  await engine.heard((event) => event.topic === 'servers' && event.payload.some(({ state }) => state.is === 'stale'));
  engine.clock.advance(60_000);
  if (!first.ok) throw new Error(first.failure.kind);
  expect(await engine.call('object.details', { server, class: 'host', ref })).toEqual({ ok: true, value: { ...first.value, isNow: false } });
  // Never asked before, so nobody knows.
  expect(await engine.call('object.details', { server, class: 'vm', ref: 'OpaqueRef:other' })).toMatchObject({ failure: { kind: 'gone' } });
});

test('an object that has gone says so', async () => {
  await using pool = await aHost();
  const { engine, server } = pool;
  const answer = await engine.call('object.details', { server, class: 'vm', ref: 'OpaqueRef:none' });
  expect(answer).toEqual({ ok: false, failure: { kind: 'gone' } });
});
