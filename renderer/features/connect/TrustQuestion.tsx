import { useEffect, useRef } from 'react';
import type { Certificate } from '#shared/contract/failure.ts';
import type { TrustQuestion as Question } from '#shared/domain/wizards/connect-form.ts';
import { connectText } from '#shared/text/connect-text.ts';
import { dateText } from '#shared/text/format.ts';
import { windowText } from '#shared/text/window-text.ts';
import { Button } from '#renderer/ui/Button.tsx';
import { CopyButton } from '#renderer/ui/CopyButton.tsx';
import { Icon } from '#renderer/ui/Icon.tsx';
import { Fingerprint } from '#renderer/ui/Fingerprint.tsx';
import css from './TrustQuestion.module.css';

export interface TrustQuestionProps {
  readonly question: Question<Certificate>;
  readonly onTrust: () => void;
  readonly onRefuse: () => void;
}

/** Asked in place of the form, so that nothing can be sent before it is answered. */
export function TrustQuestion({ question, onTrust, onRefuse }: TrustQuestionProps) {
  const { address, certificate, pinned } = question;
  const say = windowText.trust;
  const hasChanged = pinned !== undefined;
  const section = useRef<HTMLElement>(null);
  // The button that had the focus is gone with the form; the question is what has to be read next.
  useEffect(() => section.current?.focus(), []);
  return (
    <section className={css['question']} ref={section} tabIndex={-1} aria-labelledby="trust-title">
      <h3 id="trust-title">
        <Icon name="shield" tone={hasChanged ? 'danger' : 'warn'} />
        {hasChanged ? say.changedTitle : say.title}
      </h3>
      <p>{hasChanged ? say.changed(address) : say.intro(address)}</p>
      {question.isListedByPool !== undefined && <Record isListed={question.isListedByPool} />}
      <div className={css['certificates']} data-count={hasChanged ? 2 : 1}>
        {hasChanged && <Former question={question} fingerprint={pinned} />}
        <Shown certificate={certificate} title={hasChanged ? connectText.now : undefined} />
      </div>
      <div className={css['answers']}>
        <Button size="dialog" onClick={onRefuse}>
          {say.refuse}
        </Button>
        <Button size="dialog" onClick={onTrust}>
          {say.accept}
        </Button>
        <CopyButton size="dialog" kind="quiet" text={() => certificate.fingerprint} doneLabel={connectText.copied}>
          {connectText.copyFingerprint}
        </CopyButton>
      </div>
    </section>
  );
}

function Record({ isListed }: { readonly isListed: boolean }) {
  return (
    <p className={css['record']}>
      <Icon name={isListed ? 'ok' : 'warning'} tone={isListed ? 'ok' : 'danger'} />
      {isListed ? connectText.listed : connectText.notListed}
    </p>
  );
}

function Shown({ certificate, title }: { readonly certificate: Certificate; readonly title: string | undefined }) {
  const say = windowText.trust;
  return (
    <div>
      {title !== undefined && <h4>{title}</h4>}
      <dl>
        <dt>{say.fingerprint}</dt>
        <dd data-evidence="true">
          <Fingerprint text={certificate.fingerprint} />
        </dd>
        <dt>{say.validity}</dt>
        <dd>{say.between(dateText(certificate.validFromMs), dateText(certificate.validToMs))}</dd>
        <dt>{say.subject}</dt>
        <dd>{certificate.subject}</dd>
        <dt>{say.issuer}</dt>
        <dd>{certificate.issuer}</dd>
      </dl>
    </div>
  );
}

function Former({ question, fingerprint }: { readonly question: Question<Certificate>; readonly fingerprint: string }) {
  const say = windowText.trust;
  const { pinnedValidity } = question;
  return (
    <div>
      <h4>{connectText.before}</h4>
      <dl>
        <dt>{say.fingerprint}</dt>
        <dd data-evidence="true">
          <Fingerprint text={fingerprint} />
        </dd>
        <dt>{say.validity}</dt>
        <dd>
          {pinnedValidity === undefined ? connectText.unknownValidity : say.between(dateText(pinnedValidity.fromMs), dateText(pinnedValidity.toMs))}
        </dd>
      </dl>
    </div>
  );
}
