import type { Inventory } from '#shared/domain/inventory/inventory.ts';
import { canBeDefault } from '#shared/domain/wizards/new-storage/requests.ts';
import { nameHindrances } from '#shared/domain/wizards/new-storage/hindrances.ts';
import { fieldText, storageWizardText, typingText } from '#shared/text/storage-wizard-text.ts';
import { Checkbox } from '#renderer/ui/Checkbox.tsx';
import { TextField } from '#renderer/ui/TextField.tsx';
import css from './NewStorage.module.css';
import type { NewStorage } from './use-new-storage.ts';

export function NamePage({ wizard: { draft, tell }, inventory }: { readonly wizard: NewStorage; readonly inventory: Inventory }) {
  const [problem] = nameHindrances(draft);
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
      {canBeDefault(draft, inventory) && (
        <div>
          <Checkbox label={storageWizardText.asDefault} isOn={draft.asDefault} onChange={(isOn) => tell({ do: 'default', isOn })} />
          <p className={css['note']}>{storageWizardText.asDefaultHint}</p>
        </div>
      )}
    </>
  );
}
