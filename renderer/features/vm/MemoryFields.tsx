import { vmSettingsText as say } from '#shared/text/vm-settings-text.ts';
import { TextField } from '#renderer/ui/TextField.tsx';
import type { VmDraft } from './use-vm-settings.ts';

const FIELDS = ['staticMin', 'dynamicMin', 'dynamicMax', 'staticMax'] as const;

export function MemoryFields({ draft, onChange }: { readonly draft: VmDraft; readonly onChange: (next: Partial<VmDraft>) => void }) {
  return (
    <>
      {FIELDS.map((field) => (
        <TextField key={field} label={say[field]} value={draft[field]} onType={(typed) => onChange({ [field]: typed })} />
      ))}
      <p>{say.memoryNote}</p>
    </>
  );
}
