import { storageOffers } from '#shared/domain/storage/offer.ts';
import { isPassword } from '#shared/domain/wizards/new-storage/question.ts';
import { storageWizardText } from '#shared/text/storage-wizard-text.ts';
import { Checkbox } from '#renderer/ui/Checkbox.tsx';
import { TextField } from '#renderer/ui/TextField.tsx';
import { HostChoice } from './HostChoice.tsx';
import type { LocationProps } from './LocationPage.tsx';

/** A page made of what the driver itself says it wants to be told. */
export function DriverFields({ wizard, inventory }: LocationProps) {
  const { draft, tell } = wizard;
  const wants = storageOffers(inventory).find(({ kind, type }) => kind === 'other' && type === draft.type)?.wants ?? [];
  return (
    <>
      {draft.reattaching === undefined && (
        <Checkbox label={storageWizardText.shared} isOn={draft.isShared} onChange={(isShared) => tell({ do: 'share', isShared })} />
      )}
      {!draft.isShared && <HostChoice wizard={wizard} inventory={inventory} />}
      {wants.map(({ key, help }, index) => (
        <TextField
          key={key}
          label={storageWizardText.byHand(key, help)}
          value={draft.config[key] ?? ''}
          takesFocus={index === 0}
          isSecret={isPassword(key)}
          onType={(text) => tell({ do: 'configure', key, text })}
        />
      ))}
    </>
  );
}
