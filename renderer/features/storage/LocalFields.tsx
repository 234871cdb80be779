import { typingHindrances } from '#shared/domain/wizards/new-storage/hindrances.ts';
import { hindranceText, storageWizardText } from '#shared/text/storage-wizard-text.ts';
import { Field } from './Field.tsx';
import { HostChoice } from './HostChoice.tsx';
import type { LocationProps } from './LocationPage.tsx';
import { LookButton, LookFailure } from './LookButton.tsx';
import css from './NewStorage.module.css';

/** Drivers of local disks do not list what a host has, so paths are typed; what lies there is looked at before anything is written. */
export function LocalFields({ wizard, inventory }: LocationProps) {
  const { draft, look, stop } = wizard;
  const [hindrance] = typingHindrances(draft);
  const looked = draft.contents[''] ?? { is: 'not-yet' };
  return (
    <>
      <form
        className={css['fields']}
        onSubmit={(event) => {
          event.preventDefault();
          if (hindrance === undefined) look('contents', '');
        }}
      >
        <HostChoice wizard={wizard} inventory={inventory} />
        <Field name="devices" wizard={wizard} width="wide" takesFocus />
        <LookButton
          label={storageWizardText.look.contents}
          looked={looked}
          why={hindrance === undefined ? undefined : hindranceText(hindrance)}
          onLook={() => look('contents', '')}
          onStop={stop}
        />
      </form>
      <LookFailure looked={looked} />
    </>
  );
}
