import type { FieldName } from '#shared/domain/wizards/new-storage/draft.ts';
import { typingHindrances } from '#shared/domain/wizards/new-storage/hindrances.ts';
import { fieldText, typingText } from '#shared/text/storage-wizard-text.ts';
import { TextField } from '#renderer/ui/TextField.tsx';
import type { NewStorage } from './use-new-storage.ts';

export interface FieldProps {
  readonly name: FieldName;
  readonly wizard: NewStorage;
  readonly width?: 'wide' | 'short';
  readonly isSecret?: boolean;
  readonly takesFocus?: boolean;
}

/** A field of the location, which says what is wrong with it once there is something in it. */
export function Field({ name, wizard: { draft, tell }, width, isSecret = false, takesFocus = false }: FieldProps) {
  const value = draft.fields[name];
  const problem = typingHindrances(draft).find((hindrance) => hindrance.rule === 'typing' && hindrance.field === name);
  const { label, hint } = fieldText[name];
  return (
    <div data-width={width}>
      <TextField
        label={label}
        hint={hint}
        value={value}
        isSecret={isSecret}
        takesFocus={takesFocus}
        problem={value !== '' && problem?.rule === 'typing' ? typingText(problem.problem) : undefined}
        onType={(text) => tell({ do: 'type', field: name, text })}
      />
    </div>
  );
}
