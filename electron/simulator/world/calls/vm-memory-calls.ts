import { flag, number, numberOf, ref, refOf } from '../fields.ts';
import { maximalMib, memoryOverhead, MIB, shapeOf, updateMemoryOverhead } from '../memory.ts';
import { withOperation } from '../operations/with-operation.ts';
import { areMemoryLimitsOrdered, limitsOf, type MemoryLimits } from '../placement/vm-configuration.ts';
import type { Work } from '../process.ts';
import { forwardTo } from '../reach.ts';
import { change } from '../rows.ts';
import type { Ref, Value } from '../value.ts';
import type { Call, Implementations, PoolState } from '../world.ts';
import { XapiError } from '../xapi-error.ts';

/** For an approximate answer every VM is taken to have this many processors. */
const MOST_VCPUS = 64;

export const vmMemoryCalls: Implementations = {
  'VM.set_memory_limits': (call, vm, staticMin, staticMax, dynamicMin, dynamicMax) =>
    setLimits(call, refOf(vm), 'changing_memory_limits', () => ({
      staticMin: numberOf(staticMin),
      staticMax: numberOf(staticMax),
      dynamicMin: numberOf(dynamicMin),
      dynamicMax: numberOf(dynamicMax),
    })),
  'VM.set_memory': (call, vm, value) =>
    setLimits(call, refOf(vm), 'changing_memory_limits', ({ staticMin }) => {
      const size = numberOf(value);
      return { staticMin: Math.min(staticMin, size), staticMax: size, dynamicMin: size, dynamicMax: size };
    }),
  'VM.set_memory_static_range': (call, vm, staticMin, staticMax) =>
    setLimits(call, refOf(vm), 'changing_static_range', (limits) => ({
      ...limits,
      staticMin: numberOf(staticMin),
      staticMax: numberOf(staticMax),
    })),
  'VM.set_memory_static_max': (call, vm, staticMax) =>
    setLimits(call, refOf(vm), 'changing_static_range', (limits) => ({ ...limits, staticMax: numberOf(staticMax) })),
  'VM.set_memory_static_min': setStaticMin,
  'VM.set_memory_dynamic_range': (call, vm, dynamicMin, dynamicMax) =>
    setDynamicRange(call, refOf(vm), 'changing_dynamic_range', () => [numberOf(dynamicMin), numberOf(dynamicMax)]),
  'VM.set_memory_dynamic_min': (call, vm, dynamicMin) =>
    setDynamicRange(call, refOf(vm), 'changing_dynamic_range', ({ dynamicMax }) => [numberOf(dynamicMin), dynamicMax]),
  'VM.set_memory_dynamic_max': (call, vm, dynamicMax) =>
    setDynamicRange(call, refOf(vm), 'changing_dynamic_range', ({ dynamicMin }) => [dynamicMin, numberOf(dynamicMax)]),
  'VM.set_memory_target_live': (call, vm, target) =>
    setDynamicRange(call, refOf(vm), 'changing_memory_live', () => [numberOf(target), numberOf(target)]),
  'VM.wait_memory_target_live': (call, vm) => withOperation(call, { table: 'VM', self: refOf(vm), name: 'awaiting_memory_live' }, nothing),
  'VM.set_HVM_shadow_multiplier': (call, vm, value) =>
    setShadowMultiplier(call, refOf(vm), { operation: 'changing_shadow_memory', multiplier: numberOf(value) }),
  'VM.set_shadow_multiplier_live': (call, vm, value) =>
    setShadowMultiplier(call, refOf(vm), { operation: 'changing_shadow_memory_live', multiplier: numberOf(value) }),
  'VM.compute_memory_overhead': ({ pool }, vm) => memoryOverhead(pool, pool.database.get('VM', refOf(vm))),
  'VM.maximise_memory': maximise,
};

/** The balloon is always where it was last told to be. */
function* nothing(): Work<Value> {
  yield* [];
  return '';
}

function maximise({ pool }: Call, vm: Value | undefined, total: Value | undefined, isApproximate: Value | undefined): Value {
  const shape = shapeOf(pool, pool.database.get('VM', refOf(vm)));
  const vcpus = isApproximate === true ? MOST_VCPUS : shape.vcpus;
  return maximalMib({ ...shape, vcpus }, Math.floor(numberOf(total) / MIB)) * MIB;
}

function* setLimits(call: Call, vm: Ref, operation: string, limitsFrom: (known: MemoryLimits) => MemoryLimits): Work<Value> {
  const { pool } = call;
  return yield* withOperation(call, { table: 'VM', self: vm, name: operation }, function* () {
    const row = pool.database.get('VM', vm);
    const limits = limitsFrom(limitsOf(row));
    if (!areMemoryLimitsOrdered(limits)) throw new XapiError('MEMORY_CONSTRAINT_VIOLATION_ORDER');
    // The control domain's size is a boot option of the hypervisor, which a simulated host does not have.
    if (flag(row, 'is_control_domain')) throw new XapiError('INTERNAL_ERROR', 'Failed to update dom0 memory');
    yield* atItsHost(call, vm);
    store(pool, vm, limits);
    updateMemoryOverhead(pool, vm);
    return '';
  });
}

function store(pool: PoolState, vm: Ref, limits: MemoryLimits): void {
  change(pool, 'VM', vm, {
    memory_static_min: limits.staticMin,
    memory_static_max: limits.staticMax,
    memory_dynamic_min: limits.dynamicMin,
    memory_dynamic_max: limits.dynamicMax,
    memory_target: limits.dynamicMax,
  });
}

function* atItsHost(call: Call, vm: Ref): Work<void> {
  const host = ref(call.pool.database.get('VM', vm), 'resident_on');
  if (host !== undefined) yield* forwardTo(call, host);
}

function setStaticMin({ pool }: Call, vm: Value | undefined, staticMin: Value | undefined): Value {
  const self = refOf(vm);
  const limits = { ...limitsOf(pool.database.get('VM', self)), staticMin: numberOf(staticMin) };
  if (!areMemoryLimitsOrdered(limits)) throw new XapiError('MEMORY_CONSTRAINT_VIOLATION_ORDER');
  change(pool, 'VM', self, { memory_static_min: limits.staticMin });
  return '';
}

function* setDynamicRange(call: Call, vm: Ref, operation: string, rangeFrom: (known: MemoryLimits) => readonly [number, number]): Work<Value> {
  const { pool } = call;
  return yield* withOperation(call, { table: 'VM', self: vm, name: operation }, function* () {
    const known = limitsOf(pool.database.get('VM', vm));
    const [dynamicMin, dynamicMax] = rangeFrom(known);
    if (!areMemoryLimitsOrdered({ ...known, dynamicMin, dynamicMax })) throw new XapiError('MEMORY_CONSTRAINT_VIOLATION_ORDER');
    yield* atItsHost(call, vm);
    change(pool, 'VM', vm, { memory_dynamic_min: dynamicMin, memory_dynamic_max: dynamicMax, memory_target: dynamicMax });
    const metrics = ref(pool.database.get('VM', vm), 'metrics');
    const isResident = ref(pool.database.get('VM', vm), 'resident_on') !== undefined;
    if (metrics !== undefined && isResident) change(pool, 'VM_metrics', metrics, { memory_actual: dynamicMax });
    return '';
  });
}

function* setShadowMultiplier(call: Call, vm: Ref, wish: { readonly operation: string; readonly multiplier: number }): Work<Value> {
  const { pool } = call;
  // What is no number at all gets through, as it does on the real server.
  if (wish.multiplier <= 0)
    throw new XapiError('INVALID_VALUE', 'multiplier', Number.isInteger(wish.multiplier) ? `${wish.multiplier}.` : String(wish.multiplier));
  return yield* withOperation(call, { table: 'VM', self: vm, name: wish.operation }, function* () {
    yield* atItsHost(call, vm);
    const before = number(pool.database.get('VM', vm), 'HVM_shadow_multiplier');
    if (before !== wish.multiplier) change(pool, 'VM', vm, { HVM_shadow_multiplier: wish.multiplier });
    updateMemoryOverhead(pool, vm);
    return '';
  });
}
