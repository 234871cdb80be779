import type { Failure } from '#shared/contract/failure.ts';
import type { Looked } from '#shared/domain/wizards/new-storage/draft.ts';
import { failureText } from '#shared/text/failure-text.ts';
import { storageWizardText } from '#shared/text/storage-wizard-text.ts';
import { Button } from '#renderer/ui/Button.tsx';
import { Icon } from '#renderer/ui/Icon.tsx';
import { Notice } from '#renderer/ui/Notice.tsx';

export interface LookButtonProps {
  readonly label: string;
  readonly looked: Looked<Failure>;
  readonly why?: string | undefined;
  readonly onLook: () => void;
  readonly onStop: () => void;
}

export function LookButton({ label, looked, why, onLook, onStop }: LookButtonProps) {
  if (looked.is === 'looking') {
    return (
      <div data-width="button" aria-busy="true">
        <Button size="dialog" onClick={onStop}>
          {storageWizardText.stop}
        </Button>
        <output>{storageWizardText.looking}</output>
      </div>
    );
  }
  return (
    <div data-width="button">
      <Button size="dialog" why={why} onClick={onLook}>
        <Icon name="search" size="small" />
        {label}
      </Button>
    </div>
  );
}

/** What went wrong with a look: cause, what to check, and the driver's own words. */
export function LookFailure({ looked }: { readonly looked: Looked<Failure> }) {
  return looked.is === 'failed' ? <Notice tone="danger" {...failureText(looked.failure)} /> : null;
}
