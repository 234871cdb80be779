import { expect, test } from 'vitest';
import { loadModel } from '#shared/xapi/load-model.ts';

test('a call of the model', async () => {
  const { messages } = await loadModel();
  expect(messages.get('host.evacuate')).toEqual({
    name: 'evacuate',
    class: 'host',
    result: { kind: 'void' },
    parameters: [
      { name: 'host', type: { kind: 'ref', class: 'host' }, isOptional: false },
      { name: 'network', type: { kind: 'ref', class: 'network' }, isOptional: true, since: '1.297.0' },
      { name: 'evacuate_batch_size', type: { kind: 'int' }, isOptional: true, since: '23.27.0' },
    ],
    takesSession: true,
    errors: [],
    roles: ['pool-admin', 'pool-operator', 'client-cert'],
    isImplicit: false,
    isAsync: true,
    since: 'miami',
  });
});

test('classes with bulk reads can be queried, messages by record only', async () => {
  const { classes, messages } = await loadModel();
  const bulk = [...classes.keys()].filter((name) => messages.has(`${name}.get_all_records`));
  expect(bulk.filter((name) => !messages.has(`${name}.get_all_where`))).toEqual(['message']);
  expect(bulk.filter((name) => !messages.has(`${name}.get_all_records_where`))).toEqual([]);
  expect(messages.get('VM.get_all_where')?.result).toEqual({ kind: 'set', of: { kind: 'ref', class: 'VM' } });
});

test('every reference and record names a class of the model', async () => {
  const { classes, messages } = await loadModel();
  const text = JSON.stringify([[...classes.values()], [...messages.values()]]);
  const named = new Set([...text.matchAll(/"kind":"(?:ref|record)","class":"([^"]+)"/g)].map((match) => match[1]));
  expect([...named].filter((name) => name === undefined || !classes.has(name))).toEqual(['<class>']);
});

test('optional parameters come last', async () => {
  const { messages } = await loadModel();
  const wrong = [...messages].filter(([, message]) =>
    message.parameters.some((parameter, index) => parameter.isOptional && message.parameters[index + 1]?.isOptional === false),
  );
  expect(wrong.map(([name]) => name)).toEqual([]);
});

test('what answers at once has no asynchronous twin', async () => {
  const { messages } = await loadModel();
  const names = ['VM.start', 'VM.create', 'VM.destroy', 'pool.recover_slaves', 'task.cancel', 'VM.get_record', 'VM.set_name_label', 'event.from'];
  const withoutSession = ['session.login_with_password'];
  const twins = [...names, ...withoutSession].filter((name) => messages.get(name)?.isAsync === true);
  expect(twins).toEqual(['VM.start', 'VM.create', 'VM.destroy', 'pool.recover_slaves', 'task.cancel']);
});
