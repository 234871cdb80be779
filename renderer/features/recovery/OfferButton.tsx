import { useState } from 'react';
import type { Investigation } from '#shared/contract/recovery-schema.ts';
import type { FaultId } from '#shared/domain/diagnosis/finding.ts';
import type { Offer } from '#shared/domain/diagnosis/offer.ts';
import { recoveryText } from '#shared/text/recovery-text.ts';
import { repairDialogText } from '#shared/text/repair-dialog-text.ts';
import type { Target } from '#renderer/state/command.ts';
import { Button } from '#renderer/ui/Button.tsx';
import { blockedWords, offerWords } from './finding-words.ts';
import css from './OfferButton.module.css';
import { RepairDialog } from './RepairDialog.tsx';

export interface OfferButtonProps {
  readonly offer: Offer;
  /** The finding it is for. */
  readonly fault: FaultId;
  readonly isPrimary: boolean;
  /** Where a neighbour is not harmless, it is worth saying of those that are. */
  readonly saysHarmless: boolean;
  readonly target: Target;
  readonly investigation: Investigation;
  readonly hostName: string;
}

/** A repair by its class; what stands in its way is said at the button. */
export function OfferButton({ offer, fault, isPrimary, saysHarmless, target, investigation, hostName }: OfferButtonProps) {
  const [isAsking, setAsking] = useState(false);
  const { label } = offerWords(offer);
  const why = offer.blockedBy.length === 0 ? undefined : repairDialogText.blocked(blockedWords(offer));
  const note = noteOf(offer, saysHarmless);
  return (
    <span className={css['offer']}>
      <Button kind={isPrimary ? 'primary' : 'plain'} why={why} onClick={() => setAsking(true)}>
        {`${label}…`}
      </Button>
      {note !== '' && <small>{note}</small>}
      {isAsking && (
        <RepairDialog
          offer={offer}
          fault={fault}
          target={target}
          investigation={investigation}
          hostName={hostName}
          onClose={() => setAsking(false)}
        />
      )}
    </span>
  );
}

function noteOf(offer: Offer, saysHarmless: boolean): string {
  if (offer.class === 'C0') return saysHarmless ? recoveryText.harmless : '';
  if (offer.class === 'C1') return '';
  const undone = offer.rollback === undefined ? '' : `; ${recoveryText.undoneAfter(offer.rollback.afterS)}`;
  return `${recoveryText.typeName}${undone}`;
}
