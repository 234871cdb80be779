import { expect, test } from 'vitest';
import type { ServerId } from '#shared/contract/calls/server-calls.ts';
import type { Failure } from '#shared/contract/failure.ts';
import { isNow, serverOf, timePasses } from '#test/support/passing-time.ts';
import { aServedWorld, firstPool } from '#test/support/served-world.ts';
import { anSshMachine, type SshMachineHow } from '#test/support/ssh-machine.ts';
import { aTestEngine, pinsOf } from '#test/support/test-engine.ts';

const PASSWORD = 'planted-jump-4711';

/** A pool, a jump host on the way to it and an engine that knows the jump host by its address only. */
async function aJump(how: Partial<SshMachineHow> = {}) {
  await using undo = new AsyncDisposableStack();
  const served = undo.use(await aServedWorld('two-hosts-iscsi'));
  const asked: string[] = [];
  const leads = (to: string): number => {
    asked.push(to);
    return Number(to.split(':').at(-1));
  };
  const machine = undo.use(await anSshMachine({ uuid: '', password: PASSWORD, leads, ...how }));
  const engine = undo.use(aTestEngine());
  const put = await engine.call('access.put-bastion', { name: 'jump', address: `127.0.0.1:${machine.port}`, user: 'me' });
  const [bastion] = put.ok ? put.value.access.bastions : [];
  if (bastion === undefined) throw new RangeError('it was put there a moment ago');
  await engine.call('access.set', { usesAgent: false });
  const address = served.addressOf(firstPool(served.world).master);
  const way = { jump: bastion.id };
  const connect = async () => await engine.call('server.connect', { ...served.login, address, pins: pinsOf(served), proxy: way });
  const kept = undo.move();
  return {
    served,
    machine,
    engine,
    asked,
    address,
    connect,
    bastion: bastion.id,
    async failure(): Promise<Failure> {
      const result = await connect();
      if (result.ok) throw new Error('it was let through');
      return result.failure;
    },
    async confirm(failure: Failure): Promise<void> {
      if (failure.kind !== 'ssh-jump' || failure.why.is !== 'host-key-unconfirmed') throw new Error(failure.kind);
      await engine.call('access.confirm-jump-key', { bastion: bastion.id, key: failure.why.shown });
    },
    give: async (password: string) => await engine.call('access.give-password', { bastion: bastion.id, password, isKept: false }),
    [Symbol.asyncDispose]: async () => await kept.disposeAsync(),
  };
}

test('a pool is reached over a jump host once its key is confirmed and its password is given, and nothing is sent before', async () => {
  await using at = await aJump();
  const first = await at.failure();
  expect(first).toMatchObject({ kind: 'ssh-jump', stage: 'host-key', jump: { name: 'jump', user: 'me' }, why: { is: 'host-key-unconfirmed' } });
  expect(at.machine.passwords).toEqual([]);
  await at.confirm(first);
  expect(await at.failure()).toMatchObject({ kind: 'ssh-jump', stage: 'auth', why: { is: 'no-secret' } });
  await at.give('wrong');
  expect(await at.failure()).toMatchObject({ kind: 'ssh-jump', why: { is: 'secret-refused', tried: ['password'] } });
  expect(at.machine.passwords).toEqual(['wrong']);
  expect(at.asked).toEqual([]);
  await at.give(PASSWORD);
  expect(await at.connect()).toMatchObject({ ok: true });
  expect(new Set(at.asked)).toEqual(new Set([at.address]));
  expect(at.machine.connections()).toBe(1);
  expect(JSON.stringify([at.engine.said, at.engine.log])).not.toContain(PASSWORD);
});

test('what is asked in a dialogue is answered with the password that was typed', async () => {
  await using at = await aJump({ onlyDialogue: true });
  await at.confirm(await at.failure());
  await at.give(PASSWORD);
  expect(await at.connect()).toMatchObject({ ok: true });
});

test('a jump host that goes away takes the pool with it, and both come back by themselves', async () => {
  await using at = await aJump();
  await at.confirm(await at.failure());
  await at.give(PASSWORD);
  expect(await at.connect()).toMatchObject({ ok: true });
  at.machine.cut();
  await timePasses(at.engine, isNow(at.engine, 'stale'));
  at.asked.length = 0;
  await timePasses(at.engine, isNow(at.engine, 'live'));
  expect(at.asked).toContain(at.address);
});

test('a password that the jump host does not take any more ends the attempts until somebody types another', async () => {
  const how = { uuid: '', password: PASSWORD };
  await using at = await aJump(how);
  await at.confirm(await at.failure());
  await at.give('wrong');
  await at.failure();
  await at.give(PASSWORD);
  const connected = await at.connect();
  if (!connected.ok) throw new Error(connected.failure.kind);
  await at.give('changed');
  at.machine.cut();
  await timePasses(at.engine, isNow(at.engine, 'closed'));
  expect(serverOf(at.engine)).toMatchObject({ state: { why: { kind: 'ssh-jump', why: { is: 'secret-refused' } } } });
  expect(at.machine.passwords).toEqual(['wrong', PASSWORD, 'changed']);
  await at.give(PASSWORD);
  await at.engine.call('server.retry', { server: connected.value.server satisfies ServerId });
  await timePasses(at.engine, isNow(at.engine, 'live'));
});

test('a jump host that forwards nothing, and one that was removed, say so', async () => {
  await using at = await aJump({ isForwarding: false });
  await at.confirm(await at.failure());
  await at.give(PASSWORD);
  expect(await at.failure()).toMatchObject({ kind: 'ssh-jump', jump: { name: 'jump' }, why: { is: 'jump-refused-forwarding' } });
  await at.engine.call('access.remove-bastion', { bastion: at.bastion });
  expect(await at.failure()).toEqual({ kind: 'ssh-jump', address: at.address, stage: 'resolve', why: { is: 'name-not-found' } });
});

test('a server that the jump host cannot reach is told of as a server, not as a jump host', async () => {
  await using at = await aJump({ leads: () => undefined });
  await at.confirm(await at.failure());
  await at.give(PASSWORD);
  expect(await at.failure()).toEqual({ kind: 'unreachable', address: at.address, why: 'refused' });
});
