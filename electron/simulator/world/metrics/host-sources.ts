import type { CurveSource } from './curve-rrd.ts';
import { diskSources, diskTraffic, networkSources } from './disk-sources.ts';
import { chance, follow, loadCurve, remembered, wander, type Curve } from './load-curve.ts';
import { constant, gauge, scaled, seriesSeed, share, sum } from './source-kinds.ts';

const KIB = 1024;
const BUSY_NETWORK_BYTES = 90 * 1024 * 1024;
/** What the control domain takes of the processors with no VM running. */
const IDLE_SHARE = 0.04;

export interface HostFacts {
  readonly uuid: string;
  readonly cpus: number;
  readonly memoryBytes: number;
  readonly freeBytes: number;
  /** Devices of its physical network cards and bonds. */
  readonly cards: readonly string[];
  /** Storage repositories plugged here. */
  readonly repositories: readonly string[];
  readonly domains: number;
  /** Processors of all running domains. */
  readonly vcpus: number;
}

export function hostSources(host: HostFacts): readonly CurveSource[] {
  const load = hostLoad(host);
  const cards = host.cards.map((device) => ({ device, ...cardTraffic(host.uuid, device, load) }));
  return [
    ...memorySources(host),
    ...toolstackSources(host.uuid),
    gauge('loadavg', scaled(load, 1.6)),
    ...processorSources(host, load),
    ...cards.flatMap(({ device, ...traffic }) => networkSources(`pif_${device}`, traffic)),
    gauge('pif_aggr_rx', sum(cards.map(({ receive }) => receive))),
    gauge('pif_aggr_tx', sum(cards.map(({ send }) => send))),
    gauge('hostload', scaled(load, host.cpus)),
    gauge('running_vcpus', constant(host.vcpus)),
    gauge('running_domains', constant(host.domains)),
    gauge('Tapdisks_in_low_memory_mode', constant(0)),
    ...host.repositories.flatMap((sr) => repositorySources(host.uuid, sr, load)),
  ];
}

/** A host is as busy as its VMs let it be: many virtual processors make its days steeper. */
function hostLoad(host: HostFacts): Curve {
  const own = loadCurve(seriesSeed(host.uuid, 'load'));
  const occupied = Math.min(1, host.vcpus / Math.max(1, host.cpus));
  return remembered((timeSec) => Math.min(0.99, IDLE_SHARE + (1 - IDLE_SHARE) * occupied * own(timeSec)));
}

function processorSources(host: HostFacts, load: Curve): readonly CurveSource[] {
  const each = Array.from({ length: host.cpus }, (_, number) => share(`cpu${number}`, follow(load, seriesSeed(host.uuid, `cpu${number}`), 0.4)));
  return [...each, share('cpu_avg', load)];
}

function memorySources(host: HostFacts): readonly CurveSource[] {
  return [
    gauge('memory_total_kib', constant(host.memoryBytes / KIB)),
    gauge('memory_free_kib', constant(host.freeBytes / KIB)),
    gauge('memory_reclaimed', constant(0)),
    gauge('memory_reclaimed_max', constant(0)),
  ];
}

function toolstackSources(uuid: string): readonly CurveSource[] {
  const seed = seriesSeed(uuid, 'toolstack');
  const usage: Curve = (timeSec) => 210_000 + 18_000 * wander(seed, timeSec, 1200);
  return [
    gauge('xapi_memory_usage_kib', usage),
    gauge('xapi_allocation_kib', scaled(usage, 0.5)),
    gauge('xapi_free_memory_kib', (timeSec) => 21_000 + 9000 * wander(seed + 1, timeSec, 300)),
    gauge('xapi_live_memory_kib', (timeSec) => 84_000 + 11_000 * wander(seed + 2, timeSec, 300)),
  ];
}

function cardTraffic(uuid: string, device: string, load: Curve): { receive: Curve; send: Curve } {
  const seed = seriesSeed(uuid, `pif_${device}`);
  const size = 0.05 + chance(seed, 1) ** 2;
  return {
    receive: scaled(follow(load, seed + 1, 0.6), BUSY_NETWORK_BYTES * size),
    send: scaled(follow(load, seed + 2, 0.6), BUSY_NETWORK_BYTES * size),
  };
}

/** Named by the first eight digits of the repository's uuid. */
function repositorySources(uuid: string, sr: string, load: Curve): readonly CurveSource[] {
  return diskSources(diskTraffic(uuid, sr, load), (measure) => `${measure}_${sr.slice(0, 8)}`);
}
