import type { TypeShape } from '#shared/xapi/model.ts';
import { flag, list, map, number, ref, text } from '#simulator/world/fields.ts';
import { neededBytes } from '#simulator/world/memory.ts';
import { relationsOf } from '#simulator/world/relations.ts';
import { NULL_REF, type Ref, type Row, type Value } from '#simulator/world/value.ts';
import type { PoolState } from '#simulator/world/world.ts';
import { misfits } from './conformance.ts';

/** Everything about a pool's records that contradicts the model or itself. */
export function inconsistencies(pool: PoolState): string[] {
  return [
    ...misfits(pool),
    ...danglingReferences(pool),
    ...crookedMirrors(pool),
    ...repeatedUuids(pool),
    ...impossibleVms(pool),
    ...impossibleDevices(pool),
    ...overcommittedHosts(pool),
    ...wrongSums(pool),
  ];
}

function rowsOf(pool: PoolState, table: string): readonly (readonly [Ref, Row])[] {
  return [...(pool.database.tables.get(table)?.rows ?? [])].map(([self, { row }]) => [self, row] as const);
}

function danglingReferences(pool: PoolState): string[] {
  const found: string[] = [];
  for (const [table, { rows }] of pool.database.tables) {
    for (const field of pool.model.classes.get(table)?.fields ?? []) {
      for (const [self, { row }] of rows) {
        for (const { target, to } of referencesIn(row[field.name], field.type)) {
          if (pool.database.find(target, to) === undefined) found.push(`${table} ${self}: ${field.name} points at no ${target} (${to})`);
        }
      }
    }
  }
  return found;
}

function referencesIn(value: Value | undefined, type: TypeShape): readonly { readonly target: string; readonly to: Ref }[] {
  if (type.kind === 'ref') return typeof value === 'string' && value !== NULL_REF ? [{ target: type.class, to: value }] : [];
  if (type.kind === 'set' && Array.isArray(value)) return value.flatMap((item) => referencesIn(item, type.of));
  if (type.kind === 'map' && typeof value === 'object' && !Array.isArray(value)) {
    return Object.entries(value).flatMap(([key, item]) => [...referencesIn(key, type.key), ...referencesIn(item, type.value)]);
  }
  return [];
}

function crookedMirrors(pool: PoolState): string[] {
  const found: string[] = [];
  for (const relation of relationsOf(pool.model)) {
    const pointers = new Map<Ref, Set<Ref>>();
    for (const [self, row] of rowsOf(pool, relation.one)) {
      const value = row[relation.oneField];
      for (const to of typeof value === 'string' ? [value] : list(row, relation.oneField))
        pointers.set(to, (pointers.get(to) ?? new Set()).add(self));
    }
    for (const [self, row] of rowsOf(pool, relation.many)) {
      const mirrored = list(row, relation.manyField);
      const expected = pointers.get(self) ?? new Set<Ref>();
      if (mirrored.length !== expected.size || mirrored.some((other) => !expected.has(other))) {
        found.push(`${relation.many} ${self}: ${relation.manyField} does not mirror ${relation.one}.${relation.oneField}`);
      }
    }
  }
  return found;
}

function repeatedUuids(pool: PoolState): string[] {
  const seen = new Set<string>();
  const found: string[] = [];
  for (const [table, { rows }] of pool.database.tables) {
    for (const [self, { row }] of rows) {
      const uuid = text(row, 'uuid');
      if (seen.has(uuid)) found.push(`${table} ${self}: uuid ${uuid} is used twice`);
      seen.add(uuid);
    }
  }
  return found;
}

const isResident = (vm: Row): boolean => ['Running', 'Paused'].includes(text(vm, 'power_state'));

function impossibleVms(pool: PoolState): string[] {
  const domains = new Set<string>();
  return rowsOf(pool, 'VM').flatMap(([self, row]) => {
    const host = ref(row, 'resident_on');
    const isNew = host === undefined || domains.size !== domains.add(`${host} ${number(row, 'domid')}`).size;
    const problems = [...stateProblems(row), ...(isNew ? [] : ['shares its domain number with another'])];
    return problems.map((problem) => `VM ${text(row, 'name_label')} ${self}: ${problem}`);
  });
}

function stateProblems(vm: Row): readonly string[] {
  const state = text(vm, 'power_state');
  const claims: readonly (readonly [boolean, string])[] = [
    [isResident(vm) === (ref(vm, 'resident_on') !== undefined), `is ${state} and resident on ${ref(vm, 'resident_on') ?? 'no host'}`],
    [isResident(vm) === number(vm, 'domid') >= 0, `is ${state} with domain ${number(vm, 'domid')}`],
    [isResident(vm) === list(vm, 'consoles').length > 0, 'has consoles although it does not run, or the reverse'],
    [(state === 'Suspended') === (ref(vm, 'suspend_VDI') !== undefined), 'is suspended without an image, or the reverse'],
    [ref(vm, 'metrics') !== undefined, 'has no metrics'],
    [isOrdered(vm), 'has its memory limits out of order'],
  ];
  return claims.flatMap(([holds, problem]) => (holds ? [] : [problem]));
}

function isOrdered(vm: Row): boolean {
  const limits = ['memory_static_min', 'memory_dynamic_min', 'memory_dynamic_max', 'memory_static_max'].map((field) => number(vm, field));
  return limits.every((limit, position) => position === 0 || limit >= (limits[position - 1] ?? 0));
}

function impossibleDevices(pool: PoolState): string[] {
  const plugged = new Set(
    rowsOf(pool, 'PBD').flatMap(([, row]) => (flag(row, 'currently_attached') ? [`${text(row, 'host')} ${text(row, 'SR')}`] : [])),
  );
  const devices = (['VBD', 'VIF'] as const).flatMap((table) => rowsOf(pool, table).map(([self, row]) => ({ table, self, row })));
  return devices.flatMap(({ table, self, row }) => deviceProblems(pool, row, plugged).map((problem) => `${table} ${self}: ${problem}`));
}

function deviceProblems(pool: PoolState, device: Row, plugged: ReadonlySet<string>): readonly string[] {
  const vm = pool.database.find('VM', text(device, 'VM')) ?? {};
  const isAttached = flag(device, 'currently_attached');
  const disk = ref(device, 'VDI');
  const host = ref(vm, 'resident_on');
  const sr = disk === undefined ? undefined : text(pool.database.find('VDI', disk) ?? {}, 'SR');
  const isReachable = !isAttached || sr === undefined || host === undefined || plugged.has(`${host} ${sr}`);
  const claims: readonly (readonly [boolean, string])[] = [
    [!isAttached || text(vm, 'power_state') !== 'Halted', 'is attached to a halted VM'],
    [isReachable, "its storage is not plugged on its VM's host"],
    [device['empty'] === undefined || flag(device, 'empty') === (disk === undefined), 'is empty with a disk in it, or the reverse'],
  ];
  return claims.flatMap(([holds, problem]) => (holds ? [] : [problem]));
}

function overcommittedHosts(pool: PoolState): string[] {
  const found: string[] = [];
  for (const [self, row] of rowsOf(pool, 'host')) {
    const total = number(pool.database.find('host_metrics', text(row, 'metrics')) ?? {}, 'memory_total');
    const used = list(row, 'resident_VMs').reduce((sum, vm) => sum + neededBytes(pool.database.get('VM', vm), 'dynamic-min'), 0);
    if (used + number(row, 'memory_overhead') > total) found.push(`host ${text(row, 'name_label')} ${self}: its VMs need more memory than it has`);
  }
  return found;
}

function wrongSums(pool: PoolState): string[] {
  const found: string[] = [];
  for (const [self, row] of rowsOf(pool, 'SR')) {
    const size = number(row, 'physical_size');
    if (size < 0) continue;
    const promised = list(row, 'VDIs').reduce((sum, vdi) => sum + number(pool.database.get('VDI', vdi), 'virtual_size'), 0);
    if (promised !== number(row, 'virtual_allocation'))
      found.push(`SR ${text(row, 'name_label')} ${self}: promises ${number(row, 'virtual_allocation')}, its disks are ${promised}`);
    if (number(row, 'physical_utilisation') > size) found.push(`SR ${text(row, 'name_label')} ${self}: holds more than its size`);
  }
  for (const [self, row] of rowsOf(pool, 'VM')) {
    for (const task of Object.keys(map(row, 'current_operations'))) {
      if (text(pool.database.find('task', task) ?? {}, 'status') !== 'pending') found.push(`VM ${self}: has an operation nobody runs`);
    }
  }
  return found;
}
