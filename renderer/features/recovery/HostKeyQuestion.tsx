import type { Question } from '#shared/contract/recovery-schema.ts';
import { recoveryText } from '#shared/text/recovery-text.ts';
import { recoveryQuestionText } from '#shared/text/recovery-question-text.ts';
import { Button } from '#renderer/ui/Button.tsx';
import { CopyButton } from '#renderer/ui/CopyButton.tsx';
import { Icon } from '#renderer/ui/Icon.tsx';
import type { Answer } from './QuestionCard.tsx';
import css from './QuestionCard.module.css';

const say = recoveryQuestionText.hostKey;

export interface HostKeyQuestionProps {
  readonly question: Extract<Question, { is: 'host-key' }>;
  readonly onAnswer: (answer: Answer) => void;
}

/** The first time: who compares the fingerprint now need not wonder later. */
export function HostKeyQuestion({ question: { id, of, key, agreeing }, onAnswer }: HostKeyQuestionProps) {
  return (
    <>
      <h2 id={`question-${id}`}>
        <Icon name="shield" tone="warn" />
        {say.title(of.name)}
      </h2>
      <p>{say.intro(of.name, of.address)}</p>
      <dl>
        <dt>{key.type}</dt>
        <dd>{key.fingerprint}</dd>
      </dl>
      <ul>
        {agreeing.length > 0 && (
          <li>
            <Icon name="ok" tone="ok" size="small" />
            {say.agree(agreeing.length)}
          </li>
        )}
        {of.isOnTheWay && (
          <li>
            <Icon name="route" tone="quiet" size="small" />
            {say.onTheWay}
          </li>
        )}
      </ul>
      <p>{say.compare}</p>
      <div className={css['answers']}>
        <Button size="dialog" onClick={() => onAnswer({ is: 'refuse' })}>
          {say.refuse}
        </Button>
        <Button size="dialog" onClick={() => onAnswer({ is: 'accept-key' })}>
          {say.accept}
        </Button>
        <CopyButton size="dialog" kind="quiet" text={() => key.fingerprint} doneLabel={recoveryText.copied}>
          {say.copy}
        </CopyButton>
      </div>
    </>
  );
}
