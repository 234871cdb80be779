import type { Inventory } from '#shared/domain/inventory/inventory.ts';
import type { HostRef, RefOf, RecordOf } from '#shared/domain/inventory/watched.ts';
import type { HostStatistics } from '#shared/domain/metrics/figures.ts';
import type { Organized } from '#shared/domain/organization/organized.ts';
import { type ObjectItem, vmItem } from '#shared/domain/tree/items.ts';

/** A connection, as far as a search wants to know it. */
export interface SearchServer {
  readonly id: string;
  /** What stands for the pool where it has no name. */
  readonly address: string;
  /** Since when nothing is confirmed; absent while the connection is live. */
  readonly lastKnownMs?: number | undefined;
  /** Nobody answers for it: it was read from a database file. */
  readonly isFile?: boolean | undefined;
  readonly inventory: Inventory;
  readonly statistics?: ReadonlyMap<string, HostStatistics> | undefined;
}

export interface Described extends Organized {
  readonly uuid: string;
  readonly name: string;
  readonly description: string;
}

/** One object a search may show. */
export interface Found {
  readonly item: ObjectItem;
  readonly server: SearchServer;
  readonly record: Described;
}

export type ObjectKind = ObjectItem['is'];

export type ListedClass = 'pool' | 'host' | 'vm' | 'appliance' | 'sr' | 'vdi' | 'network';

/** All objects of these kinds that a person has to do with; one at a time, because there may be very many. */
export function* objectsOf(server: SearchServer, kinds: ReadonlySet<ObjectKind>): Generator<Found> {
  for (const name of classesOf(kinds)) {
    const records: ReadonlyMap<string, RecordOf<ListedClass>> = server.inventory[name];
    for (const ref of records.keys()) {
      const found = foundOf(server, name, ref);
      if (found !== undefined && kinds.has(found.item.is)) yield found;
    }
  }
}

export function isVmKind(kind: ObjectKind): kind is 'vm' | 'template' | 'snapshot' {
  return kind === 'vm' || kind === 'template' || kind === 'snapshot';
}

export function hostNameOf(inventory: Inventory, host: HostRef | null | undefined): string | undefined {
  return host === null || host === undefined ? undefined : inventory.host.get(host)?.name;
}

function classesOf(kinds: ReadonlySet<ObjectKind>): ReadonlySet<ListedClass> {
  return new Set([...kinds].map((kind) => (isVmKind(kind) ? 'vm' : kind)));
}

export function foundOf(server: SearchServer, name: ListedClass, ref: string): Found | undefined {
  if (name === 'vm') return vmFound(server, ref as RefOf<'vm'>);
  const records: ReadonlyMap<string, Described> = server.inventory[name];
  const record = records.get(ref);
  if (record === undefined || isInternal(record) || isUnmanagedDisk(server, name, ref)) return undefined;
  // The reference was found among those of this very class.
  return { item: { is: name, server: server.id, ref } as ObjectItem, server, record };
}

function vmFound(server: SearchServer, ref: RefOf<'vm'>): Found | undefined {
  const vm = server.inventory.vm.get(ref);
  if (vm === undefined || vm.isControlDomain || isInternal(vm)) return undefined;
  return { item: vmItem(server.id, ref, vm), server, record: vm };
}

function isInternal({ otherConfig = {} }: Organized): boolean {
  return otherConfig['HideFromXenCenter'] === 'true' || otherConfig['xensource_internal'] === 'true';
}

/** What lies in a store and is no disk of anybody's: leftovers of snapshots, and metadata. */
function isUnmanagedDisk({ inventory }: SearchServer, name: ListedClass, ref: string): boolean {
  return name === 'vdi' && inventory.vdi.get(ref as RefOf<'vdi'>)?.isManaged === false;
}
