import { useEffect, useRef } from 'react';
import type { Input } from '#shared/contract/calls.ts';
import type { Investigation, Question } from '#shared/contract/recovery-schema.ts';
import { useClient } from '#renderer/state/client-context.ts';
import { HostKeyQuestion } from './HostKeyQuestion.tsx';
import css from './QuestionCard.module.css';
import { SecretQuestion } from './SecretQuestion.tsx';

export type Answer = Input<'recovery.answer'>['answer'];

/** Asked in its place, so that nothing goes on before it is answered. */
export function QuestionCard({ question, investigation }: { readonly question: Question; readonly investigation: Investigation }) {
  const client = useClient();
  const card = useRef<HTMLElement>(null);
  // Whoever waits for the host reads this next; whoever types elsewhere is not disturbed.
  useEffect(() => {
    if (document.activeElement === document.body || card.current?.closest('[role=tabpanel]')?.contains(document.activeElement) === true) {
      card.current?.focus();
    }
  }, []);
  function answer(given: Answer): void {
    const { server, host } = investigation;
    client.call('recovery.answer', { server, host, question: question.id, answer: given }).catch((error: unknown) => reportError(error));
  }
  return (
    <section className={css['question']} ref={card} tabIndex={-1} aria-labelledby={`question-${question.id}`}>
      {question.is === 'host-key' ? (
        <HostKeyQuestion question={question} onAnswer={answer} />
      ) : (
        <SecretQuestion question={question} onAnswer={answer} />
      )}
    </section>
  );
}
