import type { CurveSource } from './curve-rrd.ts';
import { diskSources, diskTraffic, networkSources } from './disk-sources.ts';
import { chance, clamp, follow, loadCurve, remembered, wander, type Curve } from './load-curve.ts';
import { constant, gauge, rate, scaled, seriesSeed, share } from './source-kinds.ts';

const KIB = 1024;
const BUSY_NETWORK_BYTES = 40 * 1024 * 1024;

export interface VmFacts {
  readonly uuid: string;
  readonly vcpus: number;
  readonly memoryBytes: number;
  readonly targetBytes: number;
  /** Whether something inside the guest reports how much memory it uses. */
  readonly hasAgent: boolean;
  /** Device numbers of its network cards and names of its disks. */
  readonly cards: readonly string[];
  readonly disks: readonly string[];
}

export function vmSources(vm: VmFacts): readonly CurveSource[] {
  const load = remembered(loadCurve(seriesSeed(vm.uuid, 'load')));
  return [
    ...processorSources(vm, load),
    ...memorySources(vm, load),
    ...vm.cards.flatMap((device) => networkSources(`vif_${device}`, cardTraffic(vm.uuid, device, load))),
    ...vm.disks.flatMap((device) => vmDiskSources(vm.uuid, device, load)),
    ...runStateSources(load),
  ];
}

function processorSources(vm: VmFacts, load: Curve): readonly CurveSource[] {
  const each = Array.from({ length: vm.vcpus }, (_, number) => share(`cpu${number}`, follow(load, seriesSeed(vm.uuid, `cpu${number}`), 0.35)));
  return [...each, share('cpu_usage', load)];
}

function memorySources(vm: VmFacts, load: Curve): readonly CurveSource[] {
  const seed = seriesSeed(vm.uuid, 'memory');
  const usual = 0.25 + 0.4 * chance(seed, 1);
  const freeShare: Curve = (timeSec) => clamp(usual - 0.25 * load(timeSec) + 0.05 * wander(seed, timeSec, 1800), 0.04, 0.9);
  return [
    gauge('memory', constant(vm.memoryBytes)),
    gauge('memory_target', constant(vm.targetBytes)),
    ...(vm.hasAgent ? [gauge('memory_internal_free', scaled(freeShare, vm.memoryBytes / KIB))] : []),
  ];
}

function cardTraffic(uuid: string, device: string, load: Curve): { receive: Curve; send: Curve } {
  const seed = seriesSeed(uuid, `vif${device}`);
  const size = 0.01 + chance(seed, 1) ** 3;
  return {
    receive: scaled(follow(load, seed + 1, 0.7), BUSY_NETWORK_BYTES * size),
    send: scaled(follow(load, seed + 2, 0.7), 0.6 * BUSY_NETWORK_BYTES * size),
  };
}

function vmDiskSources(uuid: string, device: string, load: Curve): readonly CurveSource[] {
  const traffic = diskTraffic(uuid, device, load);
  return [
    rate(`vbd_${device}_read`, traffic.read),
    rate(`vbd_${device}_write`, traffic.write),
    ...diskSources(traffic, (measure) => `vbd_${device}_${measure}`),
    gauge(`vbd_${device}_avgqu_sz`, scaled(traffic.write, 1 / (64 * 1024 * 1024))),
  ];
}

/** How the processors of the domain spend their time; the shares add up to one. */
function runStateSources(load: Curve): readonly CurveSource[] {
  return [
    share('runstate_fullrun', scaled(load, 0.7)),
    share('runstate_full_contention', constant(0)),
    share('runstate_concurrency_hazard', scaled(load, 0.02)),
    share('runstate_blocked', (timeSec) => 1 - load(timeSec)),
    share('runstate_partial_run', scaled(load, 0.26)),
    share('runstate_partial_contention', scaled(load, 0.02)),
  ];
}
