import { useState } from 'react';
import { propertiesText } from '#shared/text/properties-text.ts';
import { Button } from '#renderer/ui/Button.tsx';
import { Chips } from '#renderer/ui/Chips.tsx';
import { EditFrame } from './EditFrame.tsx';
import css from './EditableTags.module.css';
import { Missing } from './Missing.tsx';
import { takeFocus } from './field-events.ts';
import { type EditRequested, useEdit } from './use-edit.ts';

export interface EditableTagsProps {
  readonly label: string;
  readonly tags: readonly string[];
  readonly blocked: string | undefined;
  readonly requestOf: (value: readonly string[], was: readonly string[]) => EditRequested;
}

const say = propertiesText.edit;

export function EditableTags({ label, tags, blocked, requestOf }: EditableTagsProps) {
  const edit = useEdit<readonly string[]>(tags, requestOf);
  const [typed, setTyped] = useState('');
  function add(): void {
    const tag = typed.trim();
    if (tag !== '' && !edit.draft.includes(tag)) edit.type([...edit.draft, tag]);
    setTyped('');
  }
  const field = (
    <>
      <Chips items={edit.draft} removeLabel={say.removeTag} onRemove={(tag) => edit.type(edit.draft.filter((other) => other !== tag))} />
      <div className={css['new']}>
        <input
          ref={takeFocus}
          aria-label={say.newTag}
          placeholder={say.newTag}
          value={typed}
          onChange={(event) => setTyped(event.currentTarget.value)}
          onKeyDown={(event) => {
            if (event.key === 'Escape') edit.cancel();
            // With a tag half typed, Enter adds it; with none, it saves.
            if (event.key !== 'Enter' || typed.trim() === '') return;
            event.preventDefault();
            add();
          }}
        />
        <Button onClick={add}>{say.add}</Button>
      </div>
    </>
  );
  const shown = tags.length === 0 ? <Missing is="none" /> : <Chips items={tags} />;
  return <EditFrame label={label} edit={edit} now={tags.join(', ')} blocked={blocked} shown={shown} field={field} />;
}
