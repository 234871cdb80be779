import { systemClock } from '#hosting/system-ports.ts';
import type { ServerId } from '#shared/contract/calls/server-calls.ts';
import type { Investigation } from '#shared/contract/recovery-schema.ts';
import type { Finding } from '#shared/domain/diagnosis/finding.ts';
import type { Offer } from '#shared/domain/diagnosis/offer.ts';
import type { HostRef } from '#shared/domain/inventory/watched.ts';
import type { RequestOf } from '#shared/domain/operations/request.ts';
import { scenarioNamed } from '#simulator/scenarios/registry.ts';
import { buildScenario } from '#simulator/scenarios/scenario.ts';
import { serveControlled } from '#simulator/serve-controlled.ts';
import type { SimHost, World } from '#simulator/world/world.ts';
import { asDemo } from '#test/support/as-demo.ts';
import { aTestEngine, type TestEngine } from '#test/support/test-engine.ts';

/** One host of a scenario under investigation, as its page would have it. */
export interface RecoveredHost extends AsyncDisposable {
  readonly engine: TestEngine;
  readonly at: { readonly server: ServerId; readonly host: HostRef };
  /** Confirms whatever key is asked about, until this is so. */
  until(isSo: (view: Investigation) => boolean): Promise<Investigation>;
  /** What is offered in the last view, whatever finding it belongs to. */
  offers(view: Investigation): readonly { readonly finding: Finding; readonly offer: Offer }[];
  /** Something is changed in the world by hand. */
  inWorld(change: (it: { readonly world: World; readonly host: SimHost }) => void): Promise<void>;
  /** Starts it and waits for its end. */
  carryOut(request: Omit<RequestOf<'host.repair'>, 'kind' | 'server' | 'host'>): Promise<unknown>;
}

export async function aRecoveredHost(scenario: string, name: string): Promise<RecoveredHost> {
  const world = await buildScenario(scenarioNamed(scenario), { startMs: Date.now() });
  const centre = await serveControlled(world, {});
  const engine = aTestEngine({ demo: asDemo(async () => await Promise.resolve(centre)), clock: systemClock });
  const opened = await engine.call('demo.open', {});
  if (!opened.ok) throw new Error(JSON.stringify(opened.failure));
  const at = hostNamed(engine, name);
  const answered = new Set<string>();
  await engine.call('recovery.open', at);
  let operations = 0;

  async function until(isSo: (view: Investigation) => boolean): Promise<Investigation> {
    for (;;) {
      const from = engine.said.length;
      const isNews = (view: Investigation): boolean => isSo(view) || (view.question !== undefined && !answered.has(view.question.id));
      const last = engine.said.findLast((event) => event.topic === 'recovery');
      const event =
        last?.topic === 'recovery' && isNews(last.payload)
          ? last
          : await engine.heard((said) => said.topic === 'recovery' && engine.said.indexOf(said) >= from && isNews(said.payload));
      if (event.topic !== 'recovery') throw new Error('heard something else');
      if (isSo(event.payload)) return event.payload;
      const { question } = event.payload;
      if (question === undefined) continue;
      answered.add(question.id);
      await engine.call('recovery.answer', { ...at, question: question.id, answer: { is: 'accept-key' } });
    }
  }

  return {
    engine,
    at,
    until,
    offers({ diagnosis: { headline, secondary, rest } }) {
      const findings = [...(headline === undefined ? [] : [headline]), ...secondary, ...rest];
      return findings.flatMap((finding) => finding.offers.map((offer) => ({ finding, offer })));
    },
    async inWorld(change) {
      const host = world.hosts.find((each) => each.name === name);
      if (host === undefined) throw new Error(`no host ${name}`);
      change({ world, host });
      await centre.takeEffect();
    },
    async carryOut(request) {
      const started = await engine.call('operation.start', {
        id: `repair-${(operations += 1)}`,
        requests: [{ kind: 'host.repair', ...at, ...request }],
      });
      const [id] = started.ok ? started.value.operations : [];
      const ended = await engine.heard(
        (event) =>
          event.topic === 'operations' &&
          event.payload.changed.some((operation) => operation.id === id && operation.state.is !== 'running' && operation.state.is !== 'waiting'),
      );
      return ended.topic === 'operations' ? ended.payload.changed.find((operation) => operation.id === id)?.state : undefined;
    },
    async [Symbol.asyncDispose]() {
      await engine[Symbol.asyncDispose]();
    },
  };
}

export function hostNamed(engine: TestEngine, name: string): { readonly server: ServerId; readonly host: HostRef } {
  for (const event of engine.said) {
    if (event.topic !== 'pools') continue;
    const found = Object.entries(event.payload.delta.host?.set ?? {}).find(([, host]) => host.name === name);
    // Keys of a delta of hosts are their references.
    if (found !== undefined) return { server: event.payload.server, host: found[0] as HostRef };
  }
  throw new Error(`no host ${name}`);
}
