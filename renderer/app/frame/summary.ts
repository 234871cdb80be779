import { type Group, groupOfId } from '#shared/domain/organization/groups.ts';
import type { TreeItem } from '#shared/domain/tree/items.ts';
import { frameText } from '#shared/text/frame-text.ts';
import { powerText } from '#shared/text/window-text.ts';
import { iconOf } from '#renderer/features/search/object-look.ts';
import type { Target } from '#renderer/state/command.ts';
import type { IconName } from '#renderer/ui/icon-paths.ts';

/** '12 VMs, 3 pools', and below it how many of the VMs are in which state. */
export function summaryOf(
  items: readonly TreeItem[],
  targets: readonly Target[],
): { readonly title: string; readonly subtitle: string; readonly icon: IconName } {
  const [only] = items;
  const kinds = Map.groupBy(items, ({ is }) => is);
  const counts = [...kinds].map(([is, of]) => frameText.counted(of.length, frameText.kinds[is]));
  const title = items.length === 1 && only?.is === 'group' ? groupName(only.id) : counts.join(', ');
  const powers = Map.groupBy(
    targets.flatMap(({ item, inventory }) => (item.is === 'vm' ? (inventory.vm.get(item.ref)?.power ?? []) : [])),
    (power) => power,
  );
  if (items.length === 1 && only?.is === 'group' && powers.size === 0) {
    const group = groupOfId(only.id);
    return {
      title,
      subtitle: group === undefined ? '' : frameText.groupKinds[group.is],
      icon: iconOfGroup(group),
    };
  }
  const subtitle = [...powers].sort(([, a], [, b]) => b.length - a.length).map(([power, of]) => frameText.powerCount(of.length, powerText(power)));
  return { title, subtitle: frameText.powers(subtitle), icon: iconOfAll(items) };
}

/** Several of one kind look like one of them. */
function iconOfAll(items: readonly TreeItem[]): IconName {
  const [first] = items;
  if (first === undefined || first.is === 'group' || items.some(({ is }) => is !== first.is)) return 'folder';
  return first.is === 'server' ? 'host' : iconOf(first.is, undefined);
}

function iconOfGroup(group: Group | undefined): IconName {
  if (group === undefined) return 'folder';
  return group.is === 'type' ? iconOf(group.type, undefined) : groupIcons[group.is];
}

const groupIcons: Readonly<Record<Exclude<Group['is'], 'type'>, IconName>> = {
  folders: 'folder',
  folder: 'folder',
  tags: 'tag',
  tag: 'tag',
  appliances: 'appliance',
  fields: 'edit',
  field: 'edit',
  'field-value': 'edit',
  search: 'search',
};

/** What people call it: the name in it, or else what it holds. */
function groupName(id: string): string {
  const group = groupOfId(id);
  switch (group?.is) {
    case 'folder':
      return group.path;
    case 'tag':
      return group.tag;
    case 'field':
      return group.field;
    case 'field-value':
      return `${group.field}: ${group.value}`;
    case 'type':
      return frameText.kindNames[group.type];
    case 'folders':
    case 'tags':
    case 'appliances':
    case 'fields':
    case 'search':
      return frameText.groups[group.is];
    default:
      return id;
  }
}
