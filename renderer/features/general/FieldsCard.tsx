import { useState } from 'react';
import { propertiesText } from '#shared/text/properties-text.ts';
import { Button } from '#renderer/ui/Button.tsx';
import { blockedBy, type Edited, fieldRequest, fieldRows } from './common-rows.tsx';
import { EditFrame } from './EditFrame.tsx';
import css from './FieldsCard.module.css';
import { Missing } from './Missing.tsx';
import { PropertyCard } from './PropertyCard.tsx';
import { onEscape, takeFocus } from './field-events.ts';
import { useEdit } from './use-edit.ts';

const say = propertiesText.edit;

/** Fields people have given an object; as many as they like. */
export function FieldsCard({ edited }: { readonly edited: Edited }) {
  const rows = fieldRows(edited);
  // Each new field is another form.
  const [adding, setAdding] = useState<number>();
  const add = (
    <Button kind="quiet" why={blockedBy(edited)} onClick={() => setAdding((adding ?? 0) + 1)}>
      {say.add}
    </Button>
  );
  return (
    <PropertyCard title={propertiesText.card.fields} properties={rows} mark={add}>
      <div className={css['more']}>
        {rows.length === 0 && adding === undefined && <Missing is="none" />}
        {adding !== undefined && <NewField key={adding} edited={edited} onEnd={() => setAdding(undefined)} />}
      </div>
    </PropertyCard>
  );
}

function NewField({ edited, onEnd }: { readonly edited: Edited; readonly onEnd: () => void }) {
  const [field, setField] = useState('');
  const edit = useEdit<string>('', (value, was) => fieldRequest(edited, { field: field.trim(), value, was }));
  // The field itself is in the list by now.
  if (edit.is === 'saved') return null;
  // An edit that was never opened is opened by the first letter typed.
  const shown = { ...edit, is: edit.is === 'closed' ? ('open' as const) : edit.is, cancel: onEnd };
  const inputs = (
    <>
      <input
        ref={takeFocus}
        onKeyDown={onEscape(onEnd)}
        aria-label={say.fieldName}
        placeholder={say.fieldName}
        value={field}
        onChange={(event) => setField(event.currentTarget.value)}
      />
      <input
        onKeyDown={onEscape(onEnd)}
        aria-label={say.fieldValue}
        placeholder={say.fieldValue}
        value={edit.draft}
        onChange={(event) => edit.type(event.currentTarget.value)}
      />
    </>
  );
  return <EditFrame label={say.newField} edit={shown} now="" blocked={undefined} shown={field} field={inputs} />;
}
