import type { FormEvent } from 'react';
import type { ConnectStep } from '#shared/contract/calls/server-calls.ts';
import { failureText } from '#shared/text/failure-text.ts';
import { connectProblemText, connectStepText, windowText } from '#shared/text/window-text.ts';
import { Button } from '#renderer/ui/Button.tsx';
import { Notice } from '#renderer/ui/Notice.tsx';
import { TextField } from '#renderer/ui/TextField.tsx';
import css from './ConnectForm.module.css';
import { TrustQuestion } from './TrustQuestion.tsx';
import type { Connecting } from './use-connect.ts';

export interface ConnectFormProps {
  readonly connecting: Connecting;
  /** How far the attempt has come. */
  readonly step: ConnectStep | undefined;
}

export function ConnectForm({ connecting, step }: ConnectFormProps) {
  const { form, problem } = connecting;
  const say = windowText.connect;
  const isBusy = form.phase.is === 'connecting';
  const isAddressBad = problem?.rule === 'bad-address';

  function submit(event: FormEvent): void {
    event.preventDefault();
    connecting.connect();
  }

  if (form.phase.is === 'asking') {
    const { question } = form.phase;
    return <TrustQuestion key={question.address} question={question} onTrust={connecting.trust} onRefuse={connecting.back} />;
  }
  return (
    <form className={css['form']} onSubmit={submit} aria-busy={isBusy}>
      <TextField
        label={say.address}
        hint={say.addressHint}
        value={form.address}
        takesFocus
        problem={isAddressBad ? connectProblemText(problem) : undefined}
        onType={(text) => connecting.type('address', text)}
      />
      <div className={css['pair']}>
        <TextField label={say.user} value={form.user} onType={(text) => connecting.type('user', text)} />
        <TextField label={say.password} value={form.password} isSecret onType={(text) => connecting.type('password', text)} />
      </div>
      {form.phase.is === 'failed' && <Notice tone="danger" {...failureText(form.phase.failure)} />}
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
        <output>{isBusy ? connectStepText[step ?? 'reach'] : noteFor(problem)}</output>
      </div>
    </form>
  );
}

function noteFor(problem: Connecting['problem']): string {
  if (problem === undefined || problem.rule === 'bad-address') return windowText.connect.passwordNote;
  return connectProblemText(problem);
}
