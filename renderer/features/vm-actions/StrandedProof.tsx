import { strandedText as say } from '#shared/text/moving-text.ts';
import type { Target } from '#renderer/state/command.ts';
import { select, setTab } from '#renderer/state/ui-store.ts';
import { Button } from '#renderer/ui/Button.tsx';
import { Notice } from '#renderer/ui/Notice.tsx';
import { TextField } from '#renderer/ui/TextField.tsx';
import css from './Plan.module.css';
import type { StrandedProof as Proof } from './use-stranded-proof.ts';

export interface StrandedProofProps {
  readonly proof: Proof;
  readonly target: Target;
  readonly onClose: () => void;
}

/** Whether it is proven that nothing runs there, and what to do where it is not. */
export function StrandedProof({ proof, target, onClose }: StrandedProofProps) {
  function look(): void {
    onClose();
    select(target.item);
    setTab('dark-host', 'recovery');
  }
  if (proof.isProven) return <Notice tone="known" what={proof.words} />;
  return (
    <div className={css['proof']}>
      <Notice tone="warn" what={proof.words}>
        <Button onClick={look}>{say.look}</Button>
      </Notice>
      {proof.mayAttest && (
        <>
          <p>{say.attest}</p>
          <TextField label={say.reason} value={proof.reason} onType={proof.say} />
        </>
      )}
    </div>
  );
}
