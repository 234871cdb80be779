import { flag, list, number, ref, text } from '../fields.ts';
import { hostNow, msOfDate } from '../times.ts';
import type { Ref, Row } from '../value.ts';
import type { PoolState, SimHost, World } from '../world.ts';
import { createCurveRrd } from './curve-rrd.ts';
import { hostSources } from './host-sources.ts';
import { chance, seedOf } from './load-curve.ts';
import { STEP_SEC, startOfStep, type Rrd } from './rrd.ts';
import { gauge, constant } from './source-kinds.ts';
import { vmSources } from './vm-sources.ts';

const YEAR_SEC = 366 * 86_400;

/** Every host's daemon reads its sources at its own moment within the five seconds. */
function lastReadingSec(world: World, host: SimHost): number {
  const nowSec = hostNow(world, host) / 1000;
  const moment = Math.floor(chance(seedOf(host.uuid), 0) * 4000) / 1000;
  return startOfStep(nowSec - moment, STEP_SEC) + moment;
}

function isRunning(vm: Row): boolean {
  const state = text(vm, 'power_state');
  return state === 'Running' || state === 'Paused';
}

/** VMs with a database in this host's memory, the control domain left out: it has none of its own. */
export function residentVms(host: SimHost): readonly Row[] {
  const { database } = host.pool;
  return list(database.find('host', host.ref) ?? {}, 'resident_VMs')
    .map((vm) => database.find('VM', vm))
    .filter((vm) => vm !== undefined)
    .filter((vm) => isRunning(vm) && !flag(vm, 'is_control_domain'));
}

export function hostRrd(world: World, host: SimHost): Rrd {
  const lastUpdatedSec = lastReadingSec(world, host);
  const { database } = host.pool;
  const row = database.find('host', host.ref) ?? {};
  const metrics = rowOf(host.pool, 'host_metrics', ref(row, 'metrics'));
  const vms = residentVms(host);
  const usedBytes = vms.reduce((total, vm) => total + memoryOf(host.pool, vm), 0);
  const domains = list(row, 'resident_VMs').map((vm) => database.find('VM', vm) ?? {});
  const memoryBytes = number(metrics, 'memory_total');
  const sources = hostSources({
    uuid: host.uuid,
    cpus: list(row, 'host_CPUs').length,
    memoryBytes,
    freeBytes: Math.max(0, memoryBytes - usedBytes - number(row, 'memory_overhead')),
    cards: list(row, 'PIFs')
      .map((pif) => rowOf(host.pool, 'PIF', pif))
      .filter((pif) => flag(pif, 'physical') || ref(pif, 'bond_master_of') !== undefined)
      .map((pif) => text(pif, 'device')),
    repositories: list(row, 'PBDs')
      .map((pbd) => rowOf(host.pool, 'PBD', pbd))
      .filter((pbd) => flag(pbd, 'currently_attached'))
      .map((pbd) => text(rowOf(host.pool, 'SR', ref(pbd, 'SR')), 'uuid')),
    domains: domains.length,
    vcpus: vms.reduce((total, vm) => total + number(vm, 'VCPUs_at_startup'), 0),
  });
  return createCurveRrd({ lastUpdatedSec, sinceSec: lastUpdatedSec - YEAR_SEC, sources });
}

function rowOf(pool: PoolState, table: string, self: Ref | undefined): Row {
  return (self === undefined ? undefined : pool.database.find(table, self)) ?? {};
}

function memoryOf(pool: PoolState, vm: Row): number {
  const actual = number(rowOf(pool, 'VM_metrics', ref(vm, 'metrics')), 'memory_actual');
  return actual > 0 ? actual : number(vm, 'memory_target');
}

/** What the host it runs on knows of a VM since it started. */
export function vmRrd(world: World, host: SimHost, vm: Row): Rrd {
  const { pool } = host;
  const metrics = rowOf(pool, 'VM_metrics', ref(vm, 'metrics'));
  return createCurveRrd({
    lastUpdatedSec: lastReadingSec(world, host),
    sinceSec: msOfDate(text(metrics, 'start_time')) / 1000,
    sources: vmSourcesOf(pool, vm),
  });
}

/** What the master kept of a VM that runs nowhere, or undefined if it never ran. */
export function archivedVmRrd(pool: PoolState, vm: Row): Rrd | undefined {
  const metrics = rowOf(pool, 'VM_metrics', ref(vm, 'metrics'));
  const sinceSec = msOfDate(text(metrics, 'start_time')) / 1000;
  if (sinceSec === 0) return undefined;
  const endedSec = msOfDate(text(metrics, 'last_updated')) / 1000;
  return createCurveRrd({ lastUpdatedSec: Math.max(sinceSec, endedSec), sinceSec, sources: vmSourcesOf(pool, vm) });
}

function vmSourcesOf(pool: PoolState, vm: Row): ReturnType<typeof vmSources> {
  const devices = (table: string, field: string): readonly Row[] =>
    list(vm, field)
      .map((self) => rowOf(pool, table, self))
      .toSorted((a, b) => text(a, 'device').localeCompare(text(b, 'device')));
  return vmSources({
    uuid: text(vm, 'uuid'),
    vcpus: number(vm, 'VCPUs_at_startup'),
    memoryBytes: memoryOf(pool, vm),
    targetBytes: number(vm, 'memory_target'),
    hasAgent: ref(vm, 'guest_metrics') !== undefined,
    cards: devices('VIF', 'VIFs').map((vif) => text(vif, 'device')),
    disks: devices('VBD', 'VBDs')
      .filter((vbd) => text(vbd, 'type') === 'Disk')
      .map((vbd) => text(vbd, 'device'))
      .filter((device) => device !== ''),
  });
}

/** Repositories are measured by the host that sees them; every host tells the same. */
export function srRrd(world: World, host: SimHost, sr: Row): Rrd {
  const lastUpdatedSec = lastReadingSec(world, host);
  return createCurveRrd({
    lastUpdatedSec,
    sinceSec: lastUpdatedSec - YEAR_SEC,
    sources: [gauge('size', constant(number(sr, 'physical_size'))), gauge('physical_utilisation', constant(number(sr, 'physical_utilisation')))],
  });
}
