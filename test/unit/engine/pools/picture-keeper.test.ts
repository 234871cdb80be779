import { expect, test } from 'vitest';
import { createPictureKeeper, type PictureKeeper } from '#engine/pools/picture-keeper.ts';
import type { ServerId, ServerState } from '#shared/contract/calls/server-calls.ts';
import { createFakeClock, type FakeClock } from '#test/support/fake-clock.ts';

const id = 'one' as ServerId;
const live: ServerState = { is: 'live' };

interface Keeping {
  readonly keeper: PictureKeeper;
  readonly clock: FakeClock;
  /** The moments of the pictures written so far, from the start. */
  readonly written: readonly number[];
  become(state: ServerState): void;
}

function aKeeper(): Keeping {
  const clock = createFakeClock(0);
  const written: number[] = [];
  const keeper = createPictureKeeper({ clock, write: async (_server, takenAtMs) => await Promise.resolve(void written.push(takenAtMs)) });
  return { keeper, clock, written, become: (state) => keeper.sawServers([{ id, address: 'xs1', user: 'root', state }]) };
}

test('however much changes, a picture is written at most every half minute, and not before something has changed', () => {
  const { keeper, clock, written, become } = aKeeper();
  become(live);
  for (let second = 0; second < 95; second += 1) {
    clock.advance(1_000);
    keeper.sawChange(id);
  }
  expect(written).toEqual([30_000, 60_000, 90_000]);
  clock.advance(600_000);
  expect(written).toHaveLength(4);
});

test('at a loss what was last seen is written at once, with the moment of the loss', () => {
  const { keeper, clock, written, become } = aKeeper();
  become(live);
  keeper.sawChange(id);
  clock.advance(20_000);
  become({ is: 'stale', sinceMs: 5_000, why: { kind: 'cancelled' } });
  clock.advance(60_000);
  expect(written).toEqual([5_000]);
});

test('a picture that is not complete yet is never written over one that is', async () => {
  const { keeper, clock, written, become } = aKeeper();
  become({ is: 'connecting', step: 'load' });
  keeper.sawChange(id);
  clock.advance(60_000);
  await keeper.close();
  expect(written).toEqual([]);
});

test('at the end a pool that answers is written once more, for its age', async () => {
  const { keeper, clock, written, become } = aKeeper();
  become(live);
  clock.advance(100_000);
  await keeper.close();
  expect(written).toEqual([100_000, 100_000]);
});

test('a server that is gone is not written any more', async () => {
  const { keeper, clock, written, become } = aKeeper();
  become(live);
  keeper.sawServers([]);
  clock.advance(60_000);
  await keeper.close();
  expect(written).toEqual([]);
});
