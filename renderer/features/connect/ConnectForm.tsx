import type { SubmitEvent } from 'react';
import type { ConnectStep } from '#shared/contract/calls/server-calls.ts';
import type { Failure } from '#shared/contract/failure.ts';
import { connectText, vaultHint, vaultText } from '#shared/text/connect-text.ts';
import { failureText } from '#shared/text/failure-text.ts';
import { connectProblemText, windowText } from '#shared/text/window-text.ts';
import { Button } from '#renderer/ui/Button.tsx';
import { Checkbox } from '#renderer/ui/Checkbox.tsx';
import { Notice } from '#renderer/ui/Notice.tsx';
import { TextField } from '#renderer/ui/TextField.tsx';
import css from './ConnectForm.module.css';
import { ConnectSteps } from './ConnectSteps.tsx';
import { JumpQuestion, jumpQuestion } from './JumpQuestion.tsx';
import { ProxyFields } from './ProxyFields.tsx';
import { TrustQuestion } from './TrustQuestion.tsx';
import type { Connecting } from './use-connect.ts';
import { useVault } from './use-vault.ts';
import { VaultPrompt } from './VaultPrompt.tsx';

export interface ConnectFormProps {
  readonly connecting: Connecting;
  /** How far the attempt has come. */
  readonly step: ConnectStep | undefined;
}

/** The form, or in its place what has to be answered before it can go on. */
export function ConnectForm({ connecting, step }: ConnectFormProps) {
  const { phase } = connecting.form;
  if (phase.is === 'asking') {
    const { question } = phase;
    return <TrustQuestion key={question.address} question={question} onTrust={connecting.trust} onRefuse={connecting.back} />;
  }
  if (phase.is === 'jump') {
    const failure = jumpQuestion(phase.failure);
    if (failure !== undefined) return <JumpQuestion key={failure.why.is} failure={failure} onDone={connecting.again} onRefuse={connecting.back} />;
  }
  if (phase.is === 'vault') {
    return (
      <VaultPrompt why={phase.why} onOpen={() => connecting.vaultDone('server-and-password')}>
        <Button size="dialog" onClick={() => connecting.vaultDone('server')}>
          {vaultText.without}
        </Button>
        <Button size="dialog" kind="quiet" onClick={connecting.back}>
          {connectText.back}
        </Button>
      </VaultPrompt>
    );
  }
  return <Fields connecting={connecting} step={step} />;
}

function Fields({ connecting, step }: ConnectFormProps) {
  const { form, problem, offered } = connecting;
  const say = windowText.connect;
  const vault = useVault();
  const isBusy = form.phase.is === 'connecting';

  function submit(event: SubmitEvent): void {
    event.preventDefault();
    if (!isBusy) connecting.connect();
  }

  return (
    <form className={css['form']} onSubmit={submit} aria-busy={isBusy}>
      <TextField
        label={say.address}
        hint={say.addressHint}
        value={form.address}
        takesFocus
        suggestions={offered}
        problem={problem?.rule === 'bad-address' ? connectProblemText(problem) : undefined}
        onType={(text) => connecting.type('address', text)}
      />
      <div className={css['pair']}>
        <TextField label={say.user} value={form.user} onType={(text) => connecting.type('user', text)} />
        <TextField label={say.password} value={form.password} isSecret hint={vaultHint(vault)} onType={(text) => connecting.type('password', text)} />
      </div>
      <Kept connecting={connecting} />
      <ProxyFields proxy={form.proxy} onChange={connecting.route} problem={problem} />
      {form.phase.is === 'failed' && <Refused failure={form.phase.failure} onShow={connecting.show} />}
      {isBusy && <ConnectSteps step={step ?? 'resolve'} />}
      <div className={css['actions']}>
        {isBusy ? (
          <Button size="dialog" onClick={connecting.back}>
            {say.cancel}
          </Button>
        ) : (
          <Button kind="primary" size="dialog" submits>
            {form.phase.is === 'failed' ? say.tryAgain : say.connect}
          </Button>
        )}
        {!isBusy && <output>{noteFor(connecting)}</output>}
      </div>
    </form>
  );
}

function Kept({ connecting }: Pick<ConnectFormProps, 'connecting'>) {
  const { remember } = connecting.form;
  return (
    <div className={css['kept']}>
      <Checkbox
        label={connectText.rememberServer}
        isOn={remember !== 'nothing'}
        onChange={(isOn) => connecting.remember(isOn ? 'server' : 'nothing')}
      />
      <Checkbox
        label={connectText.rememberPassword}
        isOn={remember === 'server-and-password'}
        onChange={(isOn) => connecting.remember(isOn ? 'server-and-password' : 'server')}
      />
    </div>
  );
}

function Refused({ failure, onShow }: { readonly failure: Failure; readonly onShow: (server: string) => void }) {
  return (
    <Notice tone="danger" {...failureText(failure)}>
      {failure.kind === 'already-connected' && <Button onClick={() => onShow(failure.server)}>{connectText.showIt}</Button>}
    </Notice>
  );
}

function noteFor({ problem, form }: Connecting): string {
  const isAtField =
    problem?.rule === 'bad-address' || problem?.rule === 'bad-proxy' || (problem?.rule === 'bad-jump' && form.proxy.jumpAddress !== '');
  if (problem !== undefined && !isAtField) return connectProblemText(problem);
  return form.remember === 'server-and-password' ? '' : windowText.connect.passwordNote;
}
