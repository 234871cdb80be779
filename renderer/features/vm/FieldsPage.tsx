import { useState } from 'react';
import { vmSettingsText as say } from '#shared/text/vm-settings-text.ts';
import { Button } from '#renderer/ui/Button.tsx';
import { TextField } from '#renderer/ui/TextField.tsx';
import type { OtherPageProps } from './HaPage.tsx';

/** Fields people have given it; other programs keep them where XenCenter does. */
export function FieldsPage({ other: { fields, setField } }: Pick<OtherPageProps, 'other'>) {
  const [name, setName] = useState('');
  const [value, setValue] = useState('');
  const isTaken = fields.has(name.trim());
  return (
    <>
      {fields.size === 0 && <p>{say.noFields}</p>}
      {[...fields].map(([field, now]) => (
        <TextField key={field} label={field} value={now} onType={(typed) => setField(field, typed)} />
      ))}
      {fields.size > 0 && <p>{say.fieldEmptyNote}</p>}
      <TextField label={say.fieldName} value={name} problem={isTaken ? say.fieldTaken : undefined} onType={setName} />
      <TextField label={say.fieldValue} value={value} onType={setValue} />
      <Button
        why={isTaken ? say.fieldTaken : name.trim() === '' || value === '' ? say.fieldNeeds : undefined}
        onClick={() => {
          setField(name.trim(), value);
          setName('');
          setValue('');
        }}
      >
        {say.addField}
      </Button>
    </>
  );
}
