import { useEffect, useRef, useState } from 'react';
import type { Failure } from '#shared/contract/failure.ts';
import { connectText } from '#shared/text/connect-text.ts';
import { failureText } from '#shared/text/failure-text.ts';
import { jumpQuestionText as say } from '#shared/text/jump-text.ts';
import { useClient } from '#renderer/state/client-context.ts';
import { inBackground } from '#renderer/state/in-background.ts';
import { Button } from '#renderer/ui/Button.tsx';
import { Checkbox } from '#renderer/ui/Checkbox.tsx';
import { CopyButton } from '#renderer/ui/CopyButton.tsx';
import { Icon } from '#renderer/ui/Icon.tsx';
import { Notice } from '#renderer/ui/Notice.tsx';
import { TextField } from '#renderer/ui/TextField.tsx';
import css from './TrustQuestion.module.css';

type JumpFailure = Extract<Failure, { kind: 'ssh-jump' }>;
export type Jump = NonNullable<JumpFailure['jump']>;

/** Undefined where nobody at this window could answer. */
export function jumpQuestion(failure: Failure): JumpFailure | undefined {
  const isAsked = failure.kind === 'ssh-jump' && failure.jump !== undefined && askedOf.has(failure.why.is);
  return isAsked ? failure : undefined;
}

const askedOf: ReadonlySet<string> = new Set(['host-key-unconfirmed', 'no-secret', 'secret-refused']);

export interface JumpQuestionProps {
  readonly failure: JumpFailure;
  /** Answered: the connection can be tried again. */
  readonly onDone: () => void;
  readonly onRefuse: () => void;
}

/** What a jump host needs of a person before it leads anywhere; asked in place of the form. */
export function JumpQuestion({ failure: { jump, why }, onDone, onRefuse }: JumpQuestionProps) {
  const section = useRef<HTMLElement>(null);
  useEffect(() => section.current?.focus(), []);
  if (jump === undefined) return null;
  return (
    <section className={css['question']} ref={section} tabIndex={-1} aria-labelledby="jump-title">
      {why.is === 'host-key-unconfirmed' ? (
        <KeyQuestion jump={jump} shown={why.shown} onDone={onDone} onRefuse={onRefuse} />
      ) : (
        <PasswordQuestion jump={jump} wasRefused={why.is === 'secret-refused' && why.tried.length > 0} onDone={onDone} onRefuse={onRefuse} />
      )}
    </section>
  );
}

interface Asked extends Omit<JumpQuestionProps, 'failure'> {
  readonly jump: Jump;
}

function KeyQuestion({ jump, shown, onDone, onRefuse }: Asked & { readonly shown: { readonly type: string; readonly fingerprint: string } }) {
  const client = useClient();
  const [failure, setFailure] = useState<Failure>();
  function accept(): void {
    inBackground(
      client
        .call('access.confirm-jump-key', { bastion: jump.id, key: { ...shown } })
        .then((result) => (result.ok ? onDone() : setFailure(result.failure))),
    );
  }
  return (
    <>
      <h3 id="jump-title">
        <Icon name="shield" tone="warn" />
        {say.keyTitle(jump.name)}
      </h3>
      <p>{say.keyIntro(jump.name, jump.address)}</p>
      <dl>
        <dt>{shown.type}</dt>
        <dd data-evidence="true">{shown.fingerprint}</dd>
      </dl>
      <p>{say.compare}</p>
      {failure !== undefined && <Notice tone="danger" {...failureText(failure)} />}
      <div className={css['answers']}>
        <Button size="dialog" onClick={onRefuse}>
          {say.refuse}
        </Button>
        <Button size="dialog" onClick={accept}>
          {say.accept}
        </Button>
        <CopyButton size="dialog" kind="quiet" text={() => shown.fingerprint} doneLabel={connectText.copied}>
          {say.copy}
        </CopyButton>
      </div>
    </>
  );
}

function PasswordQuestion({ jump, wasRefused, onDone, onRefuse }: Asked & { readonly wasRefused: boolean }) {
  const client = useClient();
  const [password, setPassword] = useState('');
  const [isKept, setKept] = useState(false);
  const [failure, setFailure] = useState<Failure>();
  const title = say.passwordTitle(jump.user, jump.name);
  function send(): void {
    inBackground(
      client
        .call('access.give-password', { bastion: jump.id, password, isKept })
        .then((result) => (result.ok ? onDone() : setFailure(result.failure))),
    );
  }
  return (
    <form
      className={css['question']}
      onSubmit={(event) => {
        event.preventDefault();
        if (password !== '') send();
      }}
    >
      <h3 id="jump-title">
        <Icon name="key" tone="warn" />
        {title}
      </h3>
      {wasRefused && <p role="alert">{say.refused}</p>}
      <p>{say.once}</p>
      <TextField label={title} value={password} isSecret takesFocus onType={setPassword} />
      <Checkbox label={say.keep} isOn={isKept} onChange={setKept} />
      {failure !== undefined && <Notice tone="danger" {...failureText(failure)} />}
      <div className={css['answers']}>
        <Button size="dialog" onClick={onRefuse}>
          {connectText.back}
        </Button>
        <Button size="dialog" kind="primary" submits why={password === '' ? say.empty : undefined}>
          {say.send}
        </Button>
      </div>
    </form>
  );
}
