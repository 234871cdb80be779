import { expect, test } from 'vitest';
import { type ConnectForm, type ConnectInput, connectForm, connectProblem, emptyConnectForm } from '#shared/domain/wizards/connect-form.ts';

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
