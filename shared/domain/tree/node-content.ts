import type { TreeItem } from './items.ts';
import { naturalKey } from './natural-key.ts';
import type { ObjectContent } from './object-content.ts';
import { type GroupPlace, groupKey, rankOf, SERVER_RANK } from './places.ts';
import type { NodeContent } from './tree-node.ts';
import type { TreeViewName } from './tree-options.ts';
import { linkOf, type TreeServer } from './tree-server.ts';

const rootItem: TreeItem = { is: 'group', id: '' };

export const rootContent: NodeContent = {
  item: rootItem,
  name: '',
  rank: 0,
  sortKey: '',
  mark: { is: 'group', of: 'root' },
  lastingKey: '',
  isHidden: false,
};

export function contentOfNode(view: TreeViewName, object: ObjectContent, server: TreeServer): NodeContent {
  const name = view === 'infrastructure' ? nameUnderHost(object, server) : object.record.name;
  return {
    item: object.item,
    name,
    rank: rankOf(view, object),
    sortKey: naturalKey(name),
    mark: object.mark,
    lastingKey: object.record.uuid,
    home: object.home,
    isHidden: object.visibility === 'hidden',
  };
}

/** Local storage says its host's name again, which stands right above it. */
function nameUnderHost({ item, record, home }: ObjectContent, { inventory }: TreeServer): string {
  const host = home === undefined || item.is !== 'sr' ? undefined : inventory.host.get(home)?.name;
  const ending = ` on ${host ?? ''}`;
  return host !== undefined && record.name.endsWith(ending) ? record.name.slice(0, -ending.length) : record.name;
}

export function contentOfServer(server: TreeServer): NodeContent {
  return {
    item: { is: 'server', server: server.id },
    name: server.address,
    rank: SERVER_RANK,
    sortKey: naturalKey(server.address),
    mark: { is: 'server', state: linkOf(server) },
    lastingKey: server.address,
    isHidden: false,
  };
}

export function contentOfGroup(place: GroupPlace): NodeContent {
  const { group, name, rank } = place;
  const key = groupKey(place);
  const mark = { is: 'group', of: group.is === 'type' ? group.type : group.is } as const;
  return { item: { is: 'group', id: key }, name, rank, sortKey: naturalKey(name), mark, lastingKey: key, isHidden: false };
}
