import * as fc from 'fast-check';
import { expect, test } from 'vitest';
import { isSuspicious, livenessOf } from '#shared/domain/liveness/liveness.ts';
import type { PoolWitness, ProbeWitness } from '#shared/domain/liveness/witness.ts';

const NOW = 1_000_000_000;
const says = (word: Partial<PoolWitness>): PoolWitness => ({ isLive: true, isEnabled: true, asOfMs: NOW, ...word });
const saw = (sight: Partial<ProbeWitness>): ProbeWitness => ({
  atMs: NOW,
  https: 'open',
  ssh: 'open',
  tls: 'trusted',
  toolstack: { is: 'lets-in' },
  ...sight,
});
const gone: Partial<ProbeWitness> = { https: 'silent', ssh: 'silent', tls: 'not-tried', toolstack: { is: 'not-asked' } };
const member: ProbeWitness['toolstack'] = { is: 'refuses', code: 'HOST_IS_SLAVE', parameters: ['10.0.0.1'] };

test.each([
  ['the pool says so a moment ago', says({}), undefined, { is: 'live', because: 'pool-says-so' }],
  ['a lost pool said so, and the host answers as a member', says({ asOfMs: 0 }), saw({ toolstack: member }), { is: 'live', because: 'answers-us' }],
  ['the pool has lost it and it answers us', says({ isLive: false }), saw({}), { is: 'suspect', because: 'pool-has-lost-it' }],
  ['the pool has lost it and nobody has knocked yet', says({ isLive: false }), undefined, { is: 'suspect', because: 'pool-has-lost-it' }],
  ['only we cannot reach it', says({}), saw(gone), { is: 'suspect', because: 'only-the-pool-reaches-it' }],
  [
    'SSH answers and the toolstack does not',
    says({ isLive: false }),
    saw({ ...gone, ssh: 'open' }),
    { is: 'suspect', because: 'toolstack-does-not-answer' },
  ],
  ['nobody reaches it', says({ isLive: false }), saw(gone), { is: 'dark', because: 'nobody-reaches-it' }],
  ['the pool is lost and the host is silent', says({ asOfMs: 0 }), saw(gone), { is: 'dark', because: 'nobody-reaches-it' }],
  ['the pool is lost and our own network is too', says({ asOfMs: 0 }), saw({ ...gone, https: 'no-way' }), { is: 'suspect', because: 'nobody-knows' }],
  ['all that was known is old', says({ asOfMs: 0 }), saw({ atMs: 0 }), { is: 'suspect', because: 'nobody-knows' }],
] as const)('when %s', (_case, pool, probe, expected) => {
  expect(livenessOf({ pool, probe }, NOW)).toEqual(expected);
});

test('a host is never dark on the word of the pool alone, nor live against it', () => {
  const pools = fc.record({ isLive: fc.boolean(), isEnabled: fc.boolean(), asOfMs: fc.integer({ min: 0, max: NOW }) });
  const ports = fc.constantFrom('open', 'refused', 'silent', 'no-way');
  const probes = fc.record({
    atMs: fc.integer({ min: 0, max: NOW }),
    https: ports,
    ssh: ports,
    tls: fc.constantFrom('trusted', 'untrusted', 'failed', 'not-tried'),
    toolstack: fc.constantFrom<ProbeWitness['toolstack']>({ is: 'lets-in' }, { is: 'silent' }, { is: 'not-xapi' }, { is: 'not-asked' }, member),
  });
  fc.assert(
    fc.property(pools, fc.option(probes, { nil: undefined }), (pool, probe) => {
      const { is } = livenessOf({ pool, probe }, NOW);
      expect(is === 'dark' && probe === undefined).toBe(false);
      expect(is === 'live' && !pool.isLive && pool.asOfMs === NOW).toBe(false);
    }),
  );
});

test('a probe is worth its while as soon as the pool does not call the host live, and as long as the last one denies it', () => {
  expect([says({}), says({ isLive: false }), says({ asOfMs: 0 })].map((pool) => isSuspicious({ pool }, NOW))).toEqual([false, true, true]);
  const silent = { atMs: NOW, https: 'silent', ssh: 'silent', tls: 'not-tried', toolstack: { is: 'not-asked' } } as const;
  expect(isSuspicious({ pool: says({}), probe: silent }, NOW)).toBe(true);
  expect(
    isSuspicious({ pool: says({}), probe: { ...silent, https: 'open', toolstack: { is: 'refuses', code: 'HOST_IS_SLAVE', parameters: [] } } }, NOW),
  ).toBe(false);
});
