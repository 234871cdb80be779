import { once } from 'node:events';
import { describe, expect, test } from 'vitest';
import { aSilentMachine, anSshMachine } from '#test/support/ssh-machine.ts';
import { acceptingKeys, aRoute, DARK_UUID, MEMBER_UUID, reaching } from './reaching.ts';

const PASSWORD = 'planted-4711';

describe('reaching a host', () => {
  test('asks about an unknown key before anything secret is sent, then proves who answers', async () => {
    await using host = await anSshMachine({ uuid: DARK_UUID, password: PASSWORD });
    await using reached = await reaching({
      routes: [aRoute('direct-management', '10.0.0.1')],
      ports: { '10.0.0.1:22': host.port },
      password: PASSWORD,
    });
    const asking = await reached.heard(({ question }) => question?.is === 'host-key');
    expect(asking.question).toMatchObject({
      of: { name: 'dark', isOnTheWay: false },
      key: { type: 'ssh-ed25519', fingerprint: expect.stringMatching(/^SHA256:/) as string },
    });
    expect(host.passwords).toEqual([]);
    const view = await acceptingKeys(reached);
    expect(view).toMatchObject({ active: 'direct-management 10.0.0.1', identity: { uuid: DARK_UUID } });
    expect(host.passwords).toEqual([PASSWORD]);
    expect(JSON.stringify(reached.said)).not.toContain(PASSWORD);
    expect(reached.bugs).toEqual([]);
  });

  test('a member in the same network is gone over while the direct way is a black hole', async () => {
    await using hole = await aSilentMachine();
    await using host = await anSshMachine({ uuid: DARK_UUID, password: PASSWORD });
    await using member = await anSshMachine({ uuid: MEMBER_UUID, password: PASSWORD, leads: (to) => (to === '10.9.0.1:22' ? host.port : undefined) });
    await using reached = await reaching({
      routes: [aRoute('direct-management', '10.0.0.1'), aRoute('jump', '10.9.0.1', true)],
      ports: { '10.0.0.1:22': hole.port, '10.0.0.2:22': member.port },
      password: PASSWORD,
    });
    const view = await acceptingKeys(reached);
    expect(view.active).toBe('jump 10.9.0.1');
    const failed = await reached.heard(({ attempts }) =>
      attempts.some(({ route, state }) => route === 'direct-management 10.0.0.1' && state === 'failed'),
    );
    expect(failed.attempts.find(({ route }) => route === 'direct-management 10.0.0.1')).toMatchObject({
      stage: 'banner',
      failure: { is: 'timed-out' },
    });
    expect(reached.bugs).toEqual([]);
  });

  test('a member that forwards nothing lends its shell instead', async () => {
    await using host = await anSshMachine({ uuid: DARK_UUID, password: PASSWORD });
    await using member = await anSshMachine({
      uuid: MEMBER_UUID,
      password: PASSWORD,
      isForwarding: false,
      leads: (to) => (to === '10.9.0.1:22' ? host.port : undefined),
    });
    await using reached = await reaching({ routes: [aRoute('jump', '10.9.0.1', true)], ports: { '10.0.0.2:22': member.port }, password: PASSWORD });
    const view = await acceptingKeys(reached);
    expect(view.active).toBe('jump 10.9.0.1');
    expect(reached.bugs).toEqual([]);
  });

  test('a refused password is sent once, whatever ways there are, and another is asked for', async () => {
    await using host = await anSshMachine({ uuid: DARK_UUID, password: PASSWORD });
    await using reached = await reaching({
      routes: [aRoute('direct-management', '10.0.0.1'), aRoute('direct-secondary', '10.9.0.1')],
      ports: { '10.0.0.1:22': host.port, '10.9.0.1:22': host.port },
      password: 'wrong',
    });
    const key = await reached.heard(({ question }) => question?.is === 'host-key');
    await reached.investigation.answer(key.question?.id ?? '', { is: 'accept-key' });
    const asked = await reached.heard(({ question }) => question?.is === 'secret');
    expect(asked.question).toMatchObject({ user: 'root', want: { is: 'password' }, wasRefused: true });
    expect(host.passwords).toEqual(['wrong']);
    await reached.investigation.answer(asked.question?.id ?? '', { is: 'secrets', secrets: [PASSWORD], isKept: false });
    await reached.heard(({ is }) => is === 'connected');
    expect(host.passwords).toEqual(['wrong', PASSWORD]);
  });

  test('another machine at the address is not believed', async () => {
    await using host = await anSshMachine({ uuid: MEMBER_UUID, password: PASSWORD });
    await using reached = await reaching({
      routes: [aRoute('direct-management', '10.0.0.1')],
      ports: { '10.0.0.1:22': host.port },
      password: PASSWORD,
    });
    const key = await reached.heard(({ question }) => question?.is === 'host-key');
    await reached.investigation.answer(key.question?.id ?? '', { is: 'accept-key' });
    const view = await reached.heard(({ is }) => is === 'no-way');
    expect(view.attempts).toMatchObject([{ stage: 'identity', failure: { is: 'another-host', expected: DARK_UUID, found: MEMBER_UUID } }]);
  });

  test('a route that is wanted is taken, and one that does not work leaves the others', async () => {
    await using host = await anSshMachine({ uuid: DARK_UUID, password: PASSWORD });
    const routes = [aRoute('direct-management', '10.0.0.1'), aRoute('direct-secondary', '10.9.0.1'), aRoute('direct-secondary', '10.9.9.9')];
    const ports = { '10.0.0.1:22': host.port, '10.9.0.1:22': host.port, '10.9.9.9:22': 1 };
    await using reached = await reaching({ routes, ports, password: PASSWORD });
    const { active } = await acceptingKeys(reached);
    const other = routes.map(({ id }) => id).find((id) => id !== active && !id.endsWith('9.9')) ?? '';
    reached.investigation.useRoute(other);
    await reached.heard((view) => view.active === other);
    const before = reached.said.length;
    reached.investigation.useRoute('direct-secondary 10.9.9.9');
    await reached.heard(
      (view) =>
        view.active !== undefined && view.is === 'connected' && reached.said.indexOf(view) > before && view.active !== 'direct-secondary 10.9.9.9',
    );
    expect(reached.bugs).toEqual([]);
  });

  test('the route lends a shell that hears and answers', async () => {
    await using host = await anSshMachine({ uuid: DARK_UUID, password: PASSWORD });
    await using reached = await reaching({
      routes: [aRoute('direct-management', '10.0.0.1')],
      ports: { '10.0.0.1:22': host.port },
      password: PASSWORD,
    });
    await acceptingKeys(reached);
    const terminal = await reached.investigation.connection()?.terminal({ columns: 80, rows: 24, program: undefined, signal: AbortSignal.any([]) });
    terminal?.resize({ columns: 120, rows: 40 });
    terminal?.stream.write('uptime');
    const [said] = await once(terminal?.stream ?? process.stdin, 'data');
    expect(String(said)).toBe('you typed uptime');
    terminal?.stream.destroy();
    expect(reached.bugs).toEqual([]);
  });
});
