import { createEngine } from '#engine/engine.ts';
import type { ServerId } from '#shared/contract/calls/server-calls.ts';
import { joinCells } from '#shared/domain/joining/join-table.ts';
import type { JoinSide } from '#shared/domain/joining/side.ts';
import { addPlainPool } from '#simulator/scenarios/plain-pool.ts';
import { buildScenario } from '#simulator/scenarios/scenario.ts';
import { certificateOf } from '#simulator/xapi-server/tls/certificate.ts';
import { DEFAULT_LOGIN } from '#simulator/world/build/start-pool.ts';
import { serveWorld } from '#simulator/xapi-server/server.ts';

const CANDIDATES = 16;
const LATENCY_MS = 20;

export interface SixteenCandidates {
  /** Asks the pool and every candidate, and judges each. */
  readonly once: () => Promise<undefined>;
  readonly close: () => Promise<void>;
}

/** A pool and sixteen lone hosts, every one 20 ms away, all connected. */
export async function sixteenCandidates(): Promise<SixteenCandidates> {
  const world = await buildScenario({
    name: 'sixteen-candidates',
    description: '',
    build(stage) {
      addPlainPool(stage, { name: 'target', hostPrefix: 'target', hostCount: 2, addressPrefix: '10.30.0', vmCount: 20 });
      for (let number = 0; number < CANDIDATES; number += 1) {
        const addressPrefix = `10.31.${number * 2}`;
        addPlainPool(stage, { name: '', hostPrefix: `lone-${number}`, hostCount: 1, addressPrefix, storage: 'none', vmCount: 0 });
      }
    },
  });
  const served = await serveWorld(world, { handlers: {}, addresses: 'loopback', clock: { is: 'live', speed: 1 } });
  const engine = newEngine();
  const servers: ServerId[] = [];
  const pins = world.hosts.map((host) => ({ address: served.urlOf(host).replace('https://', ''), fingerprint: certificateOf(host).sha256 }));
  for (const { master } of world.pools) {
    const address = served.urlOf(master).replace('https://', '');
    const result = await engine.dispatch('server.connect', { ...DEFAULT_LOGIN, address, pins }, new AbortController().signal);
    if (!result.ok) throw new Error(JSON.stringify(result.failure));
    servers.push((result.value as { readonly server: ServerId }).server);
  }
  for (const host of world.hosts) host.link.latencyMs = LATENCY_MS;
  served.refresh();

  async function look(server: ServerId): Promise<JoinSide> {
    const result = await engine.dispatch('joining.look', { server }, new AbortController().signal);
    if (!result.ok) throw new Error(JSON.stringify(result.failure));
    return (result.value as { readonly side: JoinSide }).side;
  }

  return {
    async once() {
      const [pool, ...hosts] = await Promise.all(servers.map(look));
      if (pool === undefined || hosts.length !== CANDIDATES) throw new Error('not everybody has answered');
      const cells = hosts.flatMap((host) => joinCells({ host, pool, joining: CANDIDATES, nowMs: Date.now() }));
      if (cells.length === 0) throw new Error('nothing was judged');
      return undefined;
    },
    async close() {
      await engine.close();
      await served.close();
    },
  };
}

function newEngine() {
  let ids = 0;
  return createEngine({
    clock: {
      now: () => Date.now(),
      after(delayMs, run) {
        const timer = setTimeout(run, delayMs);
        return { cancel: () => clearTimeout(timer) };
      },
    },
    random: { id: () => `id-${(ids += 1)}` },
    log: { info: () => undefined, warn: (event, fields) => void process.stderr.write(`${event} ${JSON.stringify(fields)}\n`) },
    version: 'bench',
    person: 'bench',
    // Nothing is saved: no folder is ever made and no password kept.
    paths: { data: 'unused' },
    vault: {
      lock: undefined,
      state: () => Promise.resolve({ is: 'locked' }),
      store: () => Promise.resolve(),
      read: () => Promise.resolve(undefined),
      remove: () => Promise.resolve(),
    },
    demo: undefined,
  });
}
