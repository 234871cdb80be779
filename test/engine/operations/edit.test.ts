import { expect, test } from 'vitest';
import type { Requested } from '#shared/contract/request-schema.ts';
import { ask, named, rowOf } from '#test/support/ask.ts';
import { operating, type Operating } from '#test/support/operating.ts';
import { firstPool } from '#test/support/served-world.ts';

type Edit = Extract<Requested, { class: string }>;

function edited({ served }: Operating): unknown {
  const { name_label: name, name_description: description, tags, other_config: otherConfig } = rowOf(served.world, 'VM', 'web');
  return { name, description, tags, otherConfig };
}

const on = (at: Operating) => ({ server: at.server, class: 'vm', ref: at.vm('web') }) as const;

test.each<[name: string, edit: (at: Operating) => Edit, becomes: object]>([
  ['a description', (at) => ({ kind: 'object.describe', value: 'the shop', ...on(at) }), { description: 'the shop' }],
  ['tags', (at) => ({ kind: 'object.set-tags', value: ['a', 'b'], ...on(at) }), { tags: ['a', 'b'] }],
  ['a folder', (at) => ({ kind: 'object.set-folder', value: '/web', ...on(at) }), { otherConfig: { folder: '/web' } }],
  [
    'a custom field',
    (at) => ({ kind: 'object.set-custom-field', field: 'Owner', value: 'Ada', ...on(at) }),
    { otherConfig: { 'XenCenter.CustomFields.Owner': 'Ada' } },
  ],
  ['notes', (at) => ({ kind: 'object.set-notes', value: 'two\nlines', ...on(at) }), { otherConfig: { 'xo:notes': 'two\nlines' } }],
])('%s is written, and brought back by undo', async (_name, edit, becomes) => {
  await using at = await operating('two-hosts-iscsi', 1);
  const before = edited(at);
  const id = await at.begin(edit(at));
  expect(await at.end(id)).toMatchObject({ state: { is: 'done' }, canUndo: true });
  expect(edited(at)).toMatchObject(becomes);
  const undone = await at.engine.call('operation.undo', { operation: id });
  const [back] = undone.ok ? undone.value.operations : [];
  if (back === undefined) throw new RangeError('undo began nothing');
  expect((await at.end(back)).state).toEqual({ is: 'done' });
  expect(edited(at)).toEqual(before);
  expect(await at.engine.call('operation.undo', { operation: id })).toEqual({ ok: false, failure: { kind: 'no-undo' } });
});

test('a custom field is listed in its pool, beside those that are, once', async () => {
  await using at = await operating('two-hosts-iscsi', 1);
  const { world } = at.served;
  const pool = named(world, 'pool', 'two-hosts');
  const listed = () => Object.values(ask(world, 'pool.get_gui_config', [pool]) as Record<string, string>).join();
  const set = async (field: string, value: string) =>
    (await at.end(await at.begin({ kind: 'object.set-custom-field', field, value, ...on(at) }))).state;
  expect(await set('Owner', 'Ada')).toEqual({ is: 'done' });
  expect(await set('Rack', 'B4')).toEqual({ is: 'done' });
  expect(await set('Owner', 'Grace')).toEqual({ is: 'done' });
  expect(listed().match(/name="\w+"/g)).toEqual(['name="Owner"', 'name="Rack"']);
});

test('where the value cannot be written, its field is not listed any more', async () => {
  await using at = await operating('two-hosts-iscsi', 1);
  const { world } = at.served;
  const { database } = firstPool(world);
  const pool = named(world, 'pool', 'two-hosts');
  const vm = at.vm('web');
  const stop = database.onChange((table) => {
    if (table !== 'pool') return;
    stop();
    database.set('VM', vm, { other_config: { 'XenCenter.CustomFields.Owner': 'theirs' } });
  });
  const { state } = await at.end(await at.begin({ kind: 'object.set-custom-field', field: 'Owner', value: 'Ada', ...on(at) }));
  expect(state).toMatchObject({ is: 'failed', undone: [{ is: 'field-not-listed', field: 'Owner' }] });
  expect(ask(world, 'pool.get_gui_config', [pool])).toEqual({});
});

test('a new name', async () => {
  await using at = await operating('two-hosts-iscsi', 1);
  const vm = at.vm('web');
  const id = await at.begin({ kind: 'object.rename', server: at.server, class: 'vm', ref: vm, value: 'shop' });
  expect(await at.end(id)).toMatchObject({ state: { is: 'done' }, subject: { name: 'web' } });
  expect(ask(at.served.world, 'VM.get_name_label', [vm])).toBe('shop');
});

test('a value somebody else has written meanwhile is not overwritten', async () => {
  await using at = await operating('two-hosts-iscsi', 1);
  ask(at.served.world, 'VM.set_name_description', [at.vm('web'), 'theirs']);
  const id = await at.begin({ kind: 'object.describe', value: 'ours', was: '', ...on(at) });
  const { state, steps } = await at.end(id);
  expect(state).toMatchObject({ is: 'failed', failure: { kind: 'changed-meanwhile', now: 'theirs' }, left: [{ is: 'nothing-changed' }] });
  expect(steps.find(({ name }) => name === 'compare')?.state).toBe('failed');
  expect(edited(at)).toMatchObject({ description: 'theirs' });
});

test('two windows editing one description are taken one after the other', async () => {
  await using at = await operating('two-hosts-iscsi', 1);
  const [first, second] = await Promise.all(['one', 'two'].map(async (value) => await at.begin({ kind: 'object.describe', value, ...on(at) })));
  if (first === undefined || second === undefined) throw new RangeError('two were to be started');
  const ends = [await at.end(first), await at.end(second)].map(({ state }) => state.is);
  expect(ends).toEqual(['done', 'done']);
  expect(edited(at)).toMatchObject({ description: 'two' });
});

test('a value somebody else writes between our two steps is left alone and told', async () => {
  await using at = await operating('two-hosts-iscsi', 1);
  const vm = at.vm('web');
  const { database } = firstPool(at.served.world);
  ask(at.served.world, 'VM.add_to_other_config', [vm, 'folder', '/old']);
  await at.engine.heard((event) => event.topic === 'pools' && event.payload.delta.vm?.set?.[vm]?.otherConfig?.['folder'] === '/old');
  const stop = database.onChange((table, ref) => {
    if (table !== 'VM' || ref !== vm) return;
    stop();
    database.set('VM', vm, { other_config: { folder: '/theirs' } });
  });
  const { state } = await at.end(await at.begin({ kind: 'object.set-folder', value: '/ours', ...on(at) }));
  expect(state).toMatchObject({ is: 'failed', failure: { kind: 'xapi', code: 'MAP_DUPLICATE_KEY' }, undone: [{ is: 'value', value: '/theirs' }] });
  expect(edited(at)).toMatchObject({ otherConfig: { folder: '/theirs' } });
});
