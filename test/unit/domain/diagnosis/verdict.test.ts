import * as fc from 'fast-check';
import { expect, test } from 'vitest';
import { attemptWords } from '#shared/domain/diagnosis/attempt-words.ts';
import type { BmcWord } from '#shared/domain/diagnosis/believed.ts';
import type { Diagnosis, DiagnosisInput } from '#shared/domain/diagnosis/diagnosis.ts';
import { emptySight } from '#shared/domain/diagnosis/empty-sight.ts';
import type { Domain, Domains } from '#shared/domain/diagnosis/sight-machine.ts';
import { lockOf, verdictOf } from '#shared/domain/diagnosis/verdict.ts';
import type { Attempt } from '#shared/domain/routes/attempt.ts';
import type { RouteCandidate } from '#shared/domain/routes/candidate.ts';
import { anIdentity, anInput, believedMember, SEEN_AT } from '#test/support/sights.ts';

const dom0: Domain = { id: 0, state: 'running', line: '0 | dom0' };
const guest: Domain = { id: 12, state: 'blocked', line: '12 | web' };
const listed = (...domains: Domain[]): Domains => ({ domains: [dom0, ...domains], by: 'list_domains' });
const unreached = { ...anInput({}), sight: emptySight };
const off: BmcWord = { is: 'off', atMs: 7 };
const live = { ...believedMember, host: { ...believedMember.host, isLive: true } };

test.each<[string, DiagnosisInput, Diagnosis['verdict'], Diagnosis['lock']]>([
  ['reached, with guests', anInput({ sight: { domains: listed(guest) } }), { is: 'isolated', vms: 1 }, { is: 'locked', because: 'vms-alive' }],
  ['reached, nothing runs', anInput({ sight: { domains: listed() } }), { is: 'vms-down' }, { is: 'open' }],
  ['reached, a guest on its way out', anInput({ sight: { domains: listed({ ...guest, state: 'dying' }) } }), { is: 'vms-down' }, { is: 'open' }],
  [
    'nothing ran there some time ago',
    anInput({ sight: { domains: listed() }, nowMs: SEEN_AT + 600_000 }),
    { is: 'reached' },
    { is: 'locked', because: 'not-proven-off' },
  ],
  ['reached, not asked yet', anInput({}), { is: 'reached' }, { is: 'locked', because: 'not-proven-off' }],
  ['a live host', anInput({ believed: live, sight: { domains: listed(guest) } }), { is: 'live', vms: 1 }, { is: 'locked', because: 'vms-alive' }],
  [
    'another machine',
    anInput({ sight: { identity: { ...anIdentity, hostUuid: 'other' }, domains: listed() } }),
    { is: 'wrong-host' },
    { is: 'locked', because: 'wrong-host' },
  ],
  ['not reached, power off', { ...unreached, bmc: off }, { is: 'off', atMs: 7 }, { is: 'open' }],
  [
    'not reached, power on',
    { ...unreached, bmc: { is: 'on', atMs: 7 } },
    { is: 'unknown', because: 'power-is-on' },
    { is: 'locked', because: 'not-proven-off' },
  ],
  [
    'not reached, controller silent',
    { ...unreached, bmc: { is: 'unreachable' } },
    { is: 'unknown', because: 'bmc-unreachable' },
    { is: 'locked', because: 'not-proven-off' },
  ],
  ['nothing known', unreached, { is: 'unknown', because: 'bmc-not-asked' }, { is: 'locked', because: 'not-proven-off' }],
  [
    'routes under way',
    { ...unreached, attempts: [{ route: { kind: 'direct-management', address: '10.20.0.13' }, stage: 'connect', state: 'running' }] },
    { is: 'searching' },
    { is: 'locked', because: 'not-proven-off' },
  ],
])('%s', (_case, input, verdict, lock) => {
  expect({ verdict: verdictOf(input), lock: lockOf(input) }).toEqual({ verdict, lock });
});

test('what was tried counts by how far it came, and a way to the power controller is none to the host', () => {
  const candidate = (id: string, kind: RouteCandidate['kind']): RouteCandidate => ({
    id,
    kind,
    address: '10.20.0.13',
    port: 22,
    score: 1,
    because: [],
  });
  const attempt = (route: string, more: Partial<Attempt>): Attempt => ({
    route,
    startedAtMs: 1,
    stage: 'connect',
    state: 'running',
    passed: [],
    ...more,
  });
  const words = attemptWords(
    [
      attempt('a', { state: 'failed', failure: { is: 'refused' } }),
      attempt('b', { stage: 'run', state: 'in-use' }),
      attempt('c', {}),
      attempt('gone', {}),
    ],
    [candidate('a', 'direct-management'), candidate('b', 'jump'), candidate('c', 'bmc')],
  );
  expect(words).toEqual([
    { route: { kind: 'direct-management', address: '10.20.0.13' }, stage: 'connect', state: 'failed', failure: 'refused' },
    { route: { kind: 'jump', address: '10.20.0.13' }, stage: 'run', state: 'done', failure: undefined },
  ]);
});

test('a power controller that does not answer proves nothing, and a guest seen alive locks whatever else is said', () => {
  const states = fc.constantFrom<Domain['state']>('running', 'blocked', 'paused', 'shut-down', 'crashed', 'dying', 'unknown');
  const domains = fc.array(fc.record({ id: fc.nat(20), state: states, line: fc.constant('') }));
  const bmcs = fc.constantFrom<BmcWord>(off, { is: 'on', atMs: 1 }, { is: 'unreachable' }, { is: 'not-asked' });
  fc.assert(
    fc.property(domains, bmcs, fc.boolean(), (guests, bmc, isLive) => {
      const believed = { ...believedMember, host: { ...believedMember.host, isLive } };
      const isAlive = guests.some(({ id, state }) => id > 0 && state !== 'dying');
      expect(lockOf(anInput({ believed, bmc, sight: { domains: listed(...guests) } })).is).toBe(isAlive ? 'locked' : 'open');
      expect(lockOf({ ...unreached, bmc }).is).toBe(bmc.is === 'off' ? 'open' : 'locked');
    }),
  );
});
