import { expect, test } from 'vitest';
import type { HostRef } from '#shared/domain/inventory/watched.ts';
import type { RouteCandidate, RouteKind } from '#shared/domain/routes/candidate.ts';
import { doubtAbout, type Fortune, sortOf } from '#shared/domain/routes/fortune.ts';

const NOW_MS = 3_600_000;
const MINUTE_MS = 60_000;

function aWay(kind: RouteKind, of: { readonly network?: string; readonly address?: string } = {}): RouteCandidate {
  const via = kind === 'jump' ? ({ is: 'member', host: 'm' as HostRef, name: 'm' } as const) : undefined;
  return { id: kind, kind, address: '10.0.0.4', port: 22, score: 0, because: [], network: 'management', ...(via !== undefined && { via }), ...of };
}

function after(way: RouteCandidate, what: Fortune['what'], agoMs = MINUTE_MS): ReadonlyMap<string, Fortune> {
  return new Map([[sortOf(way), { what, atMs: NOW_MS - agoMs }]]);
}

test('a way whose like has just led to another host is likely, one whose like has hung is doubtful', () => {
  const way = aWay('jump', { network: 'storage' });
  expect(doubtAbout(way, after(aWay('jump', { network: 'storage', address: '10.0.0.9' }), 'answered'), NOW_MS)).toBe(-1);
  expect(doubtAbout(way, after(aWay('jump', { network: 'storage', address: '10.0.0.9' }), 'hung'), NOW_MS)).toBe(1);
  expect(doubtAbout(way, new Map(), NOW_MS)).toBe(0);
});

test('another kind of way and another network say nothing of it', () => {
  const way = aWay('jump', { network: 'storage' });
  expect(doubtAbout(way, after(aWay('direct-secondary', { network: 'storage' }), 'hung'), NOW_MS)).toBe(0);
  expect(doubtAbout(way, after(aWay('jump', { network: 'backup' }), 'hung'), NOW_MS)).toBe(0);
});

test('over a member into a management network that is silent to us is doubtful, unless that has worked', () => {
  const silent = after(aWay('direct-management'), 'hung');
  expect(doubtAbout(aWay('jump'), silent, NOW_MS)).toBe(1);
  expect(doubtAbout(aWay('jump', { network: 'storage' }), silent, NOW_MS)).toBe(0);
  expect(doubtAbout(aWay('jump'), new Map([...silent, ...after(aWay('jump'), 'answered')]), NOW_MS)).toBe(-1);
});

test('what came of it long ago counts no more', () => {
  const way = aWay('direct-management');
  expect(doubtAbout(way, after(way, 'hung', 11 * MINUTE_MS), NOW_MS)).toBe(0);
});

test('addresses that only a person knows are judged each by itself', () => {
  const { network: _none, ...typed } = aWay('direct-secondary');
  expect(doubtAbout(typed, after(typed, 'hung'), NOW_MS)).toBe(1);
  expect(doubtAbout({ ...typed, address: '10.0.0.5' }, after(typed, 'hung'), NOW_MS)).toBe(0);
});
