import { expect, test } from 'vitest';
import { createDeltaFrames, type DeltaFrames } from '#engine/rpc/delta-frames.ts';
import type { ServerId } from '#shared/contract/calls/server-calls.ts';
import type { Delta } from '#shared/domain/inventory/inventory.ts';
import { createFakeClock, type FakeClock } from '#test/support/fake-clock.ts';

const [here, there] = ['here', 'there'] as [ServerId, ServerId];

function someFrames(): { clock: FakeClock; frames: DeltaFrames; told: [ServerId, Delta][] } {
  const clock = createFakeClock();
  const told: [ServerId, Delta][] = [];
  return { clock, told, frames: createDeltaFrames({ clock, tell: (server, delta) => void told.push([server, delta]) }) };
}

function renamed(name: string): Delta {
  return { vm: { set: { web: { name } } } };
}

/** So many machines at once. */
function many(count: number): Delta {
  return { vm: { set: Object.fromEntries(Array.from({ length: count }, (_, index) => [`vm-${index}`, { name: `vm-${index}` }])) } };
}

test('after quiet a change is told at once, and those of the next 50 ms together', () => {
  const { clock, frames, told } = someFrames();
  frames.add(here, renamed('one'));
  expect(told).toEqual([[here, renamed('one')]]);
  clock.advance(10);
  frames.add(here, renamed('two'));
  clock.advance(39);
  frames.add(here, renamed('three'));
  expect(told).toHaveLength(1);
  clock.advance(1);
  expect(told.slice(1)).toEqual([[here, renamed('three')]]);
});

test('a busy pool is told of once in 50 ms, however long it is busy, and a quiet one has no clock', () => {
  const { clock, frames, told } = someFrames();
  for (let ms = 0; ms < 1_000; ms += 10) {
    frames.add(here, renamed(`at ${ms}`));
    clock.advance(10);
  }
  expect(told).toHaveLength(21);
  clock.advance(50);
  expect(clock.pending()).toBe(0);
});

test('pools do not wait for each other', () => {
  const { frames, told } = someFrames();
  frames.add(here, renamed('one'));
  frames.add(there, renamed('two'));
  expect(told.map(([server]) => server)).toEqual([here, there]);
});

test('a long change does not wait, and neither does what came before it', () => {
  const { frames, told } = someFrames();
  frames.add(here, renamed('one'));
  frames.add(here, renamed('two'));
  frames.add(here, many(500));
  frames.add(here, many(300));
  frames.add(here, { host: many(300).vm ?? {} } as Delta);
  expect(told.slice(1)).toEqual([
    [here, renamed('two')],
    [here, many(500)],
    [here, { ...many(300), host: many(300).vm }],
  ]);
});

test('what waits is told when somebody needs to know, and once only', () => {
  const { clock, frames, told } = someFrames();
  frames.add(here, renamed('one'));
  frames.add(here, renamed('two'));
  frames.flush();
  expect(told.slice(1)).toEqual([[here, renamed('two')]]);
  clock.advance(50);
  expect(told).toHaveLength(2);
});

test('closed it leaves no clock behind', () => {
  const { clock, frames } = someFrames();
  frames.add(here, renamed('one'));
  frames.close();
  expect(clock.pending()).toBe(0);
});
