import * as fc from 'fast-check';
import { expect, test } from 'vitest';
import { attemptWords } from '#shared/domain/diagnosis/attempt-words.ts';
import type { BmcWord } from '#shared/domain/diagnosis/believed.ts';
import type { Diagnosis, DiagnosisInput } from '#shared/domain/diagnosis/diagnosis.ts';
import { emptySight } from '#shared/domain/diagnosis/empty-sight.ts';
import { isWordWhole, wordProblem } from '#shared/domain/diagnosis/power-proof.ts';
import type { Domain, Domains } from '#shared/domain/diagnosis/sight-machine.ts';
import { lockOf, verdictOf } from '#shared/domain/diagnosis/verdict.ts';
import type { Attempt } from '#shared/domain/routes/attempt.ts';
import type { RouteCandidate } from '#shared/domain/routes/candidate.ts';
import { anIdentity, anInput, believedMember, SEEN_AT } from '#test/support/sights.ts';

const dom0: Domain = { id: 0, state: 'running', line: '0 | dom0' };
const guest: Domain = { id: 12, state: 'blocked', line: '12 | web' };
const listed = (...domains: Domain[]): Domains => ({ domains: [dom0, ...domains], by: 'list_domains' });
const unreached = { ...anInput({}), sight: emptySight };
const off: BmcWord = { is: 'off', atMs: SEEN_AT, sinceMs: 7 };
const word = { atMs: SEEN_AT, by: 'alex', looked: 'its lights are out, and so is its socket' };
const isOff = { is: 'off', atMs: SEEN_AT, sinceMs: 7, by: 'bmc' } as const;
const live = { ...believedMember, host: { ...believedMember.host, isLive: true } };

const one = { route: { kind: 'direct-management', address: '10.20.0.13' }, stage: 'connect', state: 'failed' } as const;
function tried(failure: string) {
  return { attempts: [{ ...one, failure }], bmc: { is: 'not-asked' }, nowMs: SEEN_AT } as const;
}

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
  ['not reached, power off', { ...unreached, bmc: off }, isOff, { is: 'open' }],
  [
    'not reached, power was off some minutes ago',
    { ...unreached, bmc: off, nowMs: SEEN_AT + 130_000 },
    { is: 'unknown', because: 'bmc-not-asked' },
    { is: 'locked', because: 'not-proven-off' },
  ],
  ['seen before, power off since', anInput({ bmc: { ...off, atMs: SEEN_AT + 1 } }), { ...isOff, atMs: SEEN_AT + 1 }, { is: 'open' }],
  ['somebody has looked', { ...unreached, word }, { is: 'off', atMs: SEEN_AT, sinceMs: SEEN_AT, by: 'person' }, { is: 'open' }],
  [
    'somebody has looked, and its controller knows better',
    { ...unreached, word, bmc: { is: 'on', atMs: SEEN_AT } },
    { is: 'unknown', because: 'power-is-on' },
    { is: 'locked', because: 'not-proven-off' },
  ],
  [
    'somebody looked two hours ago',
    { ...unreached, word, nowMs: SEEN_AT + 7_200_000 },
    { is: 'unknown', because: 'bmc-not-asked' },
    { is: 'locked', because: 'not-proven-off' },
  ],
  [
    'somebody has looked, and it talks since',
    anInput({ word: { ...word, atMs: SEEN_AT - 1 }, sight: { domains: listed(guest) } }),
    { is: 'isolated', vms: 1 },
    { is: 'locked', because: 'vms-alive' },
  ],
  [
    'its controller does not let us in',
    { ...unreached, bmc: { is: 'refused' } },
    { is: 'unknown', because: 'bmc-refused' },
    { is: 'locked', because: 'not-proven-off' },
  ],
  [
    'not reached, power on',
    { ...unreached, bmc: { is: 'on', atMs: SEEN_AT } },
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
  const bmcs = fc.constantFrom<BmcWord>(off, { is: 'on', atMs: SEEN_AT }, { is: 'unreachable' }, { is: 'not-asked' });
  fc.assert(
    fc.property(domains, bmcs, fc.boolean(), (guests, bmc, isLive) => {
      const believed = { ...believedMember, host: { ...believedMember.host, isLive } };
      const isAlive = guests.some(({ id, state }) => id > 0 && state !== 'dying');
      expect(lockOf(anInput({ believed, bmc, sight: { domains: listed(...guests) } })).is).toBe(isAlive ? 'locked' : 'open');
      expect(lockOf({ ...unreached, bmc }).is).toBe(bmc.is === 'off' ? 'open' : 'locked');
    }),
  );
});

test.each<[string, Parameters<typeof wordProblem>[0], ReturnType<typeof wordProblem>]>([
  ['nothing has been tried', { attempts: [], bmc: { is: 'not-asked' }, nowMs: SEEN_AT }, 'searching'],
  ['nothing answers', tried('timed-out'), undefined],
  ['its port refuses', tried('refused'), 'answers'],
  ['it shows another key', tried('host-key-changed'), 'answers'],
  ['a way is still under way', { ...tried('timed-out'), attempts: [...tried('timed-out').attempts, { ...one, state: 'running' }] }, 'searching'],
  ['its controller says that it is on', { ...tried('timed-out'), bmc: { is: 'on', atMs: SEEN_AT } }, 'power-is-on'],
])('somebody may vouch for it or not: %s', (_case, input, problem) => {
  expect(wordProblem(input)).toBe(problem);
});

test('a word counts with the name of the host and with what was looked at', () => {
  expect(isWordWhole({ typedName: 'xcp3', looked: 'no light at all, plug is out' }, 'xcp3')).toBe(true);
  expect(isWordWhole({ typedName: 'xcp2', looked: 'no light at all, plug is out' }, 'xcp3')).toBe(false);
  expect(isWordWhole({ typedName: 'xcp3', looked: 'off' }, 'xcp3')).toBe(false);
});
