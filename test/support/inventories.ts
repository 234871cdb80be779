import type { Field } from '#shared/domain/inventory/field.ts';
import { applyDelta, type Delta, emptyInventory, type Inventory } from '#shared/domain/inventory/inventory.ts';
import { type Host, type HostRef, type RecordOf, type Vm, type WatchedClass, watched } from '#shared/domain/inventory/watched.ts';
import { unreachable } from '#shared/kernel/unreachable.ts';

export interface HostSketch extends Partial<Host> {
  readonly isDark?: boolean;
}

/** A pool of the named hosts, the first of which is its master; VMs say where they are by the host's name. */
export function anInventory(sketch: {
  readonly pool?: string;
  readonly hosts: Readonly<Record<string, HostSketch>>;
  readonly vms?: Readonly<Record<string, Partial<Omit<Vm, 'residentOn' | 'affinity'>> & { readonly on?: string; readonly prefers?: string }>>;
}): Inventory {
  return applyDelta(emptyInventory, aSnapshot(sketch));
}

export function aSnapshot(sketch: Parameters<typeof anInventory>[0]): Delta {
  const hosts = Object.entries(sketch.hosts);
  const [master] = hosts[0] ?? [];
  return {
    pool: { set: { pool: { ...plain('pool'), uuid: 'pool-uuid', name: sketch.pool ?? '', master: refOf(master) } } },
    host: { set: Object.fromEntries(hosts.map(([name, { isDark: _dark, ...host }]) => [name, { ...plainHost(name), ...host }])) },
    hostMetrics: {
      set: Object.fromEntries(hosts.map(([name, { isDark = false }]) => [`${name}-metrics`, { ...plain('hostMetrics'), isLive: !isDark }])),
    },
    vm: {
      set: Object.fromEntries(
        Object.entries(sketch.vms ?? {}).map(([name, { on, prefers, ...vm }]) => [
          name,
          { ...plainVm(name), power: on === undefined ? 'Halted' : 'Running', residentOn: refOf(on), affinity: refOf(prefers), ...vm },
        ]),
      ),
    },
  };
}

/** In tests a name is its own reference. */
function refOf(name: string | undefined): HostRef | null {
  return name === undefined ? null : (name as HostRef);
}

function plainHost(name: string): Host {
  return { ...plain('host'), uuid: `${name}-uuid`, name, address: `${name}.example`, isEnabled: true, metrics: `${name}-metrics` as Host['metrics'] };
}

function plainVm(name: string): Vm {
  return { ...plain('vm'), uuid: `${name}-uuid`, name, power: 'Halted' };
}

/** A record of which only this is known. */
export function aRecord<C extends WatchedClass>(name: C, fields: Partial<RecordOf<C>> = {}): RecordOf<C> {
  return { ...plain(name), ...fields };
}

/** A record of which nothing is known. */
export function plain<C extends WatchedClass>(name: C): RecordOf<C> {
  const fields: Readonly<Record<string, Field>> = watched[name];
  // Built from the very table the type is derived from.
  return Object.fromEntries(Object.entries(fields).map(([key, field]) => [key, nothingOf(field)])) as RecordOf<C>;
}

function nothingOf(field: Field): unknown {
  switch (field.is) {
    case 'text':
      return '';
    case 'flag':
    case 'number':
      return field.otherwise;
    case 'reference':
    case 'moment':
      return null;
    case 'references':
    case 'text-set':
      return [];
    case 'text-map':
      return {};
    default:
      return unreachable(field);
  }
}
