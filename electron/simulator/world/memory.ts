import { profileOf } from '../model/profiles.ts';
import { flag, list, map, number, ref, text } from './fields.ts';
import type { Ref, Row } from './value.ts';
import type { PoolState } from './world.ts';

export const MIB = 1024 * 1024;
const PAGE_KIB = 4;
const PAGES_PER_MIB = 256;

/** How the hypervisor builds a guest; a paravirtual guest may run inside a small hardware-assisted shell. */
export type DomainModel = 'hvm_or_pvh' | 'pv_in_pvh' | 'pv';

export interface DomainShape {
  readonly model: DomainModel;
  readonly staticMaxMib: number;
  readonly vcpus: number;
  readonly shadowMultiplier: number;
  /** Since API 2.23 every virtual CPU also costs 38 pages. */
  readonly countsVcpuPages: boolean;
}

const INTERNAL_MIB = 1;
const EXTERNAL_MIB = 1;
const PAGES_PER_VCPU = 38;
const SHADOW_PAGES_PER_VCPU = 256;
const SHADOW_PAGES_PER_MIB = 2;
const SHELL_MIB = 23;
const SHELL_MIB_PER_GUEST_MIB = 90;

function pagesToMib(pages: number): number {
  return Math.ceil((pages * PAGE_KIB) / 1024);
}

function shellMib(model: DomainModel, guestMib: number): number {
  return model === 'pv_in_pvh' ? SHELL_MIB + Math.trunc(guestMib / SHELL_MIB_PER_GUEST_MIB) : 0;
}

function shadowMib({ staticMaxMib, vcpus, shadowMultiplier }: DomainShape): number {
  const whole = pagesToMib(SHADOW_PAGES_PER_VCPU * vcpus + SHADOW_PAGES_PER_MIB * staticMaxMib);
  return Math.max(1, Math.trunc(whole * shadowMultiplier));
}

function internalMib(model: DomainModel): number {
  return model === 'pv' ? 0 : INTERNAL_MIB;
}

function overheadMib(shape: DomainShape): number {
  const vcpuPages = shape.countsVcpuPages ? PAGES_PER_VCPU * shape.vcpus : 0;
  return internalMib(shape.model) + EXTERNAL_MIB + shellMib(shape.model, shape.staticMaxMib) + shadowMib(shape) + pagesToMib(vcpuPages);
}

export interface DomainMemory {
  readonly buildMaxMib: number;
  readonly buildStartMib: number;
  readonly xenMaxMib: number;
  readonly shadowMib: number;
  readonly requiredHostFreeMib: number;
  readonly overheadMib: number;
  readonly buildClaimPages: number;
}

export function domainMemory(shape: DomainShape, targetMib: number): DomainMemory {
  const overhead = overheadMib(shape);
  const buildMaxMib = shape.staticMaxMib + shellMib(shape.model, shape.staticMaxMib);
  const buildStartMib = targetMib + shellMib(shape.model, targetMib);
  return {
    buildMaxMib,
    buildStartMib,
    xenMaxMib: buildMaxMib + internalMib(shape.model),
    shadowMib: shadowMib(shape),
    requiredHostFreeMib: targetMib + overhead,
    overheadMib: overhead,
    buildClaimPages: buildStartMib * PAGES_PER_MIB,
  };
}

/** 64-bit arithmetic as the server does it, overflow included. */
function divide(bytes: bigint, unit: bigint, add: bigint): bigint {
  return BigInt.asIntN(64, bytes + add) / unit;
}

/** What is used is rounded up, what is free is rounded down. */
export function usedUnits(bytes: bigint, unit: bigint): bigint {
  return divide(bytes, unit, unit - 1n);
}

export function freeUnits(bytes: bigint, unit: bigint): bigint {
  return divide(bytes, unit, 0n);
}

/** The largest guest that fits into `totalMib` together with its overhead. */
export function maximalMib(shape: Omit<DomainShape, 'staticMaxMib'>, totalMib: number): number {
  let guestMib = totalMib;
  for (;;) {
    const needMib = guestMib + overheadMib({ ...shape, staticMaxMib: guestMib });
    if (needMib <= totalMib || guestMib <= 0) return Math.max(0, guestMib);
    guestMib -= Math.max(1, Math.floor((needMib - totalMib) / 2));
  }
}

export function domainModelOf(vm: Row): DomainModel {
  const type = text(vm, 'domain_type');
  if (type === 'pv') return 'pv';
  if (type === 'pv_in_pvh') return 'pv_in_pvh';
  if (type === 'hvm' || type === 'pvh') return 'hvm_or_pvh';
  if (flag(vm, 'is_control_domain')) return 'pv';
  return text(vm, 'HVM_boot_policy') === '' ? 'pv' : 'hvm_or_pvh';
}

const VCPU_PAGES_SINCE = { major: 2, minor: 23 };

function countsVcpuPages(api: { readonly major: number; readonly minor: number }): boolean {
  return api.major > VCPU_PAGES_SINCE.major || (api.major === VCPU_PAGES_SINCE.major && api.minor >= VCPU_PAGES_SINCE.minor);
}

export function shapeOf(pool: PoolState, vm: Row): DomainShape {
  return {
    model: domainModelOf(vm),
    staticMaxMib: Math.ceil(number(vm, 'memory_static_max') / MIB),
    vcpus: number(vm, 'VCPUs_max'),
    shadowMultiplier: number(vm, 'HVM_shadow_multiplier'),
    countsVcpuPages: countsVcpuPages(profileOf(pool.profile).apiVersion),
  };
}

export function memoryOverhead(pool: PoolState, vm: Row): number {
  return overheadMib(shapeOf(pool, vm)) * MIB;
}

/** As the server counts it anew when it plans starts: a paravirtual guest's factor, which its record keeps, plays no part then. */
export function plannedOverhead(pool: PoolState, vm: Row): number {
  const shape = shapeOf(pool, vm);
  return overheadMib({ ...shape, shadowMultiplier: shape.model === 'pv' ? 1 : shape.shadowMultiplier }) * MIB;
}

export function updateMemoryOverhead(pool: PoolState, vm: Ref): void {
  pool.database.set('VM', vm, { memory_overhead: memoryOverhead(pool, pool.database.get('VM', vm)) });
}

/** How much of a VM's memory counts: ballooned down as far as it goes, or as large as it may become. */
export type MemoryPolicy = 'dynamic-min' | 'static-max';

export function neededBytes(vm: Row, policy: MemoryPolicy): number {
  const isWhole = policy === 'static-max' || domainModelOf(vm) === 'pv_in_pvh';
  return number(vm, isWhole ? 'memory_static_max' : 'memory_dynamic_min') + number(vm, 'memory_overhead');
}

export function freeBytes(pool: PoolState, host: Ref, policy: MemoryPolicy): number {
  const { database } = pool;
  const row = database.get('host', host);
  const metrics = database.find('host_metrics', ref(row, 'metrics') ?? '');
  const capacity = number(metrics ?? {}, 'memory_total') - number(row, 'memory_overhead');
  const vms = [...list(row, 'resident_VMs'), ...expectedOn(pool, host, row)];
  const used = vms.reduce((sum, vm) => sum + neededBytes(database.get('VM', vm), policy), 0);
  return Math.max(0, capacity - used);
}

/** VMs on their way to a host; while any is, the host shows an operation, so that most hosts need no search. */
function expectedOn(pool: PoolState, host: Ref, row: Row): readonly Ref[] {
  if (Object.keys(map(row, 'current_operations')).length === 0) return [];
  return pool.database.refs('VM').filter((vm) => {
    const machine = pool.database.get('VM', vm);
    return ref(machine, 'scheduled_to_be_resident_on') === host && ref(machine, 'resident_on') !== host;
  });
}
