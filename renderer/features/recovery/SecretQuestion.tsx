import { useState } from 'react';
import type { Question } from '#shared/contract/recovery-schema.ts';
import { recoveryQuestionText } from '#shared/text/recovery-question-text.ts';
import { Button } from '#renderer/ui/Button.tsx';
import { Checkbox } from '#renderer/ui/Checkbox.tsx';
import { Icon } from '#renderer/ui/Icon.tsx';
import { TextField } from '#renderer/ui/TextField.tsx';
import type { Answer } from './QuestionCard.tsx';
import css from './QuestionCard.module.css';

const say = recoveryQuestionText.secret;

type Asked = Extract<Question, { is: 'secret' }>;

export interface SecretQuestionProps {
  readonly question: Asked;
  readonly onAnswer: (answer: Answer) => void;
}

/** A password, a passphrase, or whatever the machine itself asks; what is typed leaves this window once. */
export function SecretQuestion({ question, onAnswer }: SecretQuestionProps) {
  const fields = fieldsOf(question);
  const [typed, setTyped] = useState<readonly string[]>(fields.map(() => ''));
  const [isKept, setKept] = useState(false);
  const isEmpty = typed.some((text) => text === '');
  return (
    <form
      className={css['fields']}
      onSubmit={(event) => {
        event.preventDefault();
        if (!isEmpty) onAnswer({ is: 'secrets', secrets: [...typed], isKept });
      }}
    >
      <h2 id={`question-${question.id}`}>
        <Icon name="key" tone="warn" />
        {titleOf(question)}
      </h2>
      <p>{say.once}</p>
      {question.wasRefused && <p role="alert">{say.refused}</p>}
      {fields.map(({ label, isSecret }, index) => (
        <TextField
          key={label}
          label={label}
          value={typed[index] ?? ''}
          isSecret={isSecret}
          takesFocus={index === 0}
          onType={(text) => setTyped(typed.map((before, at) => (at === index ? text : before)))}
        />
      ))}
      {question.want.is !== 'prompts' && <Checkbox label={say.keep} isOn={isKept} onChange={setKept} />}
      <div className={css['answers']}>
        <Button size="dialog" onClick={() => onAnswer({ is: 'refuse' })}>
          {say.stop}
        </Button>
        <Button size="dialog" kind="primary" submits why={isEmpty ? say.empty : undefined}>
          {say.send}
        </Button>
      </div>
    </form>
  );
}

function titleOf({ want, user, of }: Asked): string {
  switch (want.is) {
    case 'password':
      return say.password(user, of.name);
    case 'passphrase':
      return say.passphrase(want.key);
    default:
      return want.title === '' ? say.prompts(of.name) : want.title;
  }
}

function fieldsOf(question: Asked): readonly { readonly label: string; readonly isSecret: boolean }[] {
  const { want } = question;
  if (want.is === 'prompts') return want.prompts.map(({ text, isShown }) => ({ label: text, isSecret: !isShown }));
  return [{ label: titleOf(question), isSecret: true }];
}
