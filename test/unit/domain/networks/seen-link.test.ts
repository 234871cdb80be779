import { expect, test } from 'vitest';
import type { CardsWord } from '#shared/domain/networks/cards-word.ts';
import { seenLink } from '#shared/domain/networks/seen-link.ts';
import { aRecord } from '#test/support/inventories.ts';

const metrics = aRecord('pifMetrics', { hasCarrier: true, speed: 10_000, isFullDuplex: true });
const word: CardsWord = {
  is: 'said',
  atMs: 5,
  cards: [{ device: 'eth0', hasLink: false }, { device: 'eth1' }, { device: 'eth2', hasLink: true, speedMbit: 1_000, isFullDuplex: false }],
};

test.each([
  ['what the pool hears now goes before what the host said when it was asked', { isNow: true, word }, { by: 'pool', isNow: true, is: 'up' }],
  ['of a host the pool does not hear from its own word counts', { isNow: false, word }, { by: 'ssh', atMs: 5, is: 'down', speedMbit: 0 }],
  ['without a word of its own the last known is told as such', { isNow: false, word: undefined }, { by: 'pool', isNow: false, is: 'up' }],
  ['a host nobody gets to does not hide what was known', { isNow: false, word: { is: 'no-way' } as const }, { by: 'pool', is: 'up' }],
  ['a card that is switched off says nothing of its link', { isNow: false, word, device: 'eth1' }, { by: 'ssh', is: 'off' }],
  ['a card the host does not name is gone', { isNow: false, word, device: 'eth9' }, { by: 'ssh', is: 'gone' }],
  ['speed and duplex are those it says', { isNow: false, word, device: 'eth2' }, { is: 'up', speedMbit: 1_000, isFullDuplex: false }],
  ['a card the pool knows nothing of is not known', { isNow: true, word, metrics: undefined }, { by: 'pool', is: 'unknown' }],
])('%s', (_what, given, expected) => {
  expect(seenLink({ device: 'eth0', metrics, ...given })).toMatchObject(expected);
});
