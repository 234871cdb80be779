import { expect, test } from 'vitest';
import type { Investigation } from '#shared/contract/recovery-schema.ts';
import type { Finding } from '#shared/domain/diagnosis/finding.ts';
import type { Offer } from '#shared/domain/diagnosis/offer.ts';
import type { HostRef } from '#shared/domain/inventory/watched.ts';
import { hostNamed } from '#simulator/scenarios/plain-pool.ts';
import { scenarioNamed } from '#simulator/scenarios/registry.ts';
import { buildScenario } from '#simulator/scenarios/scenario.ts';
import { serveDataCentre } from '#simulator/serve-data-centre.ts';
import { runCommand } from '#simulator/world/faults/commands.ts';
import { losePower } from '#simulator/world/machine.ts';
import type { Requested } from '#shared/contract/request-schema.ts';
import { isNow, PACE, serverOf, timePasses } from '#test/support/passing-time.ts';
import { aTestEngine } from '#test/support/test-engine.ts';

/** Whatever a picture says of a host counts for two minutes. */
const PICTURE_IS_OLD_MS = 125_000;

/** Hosts that sign each other's handshakes on a machine that has other things to do. */
const PATIENCE_MS = 180_000;

/** Hosts whose own addresses lead to them, with SSH, in an engine whose time is the test's. */
async function aDataCentre() {
  const world = await buildScenario(scenarioNamed('three-hosts-nfs'), { startMs: Date.now() });
  const served = await serveDataCentre(world, { speed: PACE });
  const { hosts, user, password, addresses, close } = served;
  const engine = aTestEngine({
    demo: {
      start: async () =>
        await Promise.resolve({
          servers: hosts.filter(({ master }) => master).map(({ address, fingerprint }) => ({ address, user, password, fingerprint })),
          routes: [...hosts.map(({ address, url }) => ({ address, leadsTo: url })), ...addresses],
          close,
        }),
    },
  });
  await engine.call('demo.open', {});
  await timePasses(engine, isNow(engine, 'live'));
  const server = serverOf(engine)?.id;
  if (server === undefined) throw new RangeError('nothing is connected');
  const answered = new Set<string>();
  const answers: Promise<unknown>[] = [];
  let batches = 0;

  const at = (name: string) => ({ server, host: hostNamed(world, name).ref as HostRef });

  function latest(name: string): Investigation | undefined {
    const { host } = at(name);
    const said = engine.said.findLast((event) => event.topic === 'recovery' && event.payload.host === host);
    return said?.topic === 'recovery' ? said.payload : undefined;
  }

  return {
    world,
    engine,
    at,
    takeEffect: async () => await served.takeEffect(),
    /** Whatever key is shown is accepted. */
    async until(name: string, isSo: (view: Investigation) => boolean): Promise<Investigation> {
      await timePasses(engine, () => {
        const view = latest(name);
        const id = view?.question?.id;
        if (id !== undefined && !answered.has(id)) {
          answered.add(id);
          answers.push(engine.call('recovery.answer', { ...at(name), question: id, answer: { is: 'accept-key' } }));
        }
        return view !== undefined && isSo(view);
      });
      const view = latest(name);
      if (view === undefined) throw new RangeError(`nobody looks for ${name}`);
      return view;
    },
    async done(request: Requested): Promise<unknown> {
      const started = await engine.call('operation.start', { id: `batch-${(batches += 1)}`, requests: [request] });
      const [id] = started.ok ? started.value.operations : [];
      const now = () =>
        engine.said.flatMap((event) => (event.topic === 'operations' ? event.payload.changed : [])).findLast((operation) => operation.id === id);
      await timePasses(engine, () => !['waiting', 'running'].includes(now()?.state.is ?? 'waiting'));
      return now()?.state;
    },
    async [Symbol.asyncDispose]() {
      await Promise.all(answers);
      await engine[Symbol.asyncDispose]();
      await close();
    },
  };
}

function offersIn({ diagnosis: { headline, secondary, rest } }: Investigation): readonly { readonly finding: Finding; readonly offer: Offer }[] {
  const findings = [...(headline === undefined ? [] : [headline]), ...secondary, ...rest];
  return findings.flatMap((finding) => finding.offers.map((offer) => ({ finding, offer })));
}

test(
  'without high availability a member is promoted once the master is proven off, the others follow it, and so does the window',
  async () => {
    await using centre = await aDataCentre();
    const { world, engine, at } = centre;
    losePower(hostNamed(world, 'nfs-1'));
    await centre.takeEffect();
    await timePasses(engine, isNow(engine, 'stale'));

    // Somebody has looked at the dead one, which is the proof; nothing is promoted before.
    await engine.call('recovery.open', at('nfs-2'));
    await engine.call('recovery.open', at('nfs-1'));
    await centre.until('nfs-1', ({ wordProblem }) => wordProblem === undefined);
    const unproven = await centre.until('nfs-1', (view) => offersIn(view).some(({ offer }) => offer.repair === 'promote'));
    expect(offersIn(unproven).find(({ offer }) => offer.repair === 'promote')?.offer.blockedBy).toContain('master-proven-off');
    const said = await engine.call('recovery.say-off', { ...at('nfs-1'), typedName: 'nfs-1', looked: 'rack B4 unit 20, both power cords are out' });
    expect(said).toEqual({ ok: true, value: {} });
    const off = await centre.until('nfs-1', ({ diagnosis }) => diagnosis.verdict.is === 'off');
    // Nobody is there to be asked to reset, start or declare anything.
    const asksPool = offersIn(off).filter(({ offer }) => offer.on === 'master');
    expect(asksPool.filter(({ offer }) => offer.blockedBy.length === 0)).toEqual([]);

    const isPromotable = ({ offer }: { readonly offer: Offer }) => offer.repair === 'promote' && offer.blockedBy.length === 0;
    const view = await centre.until('nfs-2', (now) => offersIn(now).some(isPromotable));
    const found = offersIn(view).find(isPromotable);
    if (found === undefined) throw new RangeError('nobody is promoted');
    const { fault } = found.finding;
    expect(await centre.done({ kind: 'host.repair', ...at('nfs-2'), fault, repair: 'promote', parameters: found.offer.parameters })).toEqual({
      is: 'done',
    });
    await timePasses(engine, isNow(engine, 'live'));
    expect(hostNamed(world, 'nfs-3').role).toEqual({ is: 'slave', masterAddress: '10.2.0.12' });
  },
  PATIENCE_MS,
);

test(
  'the toolstack of a master whose SSH is off is restarted over its storage address, and by no other certificate than its own',
  async () => {
    await using centre = await aDataCentre();
    const { world, engine, at } = centre;
    const master = hostNamed(world, 'nfs-1');
    runCommand(world, 'pull-cable', ['nfs-1', 'management']);
    runCommand(world, 'ssh', ['nfs-1', 'off']);
    runCommand(world, 'enter-storage-network', ['nfs-1', 'on']);
    await centre.takeEffect();
    await timePasses(engine, isNow(engine, 'stale'));
    engine.clock.advance(PICTURE_IS_OLD_MS);
    await engine.call('recovery.open', at('nfs-1'));
    const isRestart = ({ repair }: Offer) => repair === 'restart-toolstack';
    const view = await centre.until('nfs-1', ({ overHttps }) => overHttps?.some(isRestart) === true);
    expect(view.toolstack).toMatchObject({ address: '10.2.1.11', says: { is: 'healthy' } });
    const offer = view.overHttps?.find(isRestart);
    expect([offer?.commands, offer?.blockedBy]).toEqual([[`host.restart_agent("${at('nfs-1').host}")`], []]);
    const before = master.dom0.xapiStartedMs;
    const repair = {
      kind: 'host.repair',
      ...at('nfs-1'),
      fault: 'F45',
      repair: 'restart-toolstack',
      parameters: offer?.parameters ?? {},
      over: 'https',
    } as const;
    expect(await centre.done(repair)).toEqual({ is: 'done' });
    expect(master.dom0.xapiStartedMs).toBeGreaterThan(before);

    // Another machine, or a new installation: nothing is sent to it any more.
    runCommand(world, 'replace-certificate', ['nfs-1']);
    const again = master.dom0.xapiStartedMs;
    expect(await centre.done(repair)).toMatchObject({ failure: { kind: 'precheck', problems: [{ condition: 'certificate-known' }] } });
    expect(master.dom0.xapiStartedMs).toBe(again);
  },
  PATIENCE_MS,
);
