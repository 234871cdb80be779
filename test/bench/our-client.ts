import type { Engine } from '#engine/engine.ts';
import type { ServerId } from '#shared/contract/calls/server-calls.ts';
import type { EngineEvent } from '#shared/contract/events.ts';
import { type WatchedClass, watchedClasses, xapiClass } from '#shared/domain/inventory/watched.ts';
import { type HeardResult, serveOrders, type SyncResult } from './client.ts';
import type { FleetAddress } from './fleet.ts';
import { newEngine } from './our-engine.ts';
import { type CpuGauge, startCpuGauge, startGauges } from './gauges.ts';

// Our engine in a process of its own, driven through its dispatcher as a window would.
const skeleton: readonly WatchedClass[] = ['pool', 'host', 'hostMetrics', 'sr', 'network'];
/** A window's view: it only counts what it is told. */
class Listener {
  readonly renamed: [string, number][] = [];
  skeletonMs: number | undefined;
  firstTreeMs: number | undefined;
  readonly #seen = new Map<WatchedClass, Set<string>>(watchedClasses.map((name) => [name, new Set()]));
  readonly #lastMs = new Map<WatchedClass, number>();

  hear(event: EngineEvent): void {
    if (event.topic !== 'pools') return;
    const { delta } = event.payload;
    for (const name of watchedClasses) this.#count(name, delta[name] ?? {});
    for (const { name = '' } of Object.values(delta.vm?.set ?? {})) {
      if (name.startsWith('change-')) this.renamed.push([name, performance.timeOrigin + performance.now()]);
    }
  }

  #count(name: WatchedClass, { set = {}, gone = [] }: { readonly set?: object; readonly gone?: readonly string[] }): void {
    const refs = Object.keys(set);
    if (refs.length > 0) this.#notice(name);
    const seen = this.#seen.get(name);
    for (const ref of refs) seen?.add(ref);
    for (const ref of gone) seen?.delete(ref);
  }

  /** A stage is over when the next one's first object appears, and was complete with its own last. */
  #notice(name: WatchedClass): void {
    if (name === 'vm') this.skeletonMs ??= this.#last(skeleton);
    else if (!skeleton.includes(name)) this.firstTreeMs ??= this.#last(['vm']);
    this.#lastMs.set(name, performance.now());
  }

  #last(classes: readonly WatchedClass[]): number {
    return Math.max(...classes.map((name) => this.#lastMs.get(name) ?? Number.NaN));
  }

  counts(): Record<string, number> {
    return Object.fromEntries([...this.#seen].map(([name, refs]) => [xapiClass[name], refs.size]));
  }

  forget(): void {
    for (const refs of this.#seen.values()) refs.clear();
  }
}

async function connect(engine: Engine, { url, fingerprint, user, password }: FleetAddress): Promise<ServerId> {
  const address = url.replace('https://', '');
  const result = await engine.dispatch('server.connect', { address, user, password, pins: [{ address, fingerprint }] }, new AbortController().signal);
  if (!result.ok) throw new Error(JSON.stringify(result.failure));
  return (result.value as { server: ServerId }).server;
}

async function sync(address: FleetAddress): Promise<SyncResult> {
  const engine = newEngine();
  const gauges = startGauges();
  const listener = new Listener();
  engine.events.listen((event) => listener.hear(event));
  const startMs = performance.now();
  const server = await connect(engine, address);
  const completeMs = performance.now() - startMs;
  const result = {
    skeletonMs: (listener.skeletonMs ?? Number.NaN) - startMs,
    firstTreeMs: (listener.firstTreeMs ?? Number.NaN) - startMs,
    completeMs,
    stallMs: gauges.stallMs(),
    cpuMs: gauges.cpuMs(),
    connections: gauges.connections(),
    counts: listener.counts(),
  };
  // The window's own memory is not the engine's.
  listener.forget();
  const heapBytes = await gauges.heapGrowth();
  await engine.dispatch('server.disconnect', { server }, new AbortController().signal);
  await engine.close();
  return { ...result, heapBytes };
}

let watching: { listener: Listener; cpu: CpuGauge } | undefined;

async function watch(address: FleetAddress): Promise<void> {
  const engine = newEngine();
  const listener = new Listener();
  engine.events.listen((event) => listener.hear(event));
  await connect(engine, address);
  watching = { listener, cpu: startCpuGauge() };
}

function heard(): HeardResult {
  if (watching === undefined) throw new Error('not watching');
  const { listener, cpu } = watching;
  const renamed = listener.renamed.splice(0);
  const cpuMs = cpu.cpuMs();
  watching = { listener, cpu: startCpuGauge() };
  return { renamed, cpuMs, counts: listener.counts() };
}

serveOrders({ sync, watch, heard });
