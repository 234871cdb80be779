import { expect, test } from 'vitest';
import type { HeldShell, HostShell, Ran } from '#engine/operations/host-shell.ts';
import type { Lent } from '#engine/operations/lent.ts';
import type { Doing, Undo } from '#engine/operations/verb.ts';
import { guardOf, type HostGuard } from '#engine/operations/verbs/network/host-guard.ts';
import type { PoolHandle } from '#engine/pools/pool-handle.ts';
import { emptyInventory } from '#shared/domain/inventory/inventory.ts';
import type { HostRef } from '#shared/domain/inventory/watched.ts';
import { createFakeClock, type FakeClock } from '#test/support/fake-clock.ts';

const ARMED_MS = 180_000;
const TAKING = { lines: ['ip addr replace old'], holds: 'is old there' };

interface Guarded {
  readonly guard: HostGuard;
  readonly clock: FakeClock;
  readonly ran: readonly string[];
  readonly undo: () => Promise<unknown>;
  readonly otherwise: () => unknown;
}

/** A host whose shell answers while `answers` says so. */
async function guarded(answers: (clock: FakeClock, sinceMs: number) => boolean, codeOf: (line: string) => number = () => 0): Promise<Guarded> {
  const clock = createFakeClock();
  const sinceMs = clock.now();
  const ran: string[] = [];
  const undos: Undo[] = [];
  const shell: Partial<HostShell> = {
    run(line): Promise<Ran> | undefined {
      if (!answers(clock, sinceMs)) return undefined;
      ran.push(line);
      return Promise.resolve({ code: codeOf(line), said: '' });
    },
    anotherWay: async () => await Promise.resolve(),
  };
  const held: HeldShell = {
    shell: shell as HostShell,
    giveBack: async () => await Promise.resolve(),
  };
  const pool: Partial<PoolHandle> = { inventory: () => emptyInventory };
  const doing: Partial<Doing> = {
    pool: pool as PoolHandle,
    clock,
    closing: AbortSignal.any([]),
    onUndo: (undo) => void undos.push(undo),
    atEnd: () => undefined,
  };
  const lent: Partial<Lent> = { holdShell: async () => await Promise.resolve(held) };
  const guard = await guardOf(doing as Doing, lent as Lent, 'h1' as HostRef);
  if (guard === undefined) throw new Error('no shell');
  return {
    guard,
    clock,
    ran,
    undo: async () => await undos[0]?.undo(),
    otherwise: () => undos[0]?.otherwise,
  };
}

test('while a way leads there the change is taken back at once, and what was armed is called off', async () => {
  const { guard, undo, ran } = await guarded(() => true);
  await guard.arm(TAKING);
  expect(await undo()).toEqual({ is: 'taken-back' });
  expect(ran.slice(1)).toEqual([expect.stringContaining('is-active'), TAKING.lines[0], expect.stringContaining('systemctl stop')]);
});

test('while none does, the time is waited for after which the host has done it by itself, and that is looked at', async () => {
  const { guard, undo, ran, clock } = await guarded((time, sinceMs) => time.now() === sinceMs || time.now() > sinceMs + ARMED_MS);
  await guard.arm(TAKING);
  clock.advance(20_000);
  const undone = undo();
  while (clock.pending() === 0) await new Promise(setImmediate);
  clock.advance(ARMED_MS);
  expect(await undone).toEqual({ is: 'host-took-back', host: '' });
  expect(ran.slice(1)).toEqual([TAKING.holds, expect.stringContaining('systemctl stop')]);
});

test('a host that nobody reaches afterwards is not said to have taken anything back', async () => {
  const { guard, undo, otherwise, clock } = await guarded((time, sinceMs) => time.now() === sinceMs);
  await guard.arm(TAKING);
  clock.advance(20_000);
  const undone = undo();
  while (clock.pending() === 0) await new Promise(setImmediate);
  const refusal = undone.catch((error: unknown) => error);
  for (let passed = 0; passed < 2 * ARMED_MS; passed += 5_000) {
    clock.advance(5_000);
    await new Promise(setImmediate);
  }
  expect(await refusal).toMatchObject({ reason: { kind: 'not-confirmed' } });
  expect(otherwise()).toEqual({ is: 'host-takes-back', host: '', withinS: 180 });
});

test('called off in time there is nothing to take back on the host any more', async () => {
  const { guard, undo, ran } = await guarded(() => true);
  await guard.arm(TAKING);
  await guard.callOff();
  expect(await undo()).toBeUndefined();
  expect(ran).not.toContain(TAKING.lines[0]);
});

test('what is proven after the host has taken the change back is no proof of the change', async () => {
  const { guard, clock } = await guarded(() => true);
  await guard.arm(TAKING);
  clock.advance(ARMED_MS);
  await expect(guard.callOff()).rejects.toMatchObject({ reason: { kind: 'not-confirmed' } });
});

test('a host whose time was over sooner than it was here has taken the change back, and is not asked to do it again', async () => {
  const { guard, undo, ran } = await guarded(
    () => true,
    (line) => (line.startsWith('systemctl is-active') ? 1 : 0),
  );
  await guard.arm(TAKING);
  await expect(guard.callOff()).rejects.toMatchObject({ reason: { kind: 'not-confirmed' } });
  expect(await undo()).toEqual({ is: 'host-took-back', host: '' });
  expect(ran).not.toContain(TAKING.lines[0]);
});

test('a host that has lost what was armed and still has the change is told to take it back', async () => {
  const { guard, undo, ran } = await guarded(
    () => true,
    (line) => (line === TAKING.holds || line.startsWith('systemctl is-active') ? 1 : 0),
  );
  await guard.arm(TAKING);
  await expect(guard.callOff()).rejects.toMatchObject({ reason: { kind: 'not-confirmed' } });
  expect(await undo()).toEqual({ is: 'taken-back' });
  expect(ran).toContain(TAKING.lines[0]);
});

test('a host that answers only after it was asked whether it is armed still has not proven anything', async () => {
  let asked = 0;
  // Twice in vain, and then again: what is armed may have gone off in between.
  const { guard } = await guarded(() => {
    asked += 1;
    return asked !== 2 && asked !== 3;
  });
  await guard.arm(TAKING);
  await expect(guard.callOff()).rejects.toMatchObject({ reason: { kind: 'not-confirmed' } });
});
