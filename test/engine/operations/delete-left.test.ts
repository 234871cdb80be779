import { expect, test } from 'vitest';
import type { RefOf } from '#shared/domain/inventory/watched.ts';
import type { Call } from '#simulator/world/world.ts';
import { XapiError } from '#simulator/world/xapi-error.ts';
import { ask } from '#test/support/ask.ts';
import { crashing } from '#test/support/crashing.ts';
import { isHeard } from '#test/support/fresh-machine.ts';
import { PACE } from '#test/support/passing-time.ts';
import { firstPool, type ServedWorld } from '#test/support/served-world.ts';

test('a deletion that the app left in the middle offers to delete what is left of it', async () => {
  await using world = await crashing(PACE);
  const { at, server, served } = world;
  const vm = at.vm('spare');
  const kept = String(ask(served.world, 'VM.snapshot', [vm, 'kept'])) as typeof vm;
  const { database } = firstPool(served.world);
  const disks = ownDisks(served, vm);
  await isHeard(at, kept, (now) => now['isSnapshot'] === true);
  const pool = firstPool(served.world);
  let isCrashed = false;
  const interfere = ({ message }: Call): void => {
    // When the snapshot is to go the machine is gone by then, and nothing else.
    if (!['VM.destroy', 'VDI.destroy'].includes(`${message.class}.${message.name}`) || database.find('VM', vm) !== undefined) return;
    if (!isCrashed) world.crash();
    isCrashed = true;
    throw new XapiError('INTERNAL_ERROR', 'the app is gone');
  };
  pool.interferences.add(interfere);
  const id = await at.begin({ kind: 'vm.delete', server, vm, disks, snapshots: [kept] });
  expect(await at.end(id)).toMatchObject({ state: { is: 'done', remarks: [{ is: 'not-deleted' }, { is: 'not-deleted' }, { is: 'not-deleted' }] } });
  await world.end();
  pool.interferences.delete(interfere);
  const next = await world.restart();
  const { state } = await next.until(id, (now) => now.state.is === 'done' || (now.state.is === 'interrupted' && now.state.left.length > 0));
  expect(state).toMatchObject({
    is: 'interrupted',
    left: [{ is: 'object-gone' }, { is: 'disks-left' }],
    next: [{ kind: 'vm.delete-snapshot', vm: kept }, ...disks.map((disk) => ({ kind: 'disk.delete', disk }))],
  });
  const rest = state.is === 'interrupted' ? state.next : [];
  const begun = await next.engine.call('operation.start', { id: 'the rest', requests: rest });
  for (const each of begun.ok ? begun.value.operations : []) expect((await next.end(each)).state).toEqual({ is: 'done' });
  expect([kept, ...disks].filter((ref) => database.find('VDI', ref) !== undefined || database.find('VM', ref) !== undefined)).toEqual([]);
});

function ownDisks(served: ServedWorld, vm: string): readonly RefOf<'vdi'>[] {
  const { database } = firstPool(served.world);
  const drives = database.refs('VBD').map((ref) => database.get('VBD', ref));
  return drives.filter((row) => row['VM'] === vm && row['type'] === 'Disk').map((row) => String(row['VDI']) as RefOf<'vdi'>);
}
