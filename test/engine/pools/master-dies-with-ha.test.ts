import { expect, test } from 'vitest';
import type { OperationId } from '#shared/contract/calls/operation-calls.ts';
import type { VmRef } from '#shared/domain/inventory/watched.ts';
import { flag, text } from '#simulator/world/fields.ts';
import type { SimHost } from '#simulator/world/world.ts';
import { rowOf } from '#test/support/ask.ts';
import { operating, type Operating } from '#test/support/operating.ts';
import { isNow, PACE, timePasses } from '#test/support/passing-time.ts';
import { cutPower, firstPool } from '#test/support/served-world.ts';

/** A running VM that the master's end does not touch. */
function guestElsewhere(at: Operating, master: SimHost): { readonly vm: VmRef; readonly name: string } {
  const { database } = firstPool(at.served.world);
  for (const ref of database.refs('VM')) {
    const row = database.get('VM', ref);
    const isElsewhere = row['power_state'] === 'Running' && text(row, 'resident_on') !== master.ref;
    // Refs of the simulator are those of the wire.
    if (isElsewhere && !flag(row, 'is_control_domain')) return { vm: ref as VmRef, name: text(row, 'name_label') };
  }
  throw new RangeError('every VM runs on the master');
}

/** What lists and drafts hang on: a machine that is taken out and put back would lose them. */
function everGone(at: Operating, since: number): readonly string[] {
  return at.engine.said.slice(since).flatMap((event) => {
    if (event.topic !== 'pools') return [];
    const { pool, host, vm, sr, network } = event.payload.delta;
    return [pool, host, vm, sr, network].flatMap((delta) => delta?.gone ?? []);
  });
}

function saidUnreachable(at: Operating, operation: OperationId): boolean {
  return at.engine.said.some(
    (event) =>
      event.topic === 'operations' &&
      event.payload.changed.some(({ id, state }) => id === operation && state.is === 'running' && state.note === 'server-unreachable'),
  );
}

function wasLost(at: Operating, since: number): boolean {
  return at.engine.said.slice(since).some((event) => event.topic === 'servers' && event.payload.some(({ state }) => state.is === 'stale'));
}

test('the master HA chooses is followed: the picture stays, and what was under way is told by what came of it', { timeout: 180_000 }, async () => {
  await using at = await operating('ha-three-hosts', PACE);
  const { world } = at.served;
  const old = firstPool(world).master;
  const { vm, name } = guestElsewhere(at, old);
  const running = await at.begin({ kind: 'vm.shut-down', way: 'clean', server: at.server, vm });
  await at.until(running, ({ task }) => task !== undefined);
  const since = at.engine.said.length;
  cutPower(at.served, old);
  // On a busy machine it may be back before anybody looks.
  await timePasses(at.engine, () => wasLost(at, since));
  // A guest may be down before the power is cut, or the next master back before anybody has asked the old one.
  await timePasses(at.engine, () => saidUnreachable(at, running) || at.latest(running)?.state.is !== 'running');
  // Asked for while nobody is master: it waits for the next one.
  const later = await at.begin({ kind: 'object.describe', value: 'asked meanwhile', server: at.server, class: 'vm', ref: vm });

  await timePasses(at.engine, isNow(at.engine, 'live'));
  expect(firstPool(world).master).not.toBe(old);
  const { state } = await at.end(running);
  // The task ended with its master, so only the machine can tell.
  const said = state.is === 'failed' ? [state.failure.kind, state.left] : [state.is];
  const isDown = rowOf(world, 'VM', name)['power_state'] === 'Halted';
  expect(said).toEqual(isDown ? ['done'] : ['not-confirmed', [{ is: 'power', power: 'Running' }]]);
  expect((await at.end(later)).state.is).toMatch(/^(?:done|failed)$/);
  expect(everGone(at, since)).toEqual([]);
});
