import { groupOfId } from '#shared/domain/organization/groups.ts';
import { folderOf, type Organized } from '#shared/domain/organization/organized.ts';
import type { EditableClass, OperationRequest } from '#shared/domain/operations/request.ts';
import type { ObjectItem, TreeItem } from '#shared/domain/tree/items.ts';
import { problemText } from '#shared/text/problem-text.ts';
import { treeText } from '#shared/text/tree-text.ts';
import type { Target } from './command.ts';
import { poolNameOf } from './pool-name.ts';
import { problemsNow, rulesNow } from './problems-now.ts';
import { otherPools } from './receivers.ts';

/** What letting go would ask for, or why it cannot be asked. */
export interface TreeDropPlan {
  readonly text: string;
  readonly requests: readonly OperationRequest[];
  /** What a dialog has to be asked about first: machines, and the host they are to go to. */
  readonly asks?: readonly TreeItem[];
}

/** undefined where nothing of the kind is ever put. */
export function dropPlan(targets: readonly Target[], on: TreeItem): TreeDropPlan | undefined {
  if (on.is === 'host') return movePlan(targets, on);
  return on.is === 'group' ? groupPlan(targets, on.id) : undefined;
}

function movePlan(targets: readonly Target[], on: Extract<ObjectItem, { is: 'host' }>): TreeDropPlan | undefined {
  const wishes = targets.flatMap((target): readonly Wish[] => {
    const { item } = target;
    return item.is === 'vm' ? [{ target, request: { kind: 'vm.migrate', server: item.server, vm: item.ref, host: on.ref } }] : [];
  });
  const [first] = wishes;
  if (first === undefined) return undefined;
  const isOneKind = wishes.length === targets.length && wishes.every(({ request }) => request.server === first.request.server);
  if (!isOneKind) return refused(treeText.drop.nothing);
  if (first.request.server !== on.server) return abroadPlan(targets, on);
  const host = first.target.inventory.host.get(on.ref)?.name ?? '';
  const placement = rulesNow(first.target).placement();
  const freeBytes = placement.freeBytes(on.ref);
  const needBytes = wishes.reduce((sum, { request }) => sum + ('vm' in request ? placement.needBytes(request.vm) : 0), 0);
  const plan = judged(wishes, treeText.drop.move(wishes.length, host, freeBytes - needBytes));
  // Each of them would have room, but not all of them.
  return plan.requests.length > 0 && needBytes > freeBytes ? refused(treeText.drop.tooMuch(host, needBytes, freeBytes)) : plan;
}

/** To a host of another pool: which storage and which networks there has to be chosen. */
function abroadPlan(targets: readonly Target[], on: Extract<ObjectItem, { is: 'host' }>): TreeDropPlan {
  const [first] = targets;
  const pool = first === undefined ? undefined : otherPools(first.server.id).find(({ server }) => server.id === on.server);
  if (pool === undefined) return refused(treeText.drop.nothing);
  const into = { server: on.server, cards: [], isCopy: false };
  const wishes = targets.flatMap((target): readonly Wish[] => {
    const { item, server } = target;
    return item.is === 'vm' ? [{ target, request: { kind: 'vm.relocate', server: server.id, vm: item.ref, host: on.ref, disks: [], into } }] : [];
  });
  const { requests, text } = judged(wishes, treeText.drop.abroad(wishes.length, pool.inventory.host.get(on.ref)?.name ?? '', poolNameOf(pool)));
  return requests.length === 0 ? refused(text) : { text, requests: [], asks: [...targets.map(({ item }) => item), on] };
}

function groupPlan(targets: readonly Target[], id: string): TreeDropPlan | undefined {
  const group = groupOfId(id);
  if (group?.is !== 'folder' && group?.is !== 'tag') return undefined;
  const wishes = targets.flatMap((target): readonly Wish[] => {
    const edited = editedObject(target.item, target.inventory);
    if (edited === undefined) return [];
    const { record, ...about } = edited;
    if (group.is === 'folder') {
      return folderOf(record) === group.path ? [] : [{ target, request: { kind: 'object.set-folder', ...about, value: group.path } }];
    }
    const tags = record.tags ?? [];
    return tags.includes(group.tag) ? [] : [{ target, request: { kind: 'object.set-tags', ...about, value: [...tags, group.tag], was: tags } }];
  });
  if (wishes.length === 0) return refused(treeText.drop.already);
  return judged(wishes, group.is === 'folder' ? treeText.drop.folder(group.path) : treeText.drop.tag(group.tag));
}

interface Wish {
  readonly target: Target;
  readonly request: OperationRequest;
}

/** All or nothing: the first reason against any of them is said. */
function judged(wishes: readonly Wish[], text: string): TreeDropPlan {
  for (const { target, request } of wishes) {
    const [problem] = problemsNow(request, target);
    if (problem !== undefined) return refused(treeText.drop.refused(nameOf(target), problemText(problem)));
  }
  return { text, requests: wishes.map(({ request }) => request) };
}

function refused(text: string): TreeDropPlan {
  return { text, requests: [] };
}

function nameOf({ item, inventory }: Target): string {
  return editedObject(item, inventory)?.record.name ?? '';
}

interface EditedObject {
  readonly server: string;
  readonly class: EditableClass;
  readonly ref: string;
  readonly record: Organized & { readonly name: string };
}

function editedObject(item: TreeItem, inventory: Target['inventory']): EditedObject | undefined {
  if (item.is === 'server' || item.is === 'group') return undefined;
  const isVm = item.is === 'vm' || item.is === 'template' || item.is === 'snapshot';
  const name: EditableClass = isVm ? 'vm' : item.is;
  const records: ReadonlyMap<string, EditedObject['record']> = inventory[name];
  const record = records.get(item.ref);
  return record === undefined ? undefined : { server: item.server, class: name, ref: item.ref, record };
}
