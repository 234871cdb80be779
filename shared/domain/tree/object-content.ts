import type { Organized } from '#shared/domain/organization/organized.ts';
import { homeOfSr, homeOfVm } from '#shared/domain/placement/homes.ts';
import { type Visibility, visibilityOfNetwork, visibilityOfSr, visibilityOfVdi, visibilityOfVm } from '#shared/domain/placement/visibility.ts';
import { onlyPool } from '#shared/domain/inventory/facts.ts';
import type { HostRef, RefOf, VmRef } from '#shared/domain/inventory/watched.ts';
import { type ObjectItem, topItem, vmItem } from './items.ts';
import { hostState, type RowMark, srMark, vmState } from './marks.ts';
import { linkOf, masterOf, type TreePool, wordOf } from './tree-server.ts';

/** An object as every view starts from it. */
export interface ObjectContent {
  readonly item: ObjectItem;
  readonly record: Organized & { readonly uuid: string; readonly name: string; readonly description: string };
  readonly mark: RowMark;
  readonly visibility: Visibility;
  readonly home?: HostRef | undefined;
  /** Storage of a kind that only one host can reach. */
  readonly isLocal?: boolean;
  readonly appliance?: RefOf<'appliance'> | undefined;
}

/** The classes whose objects are shown by themselves. */
export type ShownClass = 'pool' | 'host' | 'vm' | 'sr' | 'vdi' | 'network' | 'appliance';
export type ShownRef = { readonly [C in ShownClass]: readonly [C, RefOf<C>] }[ShownClass];

const LOCAL_KINDS: readonly string[] = ['local', 'ext', 'lvm', 'udev', 'egenera-cd', 'dummy'];

/** undefined when the pool does not have it any more. */
export function contentOf(pool: TreePool, [name, ref]: ShownRef): ObjectContent | undefined {
  switch (name) {
    case 'pool':
      return contentOfPool(pool, ref);
    case 'host':
      return contentOfHost(pool, ref);
    case 'vm':
      return contentOfVm(pool, ref);
    case 'sr':
      return contentOfSr(pool, ref);
    case 'vdi':
      return contentOfVdi(pool, ref);
    case 'network':
      return contentOfNetwork(pool, ref);
    default:
      return contentOfAppliance(pool, ref);
  }
}

function contentOfPool({ server }: TreePool, ref: RefOf<'pool'>): ObjectContent | undefined {
  const record = server.inventory.pool.get(ref);
  if (record === undefined) return undefined;
  return { item: { is: 'pool', server: server.id, ref }, record, mark: { is: 'pool', state: linkOf(server) }, visibility: 'shown' };
}

function contentOfHost({ server, nowMs }: TreePool, ref: HostRef): ObjectContent | undefined {
  const record = server.inventory.host.get(ref);
  if (record === undefined) return undefined;
  const facts = { link: linkOf(server), word: wordOf(server, ref).is, master: masterOf(server.inventory), nowMs };
  // A host in no pool is nobody's master.
  const isMaster = topItem(server.id, server.inventory).is === 'pool' && onlyPool(server.inventory)?.pool.master === ref;
  const mark = { is: 'host', state: hostState(record, facts), isMaster } as const;
  return { item: { is: 'host', server: server.id, ref }, record, mark, visibility: 'shown' };
}

function contentOfVm({ server, paths }: TreePool, ref: VmRef): ObjectContent | undefined {
  const record = server.inventory.vm.get(ref);
  if (record === undefined) return undefined;
  const item = vmItem(server.id, ref, record);
  const visibility = visibilityOfVm(record);
  // A pool has as many templates of the product as some have VMs; nobody asks where one lies.
  const home = visibility === 'never' ? undefined : homeOfVm(paths, ref, record);
  return { item, record, visibility, home, mark: vmMark(record, item), appliance: record.appliance ?? undefined };
}

function vmMark(record: Parameters<typeof vmState>[0] & { readonly isDefaultTemplate: boolean }, item: ObjectItem): RowMark {
  if (item.is === 'template') return { is: 'template', isDefault: record.isDefaultTemplate };
  if (item.is === 'snapshot') return { is: 'snapshot', hasMemory: record.power === 'Suspended' };
  return { is: 'vm', state: vmState(record) };
}

function contentOfSr({ server, paths }: TreePool, ref: RefOf<'sr'>): ObjectContent | undefined {
  const record = server.inventory.sr.get(ref);
  if (record === undefined) return undefined;
  const isDark = (host: HostRef) => wordOf(server, host).is !== 'live';
  return {
    item: { is: 'sr', server: server.id, ref },
    record,
    mark: srMark(ref, record, { inventory: server.inventory, connections: paths.connectionsOf(ref), isDark }),
    visibility: visibilityOfSr(record),
    home: homeOfSr(paths, ref, record),
    isLocal: LOCAL_KINDS.includes(record.type),
  };
}

function contentOfVdi({ server, paths }: TreePool, ref: RefOf<'vdi'>): ObjectContent | undefined {
  const record = server.inventory.vdi.get(ref);
  if (record === undefined) return undefined;
  const sr = record.sr === null ? undefined : server.inventory.sr.get(record.sr);
  const home = record.sr === null || sr === undefined ? undefined : homeOfSr(paths, record.sr, sr);
  const isInner = sr !== undefined && visibilityOfSr(sr) === 'never';
  return { item: { is: 'vdi', server: server.id, ref }, record, mark: { is: 'vdi' }, visibility: isInner ? 'never' : visibilityOfVdi(record), home };
}

function contentOfNetwork({ server }: TreePool, ref: RefOf<'network'>): ObjectContent | undefined {
  const record = server.inventory.network.get(ref);
  if (record === undefined) return undefined;
  const visibility = visibilityOfNetwork(server.inventory, ref, record);
  return { item: { is: 'network', server: server.id, ref }, record, mark: { is: 'network' }, visibility };
}

function contentOfAppliance({ server }: TreePool, ref: RefOf<'appliance'>): ObjectContent | undefined {
  const record = server.inventory.appliance.get(ref);
  if (record === undefined) return undefined;
  return { item: { is: 'appliance', server: server.id, ref }, record, mark: { is: 'appliance' }, visibility: 'shown' };
}
