import { flag, isMap, list, ref, text } from '../fields.ts';
import { rowOfRelease } from '../rows.ts';
import { NULL_REF, type Ref, type Row, type Value } from '../value.ts';
import type { PoolState, World } from '../world.ts';
import { isToolsSr } from './join-checks.ts';

/** Everything of a host that goes with it; what a pool has once is found in the other pool by name. */
const COPIED = [
  'host_metrics',
  'host_cpu',
  'host',
  'network',
  'PIF_metrics',
  'PIF',
  'VLAN',
  'SR',
  'PBD',
  'VDI',
  'VM_appliance',
  'VM_metrics',
  'VM_guest_metrics',
  'VM',
  'VBD',
  'VIF',
  'console',
  'VTPM',
  'Certificate',
  'PCI',
  'GPU_group',
  'PGPU',
  'VGPU_type',
  'VGPU',
] as const;

/** By their new references, by the old. */
export type NewRefs = ReadonlyMap<Ref, Ref>;

/** Copies a lone host's records into another pool: new references, the same UUIDs. Storage of its own stays its own. */
export function mergeDatabase(world: World, from: PoolState, into: PoolState): NewRefs {
  const refs = new Map<Ref, Ref>();
  const copied: { readonly table: string; readonly self: Ref }[] = [];
  for (const table of COPIED) {
    for (const self of from.database.refs(table)) {
      const row = from.database.get(table, self);
      const known = sameIn(into, table, row);
      if (known !== undefined) refs.set(self, known);
      else if (isCopied(table, row)) {
        refs.set(self, world.random.ref());
        copied.push({ table, self });
      }
    }
  }
  for (const { table, self } of copied) {
    const row = freshen(table, from.database.get(table, self), into);
    const moved = Object.fromEntries(Object.entries(row).map(([field, value]) => [field, translated(value, refs)]));
    into.database.create(table, refs.get(self) ?? NULL_REF, rowOfRelease(into, table, moved));
  }
  moveGuests(from, into, refs);
  return refs;
}

/** Certificates that hosts share are exchanged on the way; the rest belongs to the host. */
function isCopied(table: string, row: Row): boolean {
  if (table === 'VM') return !flag(row, 'is_default_template');
  return table !== 'Certificate' || text(row, 'type') !== 'ca';
}

function sameIn(into: PoolState, table: string, row: Row): Ref | undefined {
  const find = (isSame: (other: Row) => boolean): Ref | undefined => into.database.refs(table).find((self) => isSame(into.database.get(table, self)));
  switch (table) {
    case 'network':
      // Physical networks meet by the name of their bridge; others get a bridge of their own.
      return /^(?:xenbr|xenapi)/.test(text(row, 'bridge')) ? find((other) => text(other, 'bridge') === text(row, 'bridge')) : undefined;
    case 'SR':
      return isToolsSr(row) ? find(isToolsSr) : undefined;
    case 'VDI':
      return flag(row, 'is_tools_iso') ? find((other) => flag(other, 'is_tools_iso')) : undefined;
    case 'VM':
      return flag(row, 'is_default_template')
        ? find((other) => flag(other, 'is_default_template') && text(other, 'name_label') === text(row, 'name_label'))
        : into.database.refByUuid('VM', text(row, 'uuid'));
    case 'GPU_group':
      return find((other) => text(other, 'name_label') === text(row, 'name_label'));
    case 'VGPU_type':
      return find((other) => text(other, 'identifier') === text(row, 'identifier') && text(other, 'model_name') === text(row, 'model_name'));
    default:
      return undefined;
  }
}

function freshen(table: string, row: Row, into: PoolState): Row {
  const idle = Object.hasOwn(row, 'current_operations') ? { current_operations: {} } : {};
  switch (table) {
    case 'host':
      return { ...row, ...idle, enabled: false };
    case 'host_metrics':
      return { ...row, live: false };
    case 'PBD':
      return { ...row, currently_attached: false };
    case 'network':
      return { ...row, bridge: freeBridge(into, text(row, 'bridge')) };
    default:
      return { ...row, ...idle };
  }
}

function freeBridge(into: PoolState, wanted: string): string {
  const taken = new Set(into.database.refs('network').map((self) => text(into.database.get('network', self), 'bridge')));
  if (!taken.has(wanted)) return wanted;
  for (let number = 0; ; number += 1) if (!taken.has(`xapi${number}`)) return `xapi${number}`;
}

const isReference = (value: string): boolean => value.startsWith('OpaqueRef:') && value !== NULL_REF;

/** What did not come along is pointed at no more. */
function translated(value: Value, refs: NewRefs): Value {
  if (typeof value === 'string') return isReference(value) ? (refs.get(value) ?? NULL_REF) : value;
  if (Array.isArray(value)) return value.map((item: Value) => translated(item, refs)).filter((item) => item !== NULL_REF);
  return isMap(value) ? Object.fromEntries(Object.entries(value).map(([key, inner]) => [key, translated(inner, refs)])) : value;
}

function moveGuests(from: PoolState, into: PoolState, refs: NewRefs): void {
  for (const [vm, software] of from.guests) {
    const moved = refs.get(vm);
    if (moved !== undefined) into.guests.set(moved, software);
  }
}

/** Repositories that no other host reaches, which nobody can use once the host has gone. */
export function ownStorage(pool: PoolState, host: Ref): readonly Ref[] {
  return pool.database.refs('SR').filter((sr) => {
    const hosts = list(pool.database.get('SR', sr), 'PBDs').map((pbd) => ref(pool.database.get('PBD', pbd), 'host'));
    return hosts.length > 0 && hosts.every((other) => other === host);
  });
}
