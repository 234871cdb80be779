import { expect, test } from 'vitest';
import type { TreeItem } from '#shared/domain/tree/items.ts';
import { emptyHistory, type History, step, visit } from '#renderer/state/history.ts';

const item = (server: string): TreeItem => ({ is: 'server', server });

function visited(...names: readonly string[]): History {
  return names.reduce((history, name) => visit(history, item(name)), emptyHistory);
}

const always = (): boolean => true;

test('staying where one is makes no step', () => {
  expect(visited('a', 'a', 'b', 'b')).toEqual({ visited: [item('a'), item('b')], at: 1 });
});

test('going somewhere else drops what lay ahead', () => {
  const back = step(visited('a', 'b', 'c'), -1, always) ?? emptyHistory;
  expect(visit(back, item('d'))).toEqual({ visited: [item('a'), item('b'), item('d')], at: 2 });
});

test('what is gone is stepped over, and past the ends there is nothing', () => {
  const history = visited('a', 'b', 'c');
  expect(step(history, -1, (there) => there.server !== 'b')?.at).toBe(0);
  expect(step(history, 1, always)).toBeUndefined();
  expect(step(history, -1, () => false)).toBeUndefined();
});

test('only so many steps are kept', () => {
  const names = Array.from({ length: 150 }, (_, index) => `s${index}`);
  const history = visited(...names);
  expect([history.visited.length, history.at, history.visited[0]]).toEqual([100, 99, item('s50')]);
});
