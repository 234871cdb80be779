import { fieldsOf, folderOf, type Organized } from '#shared/domain/organization/organized.ts';
import type { EditableClass } from '#shared/domain/operations/request.ts';
import type { EditRequested } from './use-edit.ts';
import { linkOf } from '#shared/domain/rules/rule-facts.ts';
import { problemText } from '#shared/text/problem-text.ts';
import { propertiesText } from '#shared/text/properties-text.ts';
import type { Target } from '#renderer/state/command.ts';
import type { Property } from '#renderer/ui/PropertyGrid.tsx';
import { EditableTags } from './EditableTags.tsx';
import { EditableText } from './EditableText.tsx';
import { nodeProperty, textProperty } from './properties.tsx';

/** An object as an edit names it, with the part of its record that people write. */
export interface Edited {
  readonly target: Target;
  readonly class: EditableClass;
  readonly ref: string;
  readonly record: Organized & { readonly uuid: string; readonly name: string; readonly description: string };
}

const { label } = propertiesText;

/** What every object has and people write themselves. */
export function writtenRows(edited: Edited): readonly Property[] {
  return [nameRow(edited), descriptionRow(edited)];
}

/** What every object has, for the end of its first card. */
export function sortingRows(edited: Edited): readonly Property[] {
  const { record } = edited;
  return [
    ...(record.tags === undefined ? [] : [tagsRow(edited, record.tags)]),
    ...(record.otherConfig === undefined ? [] : [folderRow(edited)]),
    textProperty(label.uuid, record.uuid, { isEvidence: true }),
  ];
}

function nameRow(edited: Edited): Property {
  const { name } = edited.record;
  const value = (
    <EditableText
      label={label.name}
      value={name}
      blocked={blockedBy(edited)}
      requestOf={(value, was) => ({ kind: 'object.rename', ...place(edited), value, was })}
    />
  );
  return nodeProperty(label.name, value, name);
}

function descriptionRow(edited: Edited): Property {
  const { description } = edited.record;
  const value = (
    <EditableText
      label={label.description}
      value={description}
      lines="many"
      blocked={blockedBy(edited)}
      requestOf={(value, was) => ({ kind: 'object.describe', ...place(edited), value, was })}
    />
  );
  return nodeProperty(label.description, value, description);
}

function tagsRow(edited: Edited, tags: readonly string[]): Property {
  const value = (
    <EditableTags
      label={label.tags}
      tags={tags}
      blocked={blockedBy(edited)}
      requestOf={(value, was) => ({ kind: 'object.set-tags', ...place(edited), value, was })}
    />
  );
  return nodeProperty(label.tags, value, tags.join(', '));
}

function folderRow(edited: Edited): Property {
  const folder = folderOf(edited.record) ?? '';
  const value = (
    <EditableText
      label={label.folder}
      value={folder}
      hint={propertiesText.edit.folderHint}
      blocked={blockedBy(edited)}
      requestOf={(value, was) => ({ kind: 'object.set-folder', ...place(edited), value, was })}
    />
  );
  return nodeProperty(label.folder, value, folder);
}

export function fieldRows(edited: Edited): readonly Property[] {
  return fieldsOf(edited.record).map(({ field, value }) => {
    const node = (
      <EditableText
        label={field}
        value={value}
        lines="many"
        blocked={blockedBy(edited)}
        requestOf={(changed, was) => fieldRequest(edited, { field, value: changed, was })}
      />
    );
    return nodeProperty(field, node, value);
  });
}

export function fieldRequest(edited: Edited, change: { readonly field: string; readonly value: string; readonly was: string }): EditRequested {
  return { kind: 'object.set-custom-field', ...place(edited), ...change };
}

export function place({ target, class: of, ref }: Edited): Pick<EditRequested, 'server' | 'class' | 'ref'> {
  return { server: target.server.id, class: of, ref };
}

/** Roles are the engine's to judge; without a connection nothing can be written at all. */
export function blockedBy({ target }: Edited): string | undefined {
  const link = linkOf(target.server.state);
  if (link === 'live') return undefined;
  return problemText({ rule: link === 'file' ? 'only-a-picture' : 'server-not-live' });
}
