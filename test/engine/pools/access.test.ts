import { expect, test } from 'vitest';
import { mayCall } from '#shared/domain/connection/permissions.ts';
import { aServedWorld, firstPool } from '#test/support/served-world.ts';
import { aTestEngine, connected, pinsOf } from '#test/support/test-engine.ts';

test.each(['LAB\\alice', 'alice@lab.example'])('what the role of %s allows is known before anything is tried', async (user) => {
  await using served = await aServedWorld('two-hosts-iscsi');
  await using engine = aTestEngine();
  const { master, accounts } = firstPool(served.world);
  accounts.push({ user, password: 'hers', role: 'vm-operator' });
  const result = await engine.call('server.connect', { user, password: 'hers', address: served.addressOf(master), pins: pinsOf(served) });
  if (!result.ok) throw new Error(result.failure.kind);
  expect(await engine.call('servers.list', {})).toMatchObject({ value: { servers: [{ user, access: 'limited' }] } });
  const answer = await engine.call('server.access', { server: result.value.server });
  const access = answer.ok ? answer.value.access : undefined;
  if (access === undefined) throw new Error('nothing is known');
  expect(['VM.start', 'VM.create', 'host.destroy'].map((method) => mayCall(access, method))).toEqual([true, false, false]);
});

test('the superuser may do everything', async () => {
  await using served = await aServedWorld('two-hosts-iscsi');
  await using engine = aTestEngine();
  const server = await connected(engine, served);
  expect(await engine.call('server.access', { server })).toEqual({ ok: true, value: { access: { is: 'full' } } });
});
