import type { TypeShape } from '#shared/xapi/model.ts';
import { flag, list, number, ref, text } from '#simulator/world/fields.ts';
import { neededBytes } from '#simulator/world/memory.ts';
import { isLiveRow } from '#simulator/world/operations/host-rules.ts';
import { NULL_REF, type Ref, type Row, type Value } from '#simulator/world/value.ts';
import type { PoolState } from '#simulator/world/world.ts';

/** Everything about the pool's records that no sequence of calls and accidents may break. */
export function brokenRules(pool: PoolState): string[] {
  return [...residence(pool), ...attachment(pool), ...memory(pool), ...references(pool)];
}

function machines(pool: PoolState): readonly (readonly [Ref, Row])[] {
  return pool.database.refs('VM').map((vm) => [vm, pool.database.get('VM', vm)] as const);
}

function residence(pool: PoolState): string[] {
  const wrongState = machines(pool).filter(([, row]) => {
    const isOn = ['Running', 'Paused'].includes(text(row, 'power_state'));
    return isOn !== (ref(row, 'resident_on') !== undefined) || isOn !== number(row, 'domid') >= 0;
  });
  const wrongHosts = pool.database.refs('host').filter((host) => {
    const listed = list(pool.database.get('host', host), 'resident_VMs').toSorted();
    const there = machines(pool).filter(([, row]) => ref(row, 'resident_on') === host);
    return listed.join() !== there.map(([vm]) => vm).join();
  });
  const idle = machines(pool).filter(([, row]) => {
    const isPlanned = ref(row, 'scheduled_to_be_resident_on') !== undefined;
    return isPlanned && Object.keys(row['current_operations'] ?? {}).length === 0;
  });
  return [
    ...wrongState.map(
      ([, row]) => `${text(row, 'name_label')} is ${text(row, 'power_state')} on ${String(row['resident_on'])} as ${String(row['domid'])}`,
    ),
    ...wrongHosts.map((host) => `resident_VMs of ${host} are not those that live there`),
    ...idle.map(([vm]) => `${vm} is expected on a host although nothing goes on`),
  ];
}

function attachment(pool: PoolState): string[] {
  const plugged = (['VBD', 'VIF'] as const).flatMap((table) =>
    pool.database.refs(table).filter((device) => {
      const row = pool.database.get(table, device);
      const vm = pool.database.find('VM', ref(row, 'VM') ?? '');
      return flag(row, 'currently_attached') && text(vm ?? {}, 'power_state') === 'Halted';
    }),
  );
  const consoles = machines(pool).filter(([, row]) => ref(row, 'resident_on') === undefined && list(row, 'consoles').length > 0);
  return [...plugged.map((device) => `${device} is plugged into a halted VM`), ...consoles.map(([vm]) => `${vm} runs nowhere but has a console`)];
}

function memory(pool: PoolState): string[] {
  const { database } = pool;
  return database.refs('host').flatMap((host) => {
    const row = database.get('host', host);
    const capacity = number(database.get('host_metrics', text(row, 'metrics')), 'memory_total') - number(row, 'memory_overhead');
    const there = machines(pool).filter(([, vm]) => [ref(vm, 'resident_on'), ref(vm, 'scheduled_to_be_resident_on')].includes(host));
    const used = there.reduce((sum, [, vm]) => sum + neededBytes(vm, 'dynamic-min'), 0);
    return isLiveRow(pool, row) && used > capacity ? [`${host} has promised ${used} of ${capacity} bytes`] : [];
  });
}

/** An appliance that was destroyed is forgotten within half a minute; the metrics of devices do not outlive the master's toolstack. */
const MAY_DANGLE = new Set(['VM.appliance', 'VBD.metrics', 'VIF.metrics']);

/** Every reference of every row names an object of its class, or nothing. */
function references(pool: PoolState): string[] {
  return [...pool.model.classes.values()].flatMap(({ name, fields }) =>
    fields.flatMap((field) => {
      const target = name === 'session' || MAY_DANGLE.has(`${name}.${field.name}`) ? undefined : targetOf(field.type);
      return target === undefined ? [] : danglingIn(pool, { name, field: field.name, target });
    }),
  );
}

function danglingIn(pool: PoolState, place: { readonly name: string; readonly field: string; readonly target: string }): string[] {
  const { name, field, target } = place;
  return pool.database.refs(name).flatMap((self) =>
    valuesOf(pool.database.get(name, self)[field])
      .filter((value) => value !== NULL_REF && value !== '' && pool.database.find(target, value) === undefined)
      .map((value) => `${name}.${field} of ${self} names ${value}, which is no ${target}`),
  );
}

function targetOf(type: TypeShape): string | undefined {
  if (type.kind === 'ref') return type.class;
  return type.kind === 'set' ? targetOf(type.of) : undefined;
}

function valuesOf(value: Value | undefined): readonly string[] {
  if (typeof value === 'string') return [value];
  return Array.isArray(value) ? value.map(String) : [];
}
