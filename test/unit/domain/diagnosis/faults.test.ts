import * as fc from 'fast-check';
import { expect, test } from 'vitest';
import { catalogue } from '#shared/domain/diagnosis/catalogue.ts';
import { diagnose } from '#shared/domain/diagnosis/diagnose.ts';
import type { Diagnosis, DiagnosisInput } from '#shared/domain/diagnosis/diagnosis.ts';
import type { FaultId, Finding } from '#shared/domain/diagnosis/finding.ts';
import { dom0, guest, healthyBelieved, healthySight } from '#test/support/healthy-host.ts';
import { sickHosts } from '#test/support/sick-hosts.ts';
import { anInput, SEEN_AT } from '#test/support/sights.ts';

function findingsOf({ headline, secondary, rest }: Diagnosis): readonly Finding[] {
  return [...(headline === undefined ? [] : [headline]), ...secondary, ...rest];
}

test('a healthy host yields no finding', () => {
  const diagnosis = diagnose(anInput({ sight: healthySight, believed: healthyBelieved }));
  expect(diagnosis).toEqual({
    verdict: { is: 'live', vms: 1 },
    lock: { is: 'locked', because: 'vms-alive' },
    isHaArmed: false,
    secondary: [],
    rest: [],
  });
});

test.each(sickHosts)('$name', ({ input, top, confidence, following = {} }) => {
  const { headline, secondary, rest } = diagnose(input);
  const found = Object.fromEntries([...secondary, ...rest].map(({ fault, follows }) => [fault, follows]));
  expect({ top: headline?.fault, confidence: headline?.confidence, follows: headline?.follows }).toEqual({ top, confidence, follows: undefined });
  expect(found).toMatchObject(following);
  expect(headline?.evidence.length).toBeGreaterThan(0);
});

test('every fault of the catalogue has a host that shows it', () => {
  const ids = Array.from({ length: 45 }, (_, at) => `F${String(at + 1).padStart(2, '0')}` as FaultId);
  expect(catalogue.map(({ id }) => id).toSorted()).toEqual(ids);
  expect([...new Set(sickHosts.flatMap(({ input }) => findingsOf(diagnose(input)).map(({ fault }) => fault)))].toSorted()).toEqual(ids);
  // A host that is gone for good is never the first thing to be said.
  expect([...new Set(sickHosts.map(({ top }) => top))].toSorted()).toEqual(ids.filter((id) => id !== 'F33'));
});

test('every finding shows the very lines it rests on, and offers harmless things first', () => {
  const findings = sickHosts.flatMap(({ input }) => findingsOf(diagnose(input)));
  for (const { fault, evidence, offers } of findings) {
    expect([fault, evidence.every(({ lines }) => lines.length > 0) && evidence.length > 0]).toEqual([fault, true]);
    expect(offers.map((offer) => offer.class)).toEqual(offers.map((offer) => offer.class).toSorted());
  }
});

/** Hosts of the table, shuffled into one another section by section, reached or not, with whatever the power controller says. */
const anyHost = fc
  .record({
    parts: fc.array(fc.constantFrom(...sickHosts.map(({ input }) => input)), { minLength: 1, maxLength: 4 }),
    bmc: fc.constantFrom<DiagnosisInput['bmc']>(
      { is: 'not-asked' },
      { is: 'unreachable' },
      { is: 'on', atMs: SEEN_AT },
      { is: 'off', atMs: SEEN_AT },
    ),
    isReached: fc.boolean(),
    isHaArmed: fc.constantFrom(true, false, undefined),
    ageMs: fc.constantFrom(0, 5000, 600_000),
    guests: fc.constantFrom(0, 1),
  })
  .map(({ parts, bmc, isReached, isHaArmed, ageMs, guests }): DiagnosisInput => {
    const [first = anInput({})] = parts;
    const sight = parts.reduce((seen, part) => ({ ...seen, ...withoutUnasked(part) }), first.sight);
    const ha = { is: 'seen', atMs: SEEN_AT, value: { isArmed: isHaArmed, flags: {}, hasDaemon: true, settings: {}, staticVdis: [] } } as const;
    const domains = { is: 'seen', atMs: SEEN_AT, value: { domains: guests === 0 ? [dom0] : [dom0, guest], by: 'list_domains' } } as const;
    return {
      ...first,
      bmc,
      believed: parts.at(-1)?.believed ?? first.believed,
      nowMs: SEEN_AT + ageMs,
      sight: { ...sight, ha, domains, ...(!isReached && { identity: { is: 'not-asked' }, domains: { is: 'not-asked' } }) },
    };
  });

function withoutUnasked({ sight }: DiagnosisInput): Partial<DiagnosisInput['sight']> {
  return Object.fromEntries(Object.entries(sight).filter(([, { is }]) => is !== 'not-asked'));
}

const NEEDS_NO_GUESTS = ['reset-power-state', 'reset-network', 'unmount-nfs'];
const NEEDS_PROOF = ['declare-dead', 'forget-host'];

test('nothing that can lose data is offered for doing unless the machine itself has shown that it may be', () => {
  fc.assert(
    fc.property(anyHost, (input) => {
      const diagnosis = diagnose(input);
      const doable = findingsOf(diagnosis).flatMap(({ offers }) => offers.filter((offer) => offer.blockedBy.length === 0));
      const grave = doable.filter((offer) => offer.class === 'C3');
      expect(grave.flatMap(({ preconditions }) => preconditions.filter(({ state }) => state !== 'met'))).toEqual([]);
      expect(grave.filter(({ repair }) => NEEDS_NO_GUESTS.includes(repair) && diagnosis.lock.is === 'locked')).toEqual([]);
      expect(grave.filter(({ repair }) => NEEDS_PROOF.includes(repair) && diagnosis.verdict.is !== 'off')).toEqual([]);
      // Restarting the toolstack of an armed host can fence it, and so can it where nobody knows.
      const restarts = doable.filter(({ repair, on }) => on === 'host' && (repair === 'restart-toolstack' || repair === 'start-xapi'));
      expect(restarts.filter(() => diagnosis.isHaArmed !== false)).toEqual([]);
      // What is run on the host itself is run on the right one.
      expect(doable.filter(({ on }) => on === 'host' && diagnosis.verdict.is === 'wrong-host')).toEqual([]);
    }),
    { numRuns: 300 },
  );
});

test('a change of the network can be taken back by itself', () => {
  const offers = sickHosts.flatMap(({ input }) => findingsOf(diagnose(input)).flatMap((finding) => finding.offers));
  const temporary = offers.filter(({ repair }) => repair === 'temporary-address' || repair === 'emergency-management');
  expect(temporary.length).toBeGreaterThan(3);
  // Where management was switched off altogether there is nothing to go back to.
  const cannot = temporary.filter(
    ({ rollback, parameters }) => rollback === undefined && (parameters['was'] !== '' || parameters['prefix'] !== undefined),
  );
  expect(cannot).toEqual([]);
});

const offeredOn = (name: string) =>
  findingsOf(diagnose(sickHosts.find((host) => host.name === name)?.input ?? anInput({})))[0]?.offers.map(({ repair, commands, rollback }) => ({
    repair,
    commands,
    undo: rollback?.commands ?? [],
  }));

test('a card that is switched off is switched on, with its way back armed, and nobody is sent to the cable', () => {
  expect(offeredOn('the card of management is switched off, and says nothing of its link')).toEqual([
    { repair: 'raise-card', commands: ['ip link set dev eth0 up'], undo: ['ip link set dev eth0 down'] },
    {
      repair: 'emergency-management',
      commands: ['xe host-emergency-management-reconfigure interface=xenbr2'],
      undo: ['xe host-emergency-management-reconfigure interface=xenbr0'],
    },
    { repair: 'reset-network', commands: [expect.stringContaining('xe-reset-networking --device=eth2 ')], undo: [] },
  ]);
});

test('a clock is not set by a daemon that does not run: it is started first, and waited for', () => {
  expect(offeredOn('the clock is fast and the time daemon does not run')).toEqual([
    { repair: 'start-time-daemon', commands: ['systemctl start chronyd', 'timeout 70 chronyc waitsync 30 0 0 2', 'chronyc makestep'], undo: [] },
  ]);
});

test('with high availability armed, the restart is refused and its own way is offered', () => {
  const host = sickHosts.find(({ top }) => top === 'F12')?.input ?? anInput({});
  const armed = { is: 'seen', atMs: SEEN_AT, value: { isArmed: true, flags: {}, hasDaemon: true, settings: {}, staticVdis: [] } } as const;
  const offers = findingsOf(diagnose({ ...host, sight: { ...host.sight, ha: armed } })).flatMap((finding) => finding.offers);
  expect(offers.filter(({ repair }) => repair.startsWith('restart-toolstack')).map(({ repair, blockedBy }) => [repair, blockedBy])).toEqual([
    ['restart-toolstack', ['ha-not-armed']],
    ['restart-toolstack-ha', []],
  ]);
});

test('where no way is left, somebody who has looked may vouch for the power being off, and never against the controller', () => {
  const attempts = [
    { route: { kind: 'direct-management', address: '10.20.0.13' }, stage: 'connect', state: 'failed', failure: 'timed-out' },
  ] as const;
  const hosts = withGeneration(healthyBelieved.hosts);
  const believed = { ...healthyBelieved, isMaster: true, master: hosts.find(({ uuid }) => uuid === healthyBelieved.host.uuid), hosts, vms: [] };
  const unseen = { ...anInput({}).sight, identity: { is: 'not-asked' } } as const;
  const word = { atMs: SEEN_AT, by: 'alex', looked: 'stood before it, no light is on' };
  const blocked = (of: Pick<DiagnosisInput, 'bmc' | 'word'>) =>
    findingsOf(diagnose({ ...anInput({ attempts, believed }), ...of, sight: unseen }))
      .flatMap(({ offers }) => offers.filter(({ repair }) => repair === 'promote'))
      .map(({ blockedBy }) => blockedBy.includes('master-proven-off'));
  expect(blocked({ bmc: { is: 'unreachable' } })).toEqual([true]);
  expect(blocked({ bmc: { is: 'unreachable' }, word })).toEqual([false]);
  expect(blocked({ bmc: { is: 'on', atMs: SEEN_AT }, word })).toEqual([true]);
});

test('where a host cannot be asked, a person may answer for the newest database; what is proven needs nobody to answer for it', () => {
  const dying = sickHosts.find(({ top }) => top === 'F25')?.input ?? anInput({});
  const { believed } = dying;
  const promoteBeside = (other: Partial<DiagnosisInput['believed']['hosts'][number]>) => {
    const hosts = [...believed.hosts, { ...believed.host, uuid: 'third', name: 'xcp2', isLive: false, ...other }];
    return findingsOf(diagnose({ ...dying, believed: { ...believed, hosts } }))
      .flatMap(({ offers }) => offers.filter(({ repair }) => repair === 'promote'))
      .map(({ parameters, blockedBy, attestable }) => [parameters['host'], blockedBy.includes('newest-database'), attestable]);
  };
  expect(promoteBeside({})).toContainEqual([believed.host.uuid, false, ['newest-database']]);
  expect(promoteBeside({ dbGeneration: 1 })).toContainEqual([believed.host.uuid, false, undefined]);
  expect(promoteBeside({ isProvenOff: true })).toContainEqual([believed.host.uuid, false, undefined]);
  // The one whose copy is newer is proposed instead.
  expect(promoteBeside({ dbGeneration: 9_999_999_999 })).toContainEqual(['third', false, undefined]);
});

function withGeneration(hosts: DiagnosisInput['believed']['hosts']) {
  return hosts.map((host) => ({ ...host, dbGeneration: 7 }));
}
