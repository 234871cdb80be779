import * as fc from 'fast-check';
import { expect, test } from 'vitest';
import { type CallName, calls } from '#shared/contract/calls.ts';
import { createDispatch, type Handlers } from '#engine/rpc/dispatch.ts';

/** Handlers that only note that they were reached. */
function handlersNoting(reached: string[]): Handlers {
  const entries = Object.keys(calls).map((name) => [name, () => void reached.push(name)]);
  // One for every row, as the loop says.
  return Object.fromEntries(entries) as Handlers;
}

const isTold = (): never => {
  throw new Error('nothing is thrown here');
};

test('no input outside the table reaches a handler', async () => {
  const reached: string[] = [];
  const dispatch = createDispatch(handlersNoting(reached), isTold);
  const names = fc.oneof(fc.constantFrom(...Object.keys(calls)), fc.constantFrom('constructor', '__proto__', 'toString'), fc.string());
  await fc.assert(
    fc.asyncProperty(names, fc.anything(), async (name, input) => {
      reached.length = 0;
      const result = await dispatch(name, input, new AbortController().signal);
      const isValid = Object.hasOwn(calls, name) && calls[name as CallName].input.safeParse(input).success;
      expect(result.ok).toBe(isValid);
      expect(reached).toEqual(isValid ? [name] : []);
    }),
    { numRuns: 2_000 },
  );
});

test('what a handler throws comes back as a failure without its text', async () => {
  const handlers = { ...handlersNoting([]), 'app.about': () => Promise.reject(new Error('inner secret')) };
  const dispatch = createDispatch(handlers, () => ({ kind: 'bug', incident: 'i-1' }));
  expect(await dispatch('app.about', {}, new AbortController().signal)).toEqual({ ok: false, failure: { kind: 'bug', incident: 'i-1' } });
});
