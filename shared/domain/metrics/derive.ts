import type { HostFigures, HostPoint, HostReport, VmFigures } from './figures.ts';
import type { Updates, UpdatesRow } from './parse-updates.ts';

const KIB = 1024;

/** What is summed up of one machine's sources while they are read. */
interface Sums {
  cpu: number;
  cpus: number;
  overall: number | undefined;
  memory: number | undefined;
  freeKib: number | undefined;
  totalKib: number | undefined;
  diskRead: number | undefined;
  diskWrite: number | undefined;
  networkIn: number | undefined;
  networkOut: number | undefined;
}

type Counter = 'diskRead' | 'diskWrite' | 'networkIn' | 'networkOut';
type Single = 'memory' | 'freeKib' | 'totalKib' | 'overall';

const singles: Readonly<Record<string, Single>> = {
  memory: 'memory',
  memory_internal_free: 'freeKib',
  memory_free_kib: 'freeKib',
  memory_total_kib: 'totalKib',
  cpu_usage: 'overall',
  cpu_avg: 'overall',
};

/** Only the devices themselves: throughput, latency and operations of the same device have longer names. */
const counters: readonly (readonly [RegExp, Counter])[] = [
  [/^vbd_[^_]+_read$/, 'diskRead'],
  [/^vbd_[^_]+_write$/, 'diskWrite'],
  [/^vif_\d+_rx$/, 'networkIn'],
  [/^vif_\d+_tx$/, 'networkOut'],
  [/^pif_aggr_rx$/, 'networkIn'],
  [/^pif_aggr_tx$/, 'networkOut'],
];
const PROCESSOR = /^cpu\d+$/;

/** What a host's answer says of it and of the VMs on it. */
export function reportOf(updates: Updates, atMs: number): HostReport {
  const host = noSums();
  const vms = new Map<string, Sums>();
  for (const { owner, uuid, source, value } of updates.readings) {
    if (owner === 'sr') continue;
    const sums = owner === 'host' ? host : (vms.get(uuid) ?? noSums());
    if (owner === 'vm') vms.set(uuid, sums);
    add(sums, source, value);
  }
  const guests = [...vms].map(([uuid, sums]) => [uuid, vmFigures(sums)] as const);
  return { atMs, host: hostFigures(host, [...vms.values()]), vms: Object.fromEntries(guests) };
}

/** What the host itself did, row by row. */
export function pointsOf(rows: readonly UpdatesRow[]): readonly HostPoint[] {
  return rows.map(({ atSec, readings }) => ({ atMs: atSec * 1000, host: reportOf({ endSec: atSec, readings }, atSec * 1000).host }));
}

function noSums(): Sums {
  const nothing = { overall: undefined, memory: undefined, freeKib: undefined, totalKib: undefined };
  return { cpu: 0, cpus: 0, ...nothing, diskRead: undefined, diskWrite: undefined, networkIn: undefined, networkOut: undefined };
}

function add(sums: Sums, source: string, value: number): void {
  const single = singles[source];
  if (single !== undefined) sums[single] = value;
  else if (PROCESSOR.test(source)) {
    sums.cpu += value;
    sums.cpus += 1;
  } else {
    const counter = counters.find(([pattern]) => pattern.test(source))?.[1];
    if (counter !== undefined) sums[counter] = (sums[counter] ?? 0) + value;
  }
}

function vmFigures(sums: Sums): VmFigures {
  const { memory, freeKib } = sums;
  return known({
    ...trafficOf(sums),
    cpu: cpuOf(sums),
    memoryTotal: memory,
    memoryUsed: memory === undefined || freeKib === undefined ? undefined : Math.max(0, memory - freeKib * KIB),
  });
}

function hostFigures(sums: Sums, vms: readonly Sums[]): HostFigures {
  const { totalKib, freeKib } = sums;
  return known({
    ...trafficOf(sums),
    diskRead: totalOf(vms.map(({ diskRead }) => diskRead)),
    diskWrite: totalOf(vms.map(({ diskWrite }) => diskWrite)),
    cpu: cpuOf(sums),
    memoryTotal: totalKib === undefined ? undefined : totalKib * KIB,
    memoryUsed: totalKib === undefined || freeKib === undefined ? undefined : (totalKib - freeKib) * KIB,
  });
}

function trafficOf({ diskRead, diskWrite, networkIn, networkOut }: Sums): Pick<Sums, Counter> {
  return { diskRead, diskWrite, networkIn, networkOut };
}

/** Processors themselves are measured by every release; one number for all of them only by newer ones. */
function cpuOf({ cpu, cpus, overall }: Sums): number | undefined {
  const share = cpus > 0 ? cpu / cpus : overall;
  return share === undefined ? undefined : Math.min(1, Math.max(0, share));
}

function totalOf(values: readonly (number | undefined)[]): number | undefined {
  return values.reduce<number | undefined>((total, value) => (value === undefined ? total : (total ?? 0) + value), undefined);
}

/** What is not known is left out, so that the whole crosses the table as it is. */
function known(figures: { readonly [F in keyof VmFigures]-?: number | undefined }): VmFigures {
  return Object.fromEntries(Object.entries(figures).filter(([, value]) => value !== undefined));
}
