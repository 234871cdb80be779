import type { OperationRequest } from '#shared/domain/operations/request.ts';
import { tagsIn } from '#shared/domain/organization/tags-in.ts';
import type { Target } from '#renderer/state/command.ts';
import { editedObject, recordOf } from '../object-facts.ts';

export type EditKind = 'rename' | 'describe' | 'tags' | 'folder';

interface Typed {
  readonly value: string;
  /** What the dialog began with. */
  readonly before: string;
}

const FOLDER = 'folder';

/** What the field shows at first: what the objects have in common. */
export function valueBefore(edit: EditKind, targets: readonly Target[]): string {
  const values = new Set(targets.map((target) => valueOf(edit, target)));
  const [only = ''] = values;
  return values.size === 1 ? only : '';
}

function valueOf(edit: EditKind, { item, inventory }: Target): string {
  const record = recordOf(item, inventory);
  if (record === undefined) return '';
  if (edit === 'rename') return record.name;
  if (edit === 'describe') return record.description;
  if (edit === 'tags') return (record.tags ?? []).join(', ');
  const config: unknown = Reflect.get(record, 'otherConfig');
  const folder: unknown = typeof config === 'object' && config !== null ? Reflect.get(config, FOLDER) : undefined;
  return typeof folder === 'string' ? folder : '';
}

export function editRequest(edit: EditKind, target: Target, { value, before }: Typed): OperationRequest | undefined {
  const of = editedObject(target);
  if (of === undefined) return undefined;
  switch (edit) {
    case 'rename':
      return { kind: 'object.rename', ...of, value: value.trim(), was: before };
    case 'describe':
      return { kind: 'object.describe', ...of, value, was: before };
    case 'tags':
      return { kind: 'object.set-tags', ...of, value: tagsIn(value) };
    case 'folder':
      return { kind: 'object.set-folder', ...of, value: value.trim() };
    default:
      return edit satisfies never;
  }
}
