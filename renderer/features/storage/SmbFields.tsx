import { typingHindrances } from '#shared/domain/wizards/new-storage/hindrances.ts';
import { hindranceText, storageWizardText } from '#shared/text/storage-wizard-text.ts';
import { Field } from './Field.tsx';
import type { LocationProps } from './LocationPage.tsx';
import { LookButton, LookFailure } from './LookButton.tsx';
import css from './NewStorage.module.css';

export function SmbFields({ wizard }: LocationProps) {
  const { draft, look, stop } = wizard;
  const [hindrance] = typingHindrances(draft);
  const looked = draft.contents[''] ?? { is: 'not-yet' };
  return (
    <>
      <form
        className={css['fields']}
        onSubmit={(event) => {
          event.preventDefault();
          if (hindrance === undefined && draft.kind === 'smb') look('contents', '');
        }}
      >
        <Field name="unc" wizard={wizard} width="wide" takesFocus />
        <Field name="user" wizard={wizard} />
        <Field name="password" wizard={wizard} isSecret />
        {draft.kind === 'smb' && (
          <LookButton
            label={storageWizardText.look.contents}
            looked={looked}
            why={hindrance === undefined ? undefined : hindranceText(hindrance)}
            onLook={() => look('contents', '')}
            onStop={stop}
          />
        )}
      </form>
      <LookFailure looked={looked} />
    </>
  );
}
