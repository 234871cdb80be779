import { nameHindrances } from '#shared/domain/wizards/new-storage/hindrances.ts';
import { fieldText, storageWizardText, typingText } from '#shared/text/storage-wizard-text.ts';
import { Checkbox } from '#renderer/ui/Checkbox.tsx';
import { TextField } from '#renderer/ui/TextField.tsx';
import css from './NewStorage.module.css';
import type { NewStorage } from './use-new-storage.ts';

export function NamePage({ wizard: { draft, tell } }: { readonly wizard: NewStorage }) {
  const [problem] = nameHindrances(draft);
  const isLibrary = draft.kind === 'nfs-iso' || draft.kind === 'smb-iso';
  return (
    <>
      <TextField
        label={fieldText.name.label}
        value={draft.name}
        takesFocus
        problem={problem?.rule === 'typing' ? typingText(problem.problem) : undefined}
        onType={(text) => tell({ do: 'name', text })}
      />
      <Checkbox
        label={storageWizardText.autoDescription}
        isOn={!draft.isDescribedByHand}
        onChange={(isOn) => tell(isOn ? { do: 'describe-by-itself' } : { do: 'describe', text: '' })}
      />
      {draft.isDescribedByHand && (
        <TextField label={fieldText.description.label} value={draft.description} onType={(text) => tell({ do: 'describe', text })} />
      )}
      {!isLibrary && (
        <div>
          <Checkbox label={storageWizardText.asDefault} isOn={draft.asDefault} onChange={(isOn) => tell({ do: 'default', isOn })} />
          <p className={css['note']}>{storageWizardText.asDefaultHint}</p>
        </div>
      )}
    </>
  );
}
