import { type ReactNode, type SubmitEvent, useState } from 'react';
import type { Failure } from '#shared/contract/failure.ts';
import type { VaultNeed } from '#shared/domain/wizards/connect-form.ts';
import { vaultText } from '#shared/text/connect-text.ts';
import { failureText } from '#shared/text/failure-text.ts';
import { useClient } from '#renderer/state/client-context.ts';
import { Button } from '#renderer/ui/Button.tsx';
import { Notice } from '#renderer/ui/Notice.tsx';
import { TextField } from '#renderer/ui/TextField.tsx';
import css from './ConnectForm.module.css';

export interface VaultPromptProps {
  readonly why: VaultNeed;
  readonly onOpen: () => void;
  /** The ways around it. */
  readonly children: ReactNode;
}

/** Unlocks the saved passwords, or has a passphrase chosen for the first of them. */
export function VaultPrompt({ why, onOpen, children }: VaultPromptProps) {
  const client = useClient();
  const [typed, setTyped] = useState({ passphrase: '', again: '' });
  const [failure, setFailure] = useState<Failure>();
  const differs = why === 'no-passphrase' && typed.again !== '' && typed.again !== typed.passphrase;

  async function open(): Promise<void> {
    const { passphrase } = typed;
    const result = why === 'locked' ? await client.call('vault.unlock', { passphrase }) : await client.call('vault.choose', { next: passphrase });
    if (result.ok) onOpen();
    else setFailure(result.failure);
  }

  function submit(event: SubmitEvent): void {
    event.preventDefault();
    if (typed.passphrase === '' || (why === 'no-passphrase' && typed.again !== typed.passphrase)) return;
    open().catch((error: unknown) => reportError(error));
  }

  return (
    <form className={css['form']} aria-labelledby="vault-title" onSubmit={submit}>
      <h3 id="vault-title">{vaultText.title[why]}</h3>
      <p>{vaultText.intro[why]}</p>
      <TextField
        label={vaultText.passphrase}
        value={typed.passphrase}
        isSecret
        takesFocus
        onType={(passphrase) => setTyped({ ...typed, passphrase })}
      />
      {why === 'no-passphrase' && (
        <TextField
          label={vaultText.again}
          value={typed.again}
          isSecret
          problem={differs ? vaultText.differs : undefined}
          onType={(again) => setTyped({ ...typed, again })}
        />
      )}
      {failure !== undefined && <Notice tone="danger" {...failureText(failure)} />}
      <div className={css['actions']}>
        <Button kind="primary" size="dialog" submits>
          {vaultText.go[why]}
        </Button>
        {children}
      </div>
    </form>
  );
}
