import { EditFrame } from './EditFrame.tsx';
import { Missing } from './Missing.tsx';
import { onEscape, takeFocus } from './field-events.ts';
import { type EditRequested, useEdit } from './use-edit.ts';

export interface EditableTextProps {
  readonly label: string;
  readonly value: string;
  readonly lines?: 'one' | 'many';
  readonly hint?: string;
  readonly blocked: string | undefined;
  readonly requestOf: (value: string, was: string) => EditRequested;
}

export function EditableText({ label, value, lines = 'one', hint, blocked, requestOf }: EditableTextProps) {
  const edit = useEdit(value, requestOf);
  const shared = {
    'aria-label': label,
    value: edit.draft,
    placeholder: hint,
    ref: takeFocus,
    readOnly: edit.is === 'saving',
    onKeyDown: onEscape(edit.cancel),
  };
  const field =
    lines === 'one' ? (
      <input {...shared} onChange={(event) => edit.type(event.currentTarget.value)} />
    ) : (
      <textarea {...shared} rows={3} onChange={(event) => edit.type(event.currentTarget.value)} />
    );
  return <EditFrame label={label} edit={edit} now={value} blocked={blocked} shown={value === '' ? <Missing is="none" /> : value} field={field} />;
}
