import type { Inventory } from '#shared/domain/inventory/inventory.ts';
import { type TreeItem, vmItem } from '#shared/domain/tree/items.ts';
import type { Alert } from './alert.ts';

export interface AlertSubject {
  readonly name: string;
  readonly item: TreeItem;
}

type Find = (alert: Alert) => AlertSubject | undefined;

/** Finds what alerts of one pool are about. Objects are told apart by uuid, so each class is indexed once, when it is first needed. */
export function subjectFinder(inventory: Inventory): Find {
  const indexes = new Map<string, ReadonlyMap<string, AlertSubject>>();
  return (alert) => {
    const kind = alert.about.toLowerCase();
    const index = indexes.get(kind) ?? indexOf(kind, { server: alert.server, inventory });
    indexes.set(kind, index);
    return index.get(alert.aboutUuid);
  };
}

function indexOf(kind: string, { server, inventory }: { readonly server: string; readonly inventory: Inventory }): ReadonlyMap<string, AlertSubject> {
  switch (kind) {
    case 'vm':
      return byUuid(inventory.vm, (ref, vm) => vmItem(server, ref, vm));
    case 'host':
      return byUuid(inventory.host, (ref) => ({ is: 'host', server, ref }));
    case 'pool':
      return byUuid(inventory.pool, (ref) => ({ is: 'pool', server, ref }));
    case 'sr':
      return byUuid(inventory.sr, (ref) => ({ is: 'sr', server, ref }));
    case 'vdi':
      return byUuid(inventory.vdi, (ref) => ({ is: 'vdi', server, ref }));
    default:
      return new Map();
  }
}

function byUuid<R, O extends { readonly uuid: string; readonly name: string }>(objects: ReadonlyMap<R, O>, itemOf: (ref: R, object: O) => TreeItem) {
  return new Map([...objects].map(([ref, object]) => [object.uuid, { name: object.name, item: itemOf(ref, object) }] as const));
}
