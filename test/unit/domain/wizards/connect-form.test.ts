import { expect, test } from 'vitest';
import {
  type ConnectForm,
  type ConnectInput,
  connectForm,
  connectProblem,
  emptyConnectForm,
  routeOf,
  withAddress,
} from '#shared/domain/wizards/connect-form.ts';

type Form = ConnectForm<string, string>;
type Input = ConnectInput<string, string>;

const typed: readonly Input[] = [
  { do: 'type', field: 'address', text: 'xs-par-02' },
  { do: 'type', field: 'password', text: 'secret' },
];

function after(...inputs: readonly Input[]): Form {
  return inputs.reduce<Form>((form, input) => connectForm(form, input), emptyConnectForm);
}

test.each<readonly [string, Input]>([
  ['a failure', { do: 'fail', failure: 'refused' }],
  ['a question about a certificate', { do: 'ask', question: { address: 'xs-par-02', certificate: 'c', pinned: undefined } }],
  ['turning back', { do: 'back' }],
])('%s keeps what was typed', (_case, input) => {
  expect(after(...typed, { do: 'connect' }, input)).toMatchObject({ address: 'xs-par-02', user: 'root', password: 'secret' });
});

test('certificates of a member and of its master are both remembered, the later one of the same address counts', () => {
  const form = after(
    ...typed,
    { do: 'trust', pin: { address: 'member', fingerprint: '1' } },
    { do: 'trust', pin: { address: 'master', fingerprint: '2' } },
    { do: 'trust', pin: { address: 'member', fingerprint: '3' } },
  );
  expect(form.pins).toEqual([
    { address: 'master', fingerprint: '2' },
    { address: 'member', fingerprint: '3' },
  ]);
});

test('once connected nothing of it stays in the form', () => {
  expect(after(...typed, { do: 'connect' }, { do: 'done' })).toEqual(emptyConnectForm);
});

test.each([
  [{ address: '', user: 'root' }, { rule: 'no-address' }],
  [{ address: 'two words', user: 'root' }, { rule: 'bad-address' }],
  [{ address: 'xs', user: ' ' }, { rule: 'no-user' }],
  [{ address: 'xs', user: 'root' }, undefined],
])('connecting with %j is stopped by %j', (form, problem) => {
  expect(connectProblem(form)).toEqual(problem);
});

test('a dialog that is closed keeps what was typed but no password', () => {
  const form = after(
    ...typed,
    { do: 'remember', remember: 'server-and-password' },
    { do: 'route', proxy: { way: 'http', address: 'proxy:3128', password: 'also secret' } },
    { do: 'hide' },
  );
  expect(form).toMatchObject({ address: 'xs-par-02', remember: 'server-and-password', password: '', proxy: { address: 'proxy:3128', password: '' } });
});

test('a vault that has to be opened first is asked for in place of the form, which stays as it was', () => {
  const form = after(...typed, { do: 'connect' }, { do: 'need-vault', why: 'locked' });
  expect(form).toMatchObject({ phase: { is: 'vault', why: 'locked' }, address: 'xs-par-02', password: 'secret' });
});

test('a proxy without an address stops connecting only when it is the way', () => {
  const proxy = { ...emptyConnectForm.proxy, way: 'http' } as const;
  expect(connectProblem({ address: 'xs', user: 'root', proxy })).toEqual({ rule: 'bad-proxy' });
  expect(connectProblem({ address: 'xs', user: 'root', proxy: { ...proxy, way: 'direct' } })).toBeUndefined();
});

test('the way is sent without what was left empty', () => {
  const proxy = { ...emptyConnectForm.proxy, address: ' proxy:3128 ' };
  expect([routeOf({ ...proxy, way: 'http' }), routeOf({ ...proxy, way: 'direct' }), routeOf({ ...proxy, way: 'settings' })]).toEqual([
    { address: 'proxy:3128' },
    'direct',
    undefined,
  ]);
});

test('an address used again comes first and is offered once', () => {
  expect(withAddress(['b', 'A'], 'a')).toEqual(['a', 'b']);
  expect(
    withAddress(
      Array.from({ length: 30 }, (_, index) => `h${index}`),
      'new',
    ),
  ).toHaveLength(20);
});

test('a jump host is one that is known, or has an address', () => {
  const proxy = { ...emptyConnectForm.proxy, way: 'jump' } as const;
  expect(connectProblem({ address: 'xs', user: 'root', proxy })).toEqual({ rule: 'bad-jump' });
  expect(connectProblem({ address: 'xs', user: 'root', proxy: { ...proxy, jumpAddress: 'jump:2222' } })).toBeUndefined();
  expect(connectProblem({ address: 'xs', user: 'root', proxy: { ...proxy, jump: 'j1' } })).toBeUndefined();
  expect(routeOf({ ...proxy, jump: 'j1' })).toEqual({ jump: 'j1' });
});

test('what a jump host asks leaves the form as it is, and it is not typed again', () => {
  const typed = connectForm<string, string>(emptyConnectForm, { do: 'route', proxy: { way: 'jump', jumpAddress: 'jump.example' } });
  const known = connectForm<string, string>(typed, { do: 'know-jump', jump: 'j1' });
  expect(connectForm<string, string>(known, { do: 'ask-jump', failure: 'why' })).toMatchObject({
    phase: { is: 'jump', failure: 'why' },
    proxy: { way: 'jump', jump: 'j1', jumpAddress: 'jump.example' },
  });
});
