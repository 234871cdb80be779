import { expect, test } from 'vitest';
import type { Problem } from '#shared/domain/rules/problem.ts';
import { reasonsOf } from '#renderer/app/commands/reasons.ts';

const halted: Problem = { rule: 'wrong-power-state', power: 'Halted', needs: ['Running'] };
const template: Problem = { rule: 'is-template' };
const snapshot: Problem = { rule: 'is-snapshot' };

test('one object says everything that stands against it', () => {
  expect(reasonsOf([[halted, { rule: 'no-guest-tools' }]])).toEqual([
    'It is shut down, and would have to be running.',
    'Its guest tools do not answer, so it cannot be asked to do this by itself.',
  ]);
});

test('what is the same for all of them is said once', () => {
  expect(reasonsOf([[halted], [halted]])).toEqual(['It is shut down, and would have to be running.']);
});

test('several objects are counted by what stands first against each, the most frequent first', () => {
  expect(reasonsOf([[template], [halted], [halted, template], [snapshot]])).toEqual([
    '2: It is shut down, and would have to be running.',
    '1: It is a template.',
    '1: It is a snapshot.',
  ]);
});

test('after three reasons the rest is only counted', () => {
  const others: readonly Problem[] = [{ rule: 'is-control-domain' }, { rule: 'task-ended' }];
  expect(reasonsOf([[halted], [halted], [template], [template], [snapshot], [snapshot], ...others.map((problem) => [problem])]).at(-1)).toBe(
    '2 for other reasons.',
  );
});
