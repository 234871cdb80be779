import { describe, expect, test } from 'vitest';
import { genericCall } from '#simulator/world/generic-calls.ts';
import { answerOf, aPool, aRow, databaseOf, newestModel } from './a-pool.ts';

const VM = 'OpaqueRef:vm';

async function aPoolWithVm() {
  const pool = await aPool();
  const row = { uuid: 'vm-uuid', name_label: 'web', VCPUs_max: 4, tags: ['one'], other_config: { k: 'v' }, is_a_template: false };
  databaseOf(pool).create('VM', VM, aRow('VM', row));
  return pool;
}

describe('generated calls', () => {
  test('exist for every generated message of the model', () => {
    const implicit = [...newestModel.messages.values()].filter(({ isImplicit }) => isImplicit);

    expect(implicit.filter((message) => genericCall(newestModel, message) === undefined)).toEqual([]);
    expect(implicit.length).toBeGreaterThan(1400);
  });

  test('read an object in every way the class offers', async () => {
    const pool = await aPoolWithVm();

    expect(await answerOf(pool, 'VM.get_all')).toEqual([VM]);
    expect(await answerOf(pool, 'VM.get_by_uuid', 'vm-uuid')).toBe(VM);
    expect(await answerOf(pool, 'VM.get_by_name_label', 'web')).toEqual([VM]);
    expect(await answerOf(pool, 'VM.get_VCPUs_max', VM)).toBe(4);
    expect(await answerOf(pool, 'VM.get_record', VM)).toMatchObject({ name_label: 'web', tags: ['one'] });
    expect(await answerOf(pool, 'VM.get_all_records')).toMatchObject({ [VM]: { name_label: 'web' } });
  });

  test('select by what the database would write, under its own names', async () => {
    const pool = await aPoolWithVm();
    const count = async (filter: string) => Object.keys((await answerOf(pool, 'VM.get_all_records_where', filter)) as object).length;

    expect(await count('field "name__label"="web" and field "VCPUs__max"="4"')).toBe(1);
    expect(await count(`field "other_config"="(('k' 'v'))" and field "is_a_template"="false" and field "tags"="('one')"`)).toBe(1);
    expect(await count(`field "_ref"="${VM}" and field "HVM__shadow_multiplier"="1"`)).toBe(1);
    expect(await answerOf(pool, 'VM.get_all_records_where', 'field "name_label"="web"')).toEqual([
      'INTERNAL_ERROR',
      'missing field',
      'name_label',
      '',
    ]);
    expect(await answerOf(pool, 'VM.get_all_records_where', 'nonsense')).toEqual(['INVALID_VALUE', 'nonsense', 'Failure("lexing: empty token")']);
  });

  test('edit sets and maps, the newest in front', async () => {
    const pool = await aPoolWithVm();
    for (const tag of ['two', 'two', 'three']) await answerOf(pool, 'VM.add_tags', VM, tag);
    await answerOf(pool, 'VM.remove_tags', VM, 'one');
    await answerOf(pool, 'VM.add_to_other_config', VM, 'a', 'b');
    await answerOf(pool, 'VM.remove_from_other_config', VM, 'missing');

    expect(await answerOf(pool, 'VM.get_tags', VM)).toEqual(['three', 'two']);
    expect(Object.entries((await answerOf(pool, 'VM.get_other_config', VM)) as object)).toEqual([
      ['a', 'b'],
      ['k', 'v'],
    ]);
  });

  test('refuse what the database cannot hold', async () => {
    const pool = await aPoolWithVm();

    expect(await answerOf(pool, 'VM.add_to_other_config', VM, 'k', 'v')).toEqual(['MAP_DUPLICATE_KEY', 'VM', 'other_config', VM, 'k']);
    expect(await answerOf(pool, 'VM.add_to_HVM_boot_params', VM, 'order', 'c')).toBe('');
    expect(await answerOf(pool, 'VM.add_to_HVM_boot_params', VM, 'order', 'd')).toEqual(['MAP_DUPLICATE_KEY', 'VM', 'HVM__boot_params', VM, 'order']);
    expect(await answerOf(pool, 'VM.set_name_label', VM, 'a\u0001b')).toEqual(['INTERNAL_ERROR', 'Db_exn.Invalid_value']);
    expect(await answerOf(pool, 'VM.set_other_config', VM, { '': 'x' })).toEqual(['INTERNAL_ERROR', 'Db_exn.Empty_key_in_map']);
    expect(await answerOf(pool, 'VM.add_to_other_config', VM, '\u0001', 'x')).toEqual(['INTERNAL_ERROR', 'Db_exn.Empty_key_in_map']);
  });

  test('drop in sets and maps what XML cannot carry', async () => {
    const pool = await aPoolWithVm();
    await answerOf(pool, 'VM.set_other_config', VM, { 'c\u0001': 'x\u0002\ny' });
    await answerOf(pool, 'VM.set_tags', VM, ['\u0001', 'tab\there']);

    expect(await answerOf(pool, 'VM.get_other_config', VM)).toEqual({ c: 'x\ny' });
    expect(await answerOf(pool, 'VM.get_tags', VM)).toEqual(['', 'tab\there']);
  });

  test('name the class and the object that is not there', async () => {
    const pool = await aPool();

    expect(await answerOf(pool, 'VM.get_name_label', 'OpaqueRef:bad')).toEqual(['HANDLE_INVALID', 'VM', 'OpaqueRef:bad']);
    expect(await answerOf(pool, 'SR.get_by_uuid', 'bad')).toEqual(['UUID_INVALID', 'SR', 'bad']);
    expect(await answerOf(pool, 'SR.get_by_name_label', 'bad')).toEqual([]);
  });

  test('say of what has been removed that it was, even for a bad reference', async () => {
    const pool = await aPool();

    expect(await answerOf(pool, 'VMPP.get_all_records')).toEqual(['MESSAGE_REMOVED']);
    expect(await answerOf(pool, 'host_metrics.get_memory_free', 'OpaqueRef:bad')).toEqual(['MESSAGE_REMOVED']);
  });

  test('make and unmake objects of classes that need nothing more', async () => {
    const pool = await aPool();
    const group = String(await answerOf(pool, 'VM_group.create', { name_label: 'g', name_description: '', placement: 'anti_affinity' }));

    expect(await answerOf(pool, 'VM_group.get_record', group)).toMatchObject({ name_label: 'g', placement: 'anti_affinity', VMs: [] });
    expect(await answerOf(pool, 'VM_group.destroy', group)).toBe('');
    expect(await answerOf(pool, 'VM_group.get_record', group)).toEqual(['HANDLE_INVALID', 'VM_group', group]);
  });
});
