import { expect, test } from 'vitest';
import { rungNames, rungOf, triedRoutes, workingCards } from '#renderer/features/recovery/route-ladder.ts';
import { routeMapOf } from '#renderer/features/recovery/route-map.ts';
import { someRoutes } from '#test/support/investigations.ts';

const tried = triedRoutes(someRoutes.routes, someRoutes.attempts);

test('each attempt shows how far up the ladder it came', () => {
  const ladder = tried.map(({ route, attempt }) => [route.id, ...rungNames.map((rung) => rungOf(attempt, rung))]);
  expect(ladder).toEqual([
    ['direct', 'failed', 'not-yet', 'not-yet', 'not-yet'],
    ['storage', 'failed', 'not-yet', 'not-yet', 'not-yet'],
    ['via2', 'passed', 'passed', 'passed', 'passed'],
    ['via1', 'passed', 'passed', 'not-yet', 'not-yet'],
    ['local', 'failed', 'not-yet', 'not-yet', 'not-yet'],
    ['bmc', 'not-yet', 'not-yet', 'not-yet', 'not-yet'],
  ]);
});

test('two ways over one card count as one card', () => {
  expect(workingCards(tried)).toBe(1);
});

test('the map ends each way at its card, draws the one in use, and says where the others stop', () => {
  const { ways, ports } = routeMapOf(tried, someRoutes.active);
  expect(ways.map(({ key, state, over, broke }) => [key, state, over, broke])).toEqual([
    ['direct', 'failed', undefined, 'after'],
    ['local', 'failed', 'xs-par-02', 'after'],
    ['storage', 'failed', undefined, 'before'],
    ['via2', 'in-use', 'xs-par-02', undefined],
    ['via1', 'works', 'xs-par-01', undefined],
  ]);
  expect(ports.map(({ name, state }) => [name, state])).toEqual([
    ['eth0', 'down'],
    ['eth2', 'up'],
  ]);
  expect(ways.every(({ portY }) => ports.some(({ y }) => y === portY))).toBe(true);
});

test('without a way nothing is drawn but the two ends', () => {
  expect(routeMapOf([], undefined)).toMatchObject({ ways: [], ports: [] });
});
