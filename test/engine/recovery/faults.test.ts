import { expect, test } from 'vitest';
import { aSilentMachine, anSshMachine } from '#test/support/ssh-machine.ts';
import { acceptingKeys, aRoute, DARK_UUID, MEMBER_UUID, reaching } from './reaching.ts';

const PASSWORD = 'planted-4711';
const DIRECT = aRoute('direct-management', '10.0.0.1');

test('a changed host key is a full stop: old and new are shown, and nothing secret is sent', async () => {
  await using before = await anSshMachine({ uuid: DARK_UUID, password: PASSWORD });
  await using after = await anSshMachine({ uuid: DARK_UUID, password: PASSWORD });
  const ports = { '10.0.0.1:22': before.port };
  await using reached = await reaching({ routes: [DIRECT], ports, password: PASSWORD });
  const known = (await acceptingKeys(reached)).attempts;
  expect(known).toMatchObject([{ state: 'in-use' }]);
  reached.lead('10.0.0.1:22', after.port);
  before.cut();
  const view = await reached.heard(({ attempts }) => attempts[0]?.failure?.is === 'host-key-changed');
  expect(view).toMatchObject({
    is: 'no-way',
    attempts: [{ stage: 'host-key', failure: { shown: { type: 'ssh-ed25519' }, known: [{ type: 'ssh-ed25519' }] } }],
  });
  expect(view.question).toBeUndefined();
  expect(after.passwords).toEqual([]);
  expect(reached.bugs).toEqual([]);
});

test('a login that hangs is given up, and the stage says so', async () => {
  await using host = await anSshMachine({ uuid: DARK_UUID, password: PASSWORD, hangsAtLogin: true });
  await using reached = await reaching({ routes: [DIRECT], ports: { '10.0.0.1:22': host.port }, password: PASSWORD });
  const key = await reached.heard(({ question }) => question?.is === 'host-key');
  await reached.investigation.answer(key.question?.id ?? '', { is: 'accept-key' });
  const view = await reached.heard(({ is }) => is === 'no-way');
  expect(view.attempts).toMatchObject([{ stage: 'auth', failure: { is: 'timed-out' } }]);
  expect(reached.bugs).toEqual([]);
});

test('a machine that asks its own questions has them answered by a person', async () => {
  await using host = await anSshMachine({ uuid: DARK_UUID, password: PASSWORD, onlyDialogue: true });
  await using reached = await reaching({ routes: [DIRECT], ports: { '10.0.0.1:22': host.port } });
  const key = await reached.heard(({ question }) => question?.is === 'host-key');
  await reached.investigation.answer(key.question?.id ?? '', { is: 'accept-key' });
  const asked = await reached.heard(({ question }) => question?.is === 'secret');
  expect(asked.question).toMatchObject({ want: { is: 'prompts', prompts: [{ text: 'Password: ', isShown: false }] } });
  await reached.investigation.answer(asked.question?.id ?? '', { is: 'secrets', secrets: [PASSWORD], isKept: false });
  await reached.heard(({ is }) => is === 'connected');
  expect(JSON.stringify(reached.said)).not.toContain(PASSWORD);
});

test('a connection lost in the middle is looked for again over what is left', async () => {
  await using direct = await anSshMachine({ uuid: DARK_UUID, password: PASSWORD });
  await using reached = await reaching({ routes: [DIRECT], ports: { '10.0.0.1:22': direct.port }, password: PASSWORD });
  await acceptingKeys(reached);
  direct.cut();
  await reached.heard(({ is }) => is === 'looking' && reached.said.some((view) => view.is === 'connected'));
  const again = reached.said.length;
  await reached.heard((view) => view.is === 'connected' && reached.said.indexOf(view) >= again);
  expect(direct.passwords).toEqual([PASSWORD, PASSWORD]);
  expect(reached.bugs).toEqual([]);
});

test('closed while it races, it leaves no connection behind', async () => {
  await using hole = await aSilentMachine();
  await using host = await anSshMachine({ uuid: DARK_UUID, password: PASSWORD, hangsAtLogin: true });
  await using member = await anSshMachine({ uuid: MEMBER_UUID, password: PASSWORD, leads: () => host.port });
  const reached = await reaching({
    routes: [DIRECT, aRoute('direct-secondary', '10.9.0.1'), aRoute('jump', '10.9.0.1', true)],
    ports: { '10.0.0.1:22': hole.port, '10.9.0.1:22': host.port, '10.0.0.2:22': member.port },
    password: PASSWORD,
  });
  await reached.heard(({ question }) => question?.is === 'host-key');
  await reached[Symbol.asyncDispose]();
  await expect.poll(() => host.connections() + member.connections()).toBe(0);
  expect(reached.investigation.view().is).toBe('closed');
  expect(reached.bugs).toEqual([]);
});
