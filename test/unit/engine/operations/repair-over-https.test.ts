import { expect, test } from 'vitest';
import { NetError } from '#engine/net/net-error.ts';
import type { HostShell } from '#engine/operations/host-shell.ts';
import type { Doing } from '#engine/operations/verb.ts';
import { repairOverHttps } from '#engine/operations/verbs/host/repair-over-https.ts';
import { XapiError } from '#engine/xapi/xapi-error.ts';
import type { Believed } from '#shared/domain/diagnosis/believed.ts';
import type { DiagnosisInput } from '#shared/domain/diagnosis/diagnosis.ts';
import { emptySight } from '#shared/domain/diagnosis/empty-sight.ts';
import type { Attested, RepairId } from '#shared/domain/diagnosis/offer.ts';
import type { HostRef } from '#shared/domain/inventory/watched.ts';
import { callLine, httpsOffers, type ToolstackWord } from '#shared/domain/repairs/https-repairs.ts';
import { createFakeClock } from '#test/support/fake-clock.ts';
import { healthyBelieved } from '#test/support/healthy-host.ts';
import { anInventory } from '#test/support/inventories.ts';
import { anInput } from '#test/support/sights.ts';

const refused = [{ route: { kind: 'direct-management', address: '10.20.0.13' }, stage: 'connect', state: 'failed', failure: 'refused' }] as const;
const emergency: ToolstackWord = { address: '10.99.0.13', says: { is: 'emergency', code: 'HOST_MASTER_CANNOT_TALK_BACK' } };
const { host, hosts } = healthyBelieved;

function dark(believed: Partial<Believed> = {}): DiagnosisInput {
  return { ...anInput({ attempts: refused }), sight: emptySight, believed: { ...healthyBelieved, host: { ...host, isLive: false }, ...believed } };
}

/** Its master is proven to be off, and there is no other member. */
const [masterOfAll] = hosts;
const deadMaster = { ...(masterOfAll ?? host), isLive: false, isProvenOff: true, saysRole: undefined };
const orphaned = dark({ master: deadMaster, hosts: [deadMaster, { ...host, isLive: false }] });
const well: ToolstackWord = { address: '10.99.0.11', says: { is: 'healthy' } };
const darkMaster = dark({ isMaster: true, host: { ...host, ref: 'OpaqueRef:m', isLive: false } });
const third = { ...host, uuid: 'third', name: 'xcp2' };

const blockedOf = (input: DiagnosisInput, word: ToolstackWord | undefined) =>
  Object.fromEntries(httpsOffers(input, word).map(({ repair, blockedBy }) => [repair, blockedBy]));

test('of a host whose SSH is closed its toolstack is offered what needs no shell, with what stands in its way', () => {
  expect(blockedOf(dark(), emergency)).toEqual({
    'point-to-master': [],
    'emergency-management': [],
    'disable-tls-checks': [],
    'reset-certificate': [],
  });
  expect(blockedOf(dark({ isHaEnabled: true }), emergency)).toMatchObject({
    'point-to-master': ['ha-not-armed'],
    'emergency-disable-ha': ['master-disarmed', 'other-hosts-quiet'],
  });
  expect(blockedOf(dark(), { ...emergency, says: { is: 'untrusted' } })).toEqual({ 'point-to-master': ['certificate-known'] });
  expect(blockedOf(orphaned, emergency)).toMatchObject({ promote: [], 'point-to-master': ['master-known'] });
  const gone = { ...deadMaster, isProvenOff: undefined };
  expect(blockedOf(dark({ master: gone, hosts: [gone, third] }), emergency)).toMatchObject({ promote: ['master-proven-off'] });
});

test('an old picture does not keep what a pool without its master needs from being offered', () => {
  const [live = host] = hosts;
  const old = { asOfMs: dark().nowMs - 600_000, host: { ...host, isLive: true }, master: { ...live, isLive: true } };
  expect(blockedOf(dark({ ...old, hosts: [live, third] }), emergency)).toMatchObject({
    'point-to-master': ['master-known'],
    promote: ['master-proven-off'],
  });
  expect(blockedOf(dark({ ...old, master: deadMaster, hosts: [deadMaster] }), emergency)).toMatchObject({ promote: [] });
});

/** Another member is there, and what is on its disk nobody has seen. */
const unsure = dark({ master: deadMaster, hosts: [deadMaster, { ...host, isLive: false }, third] });

test('how new a copy of the database is nothing shows over HTTPS: a person answers for that, and for nothing else', async () => {
  const [offer] = httpsOffers(unsure, emergency).filter(({ repair }) => repair === 'promote');
  expect([offer?.blockedBy, offer?.attestable]).toEqual([[], ['newest-database']]);
  expect(httpsOffers(orphaned, emergency).find(({ repair }) => repair === 'promote')).not.toHaveProperty('attestable');
  const unsaid = await carriedOut('promote', { input: unsure });
  expect(unsaid.end).toMatchObject({ reason: { problems: [{ rule: 'not-proven', condition: 'newest-database' }] } });
  expect(unsaid.called).toEqual([]);
  const attested = { conditions: ['newest-database', 'master-proven-off'], reason: 'xcp2 has been away since Monday' } as const;
  expect(await carriedOut('promote', { input: unsure, attested })).toMatchObject({
    end: 'done',
    called: ['pool.emergency_transition_to_master()', 'pool.recover_slaves()'],
  });
  const gone = { ...deadMaster, isProvenOff: undefined };
  const mayRun = await carriedOut('promote', { input: dark({ master: gone, hosts: [gone, third] }), attested });
  expect(mayRun.end).toMatchObject({ reason: { problems: [{ rule: 'not-proven', condition: 'master-proven-off' }] } });
});

test('only a master that is well is offered to start its toolstack anew, and not while high availability could take that amiss', () => {
  expect(blockedOf(darkMaster, well)).toEqual({ 'restart-toolstack': [] });
  expect(blockedOf({ ...darkMaster, believed: { ...darkMaster.believed, isHaEnabled: true } }, well)).toMatchObject({
    'restart-toolstack': ['ha-not-armed'],
  });
  expect(blockedOf(dark(), well)).toEqual({ 'point-to-master': [] });
});

test('a host that its pool has, that is reached, or whose toolstack is silent is offered nothing of it', () => {
  expect(httpsOffers(dark({ host: { ...host, isLive: true } }), emergency)).toEqual([]);
  expect(httpsOffers({ ...dark(), sight: anInput({}).sight }, emergency)).toEqual([]);
  expect(httpsOffers(dark(), undefined)).toEqual([]);
});

interface Answers {
  readonly input: DiagnosisInput;
  readonly says?: readonly ToolstackWord['says'][];
  /** How often the new master is not ready yet. */
  readonly notYet?: number;
  /** The answer to the first call is lost. */
  readonly isCutOff?: true;
  /** What it says of its start, one after the other. */
  readonly starts?: readonly string[];
  readonly word?: ToolstackWord;
  readonly attested?: Attested;
}

async function carriedOut(repair: RepairId, { input, says = [emergency.says, { is: 'healthy' }], notYet = 0, ...more }: Answers) {
  const { word = emergency, attested } = more;
  const starts = [...(more.starts ?? [])];
  const said = [...says];
  const called: string[] = [];
  const steps: string[] = [];
  let refusals = notYet;
  const shell: Partial<HostShell> = {
    input: () => input,
    proveOff: async () => await Promise.resolve(true),
    toolstack: () => ({
      word,
      says: async () => await Promise.resolve((said.length > 1 ? said.shift() : said[0]) ?? emergency.says),
      async call(calls) {
        await Promise.resolve();
        if (calls[0]?.call === 'host.get_other_config') {
          // Nobody answers while it starts.
          if (starts.length === 1) throw new NetError({ kind: 'unreachable', address: 'x', why: starts.pop() === undefined ? 'closed' : 'refused' });
          return [{ agent_start_time: starts.shift() ?? '200.' }];
        }
        if (calls.some(({ as }) => as === 'master') && refusals > 0) {
          refusals -= 1;
          throw refusals % 2 === 0 ? new XapiError('HOST_STILL_BOOTING', []) : new NetError({ kind: 'unreachable', address: 'x', why: 'refused' });
        }
        called.push(...calls.map(callLine));
        if (more.isCutOff === true) throw new NetError({ kind: 'unreachable', address: 'x', why: 'closed' });
        return [];
      },
    }),
  };
  const clock = createFakeClock();
  const doing: Partial<Doing> = {
    clock,
    pool: { inventory: () => anInventory({ pool: 'p', hosts: { h: {} } }) } as unknown as Doing['pool'],
    cancelling: AbortSignal.any([]),
    closing: AbortSignal.any([]),
    async step(name, work) {
      steps.push(name);
      return await work();
    },
    tooLateToCancel: () => undefined,
  };
  const parameters = httpsOffers(input, word).find((offer) => offer.repair === repair)?.parameters ?? {};
  const request = { kind: 'host.repair', server: 's', host: 'h' as HostRef, fault: 'F45', repair, parameters, over: 'https', attested } as const;
  // What the verb is lent of the host and the runner is all it asks for.
  const verb = repairOverHttps(request, () => shell as HostShell);
  const over = { is: false };
  const work = verb
    .run(doing as Doing)
    .then(
      () => 'done' as const,
      (error: unknown) => error,
    )
    .finally(() => {
      over.is = true;
    });
  for (let rounds = 0; !over.is && rounds < 5000; rounds += 1) {
    await Promise.resolve();
    if (rounds % 20 === 19) clock.advance(5_000);
  }
  return { end: await work, called, steps, promised: verb.steps.slice(1), left: verb.left(undefined as never, []) };
}

test('a member is told its master by its own toolstack, and that counts once the pool has it back', async () => {
  const made = await carriedOut('point-to-master', { input: dark() });
  expect(made).toMatchObject({ end: 'done', called: ['pool.emergency_reset_master("10.20.0.11")'] });
  expect(made.steps).toEqual(made.promised);
});

test('a member is promoted, and gathers the others once it is ready for that', async () => {
  const made = await carriedOut('promote', { input: orphaned, notYet: 3 });
  expect(made.end).toBe('done');
  expect(made.called).toEqual(['pool.emergency_transition_to_master()', 'pool.recover_slaves()']);
  expect(made.steps).toEqual(['prove-off', 'prove-certificate', 'call-toolstack', 'call-master', 'await-toolstack']);
});

test('a machine that shows another certificate a moment before is told nothing', async () => {
  const made = await carriedOut('point-to-master', { input: dark(), says: [{ is: 'untrusted' }] });
  expect(made.end).toMatchObject({ reason: { problems: [{ rule: 'not-proven', condition: 'certificate-known' }] } });
  expect([made.called, made.left]).toEqual([[], []]);
});

test('a master that may still run is not replaced, whoever asks', async () => {
  const gone = { ...deadMaster, isProvenOff: undefined };
  const made = await carriedOut('promote', { input: dark({ master: gone, hosts: [gone, third] }) });
  expect(made.end).toMatchObject({
    reason: {
      problems: [
        { rule: 'not-proven', condition: 'master-proven-off' },
        { rule: 'not-proven', condition: 'newest-database' },
      ],
    },
  });
  expect(made.called).toEqual([]);
});

test('a certificate counts as reset once another one is shown, even where the answer was lost with the connection', async () => {
  const made = await carriedOut('reset-certificate', { input: dark(), says: [emergency.says, emergency.says, { is: 'untrusted' }], isCutOff: true });
  expect(made).toMatchObject({ end: 'done', called: ['host.emergency_reset_server_certificate()'] });
  const kept = await carriedOut('reset-certificate', { input: dark(), says: [emergency.says] });
  expect(kept.end).toMatchObject({ reason: { kind: 'not-confirmed' } });
});

test('a master has started anew once it says so itself, and a lost answer of any other call is a failure', async () => {
  const made = await carriedOut('restart-toolstack', { input: darkMaster, word: well, says: [well.says], starts: ['100.', 'silent'] });
  expect(made).toMatchObject({ end: 'done', called: ['host.restart_agent("OpaqueRef:m")'] });
  expect(made.steps).toEqual(made.promised);
  const lost = await carriedOut('point-to-master', { input: dark(), isCutOff: true });
  expect(lost.end).toMatchObject({ reason: { kind: 'unreachable', why: 'closed' } });
  expect(lost.left).toEqual([{ is: 'lines-run', lines: lost.called }]);
});

test('a toolstack that does not get well is said not to have', async () => {
  const made = await carriedOut('promote', { input: orphaned, says: [emergency.says] });
  expect(made.end).toMatchObject({ reason: { kind: 'not-confirmed' } });
  expect(made.left).toEqual([{ is: 'lines-run', lines: made.called }]);
});
