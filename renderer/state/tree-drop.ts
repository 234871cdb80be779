import { groupOfId } from '#shared/domain/organization/groups.ts';
import { folderOf, type Organized } from '#shared/domain/organization/organized.ts';
import type { EditableClass, OperationRequest } from '#shared/domain/operations/request.ts';
import { linkOf } from '#shared/domain/rules/rule-facts.ts';
import { rulesFor } from '#shared/domain/rules/rules.ts';
import type { ObjectItem, TreeItem } from '#shared/domain/tree/items.ts';
import { problemText } from '#shared/text/problem-text.ts';
import { treeText } from '#shared/text/tree-text.ts';
import type { Target } from './command.ts';

/** What letting go would ask for, or why it cannot be asked. */
export interface TreeDropPlan {
  readonly text: string;
  readonly requests: readonly OperationRequest[];
}

/** undefined where nothing of the kind is ever put. */
export function dropPlan(targets: readonly Target[], on: TreeItem): TreeDropPlan | undefined {
  if (on.is === 'host') return movePlan(targets, on);
  return on.is === 'group' ? groupPlan(targets, on.id) : undefined;
}

function movePlan(targets: readonly Target[], on: Extract<ObjectItem, { is: 'host' }>): TreeDropPlan | undefined {
  const vms = targets.filter(({ item }) => item.is === 'vm');
  if (vms.length === 0) return undefined;
  const [first] = vms;
  const isOneKind = vms.length === targets.length && vms.every(({ item }) => item.server === on.server);
  if (first === undefined || !isOneKind) return refused(treeText.drop.nothing);
  const host = first.inventory.host.get(on.ref)?.name ?? '';
  const requests = vms.flatMap(({ item }): readonly OperationRequest[] =>
    item.is === 'vm' ? [{ kind: 'vm.migrate', server: item.server, vm: item.ref, host: on.ref }] : [],
  );
  return judged(vms, { requests, text: treeText.drop.move(vms.length, host) });
}

function groupPlan(targets: readonly Target[], id: string): TreeDropPlan | undefined {
  const group = groupOfId(id);
  if (group?.is !== 'folder' && group?.is !== 'tag') return undefined;
  const requests = targets.flatMap(({ item, inventory }): readonly OperationRequest[] => {
    const edited = editedObject(item, inventory);
    if (edited === undefined) return [];
    const { record, ...about } = edited;
    if (group.is === 'folder') return folderOf(record) === group.path ? [] : [{ kind: 'object.set-folder', ...about, value: group.path }];
    const tags = record.tags ?? [];
    return tags.includes(group.tag) ? [] : [{ kind: 'object.set-tags', ...about, value: [...tags, group.tag], was: tags }];
  });
  if (requests.length === 0) return refused(treeText.drop.already);
  return judged(targets, { requests, text: group.is === 'folder' ? treeText.drop.folder(group.path) : treeText.drop.tag(group.tag) });
}

/** All or nothing: the first reason against any of them is said. */
function judged(targets: readonly Target[], plan: TreeDropPlan): TreeDropPlan {
  for (const target of targets) {
    const rules = rulesFor({ inventory: target.inventory, link: linkOf(target.server.state) });
    for (const request of plan.requests.filter((candidate) => isAbout(candidate, target.item))) {
      const [problem] = rules.problemsOf(request);
      if (problem !== undefined) return refused(treeText.drop.refused(nameOf(target), problemText(problem)));
    }
  }
  return plan;
}

function isAbout(request: OperationRequest, item: TreeItem): boolean {
  if (!('ref' in item)) return false;
  if (request.server !== item.server) return false;
  return ('vm' in request && request.vm === item.ref) || ('ref' in request && request.ref === item.ref);
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
