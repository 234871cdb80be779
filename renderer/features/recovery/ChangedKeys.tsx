import type { Investigation } from '#shared/contract/recovery-schema.ts';
import type { AttemptFailure, OwnFailure } from '#shared/domain/routes/attempt.ts';
import type { RouteCandidate } from '#shared/domain/routes/candidate.ts';
import { recoveryQuestionText } from '#shared/text/recovery-question-text.ts';
import { Icon } from '#renderer/ui/Icon.tsx';
import css from './QuestionCard.module.css';

const say = recoveryQuestionText.changed;

type Changed = Extract<OwnFailure, { is: 'host-key-changed' }>;

/** A full stop, without a button that goes on: another key than the known one is looked into, not clicked away. */
export function ChangedKeys({ investigation: { attempts, routes } }: { readonly investigation: Investigation }) {
  const changed = attempts.flatMap(({ route, failure }) => {
    const found = changedIn(failure);
    const of = routes.find(({ id }) => id === route);
    return found === undefined || of === undefined ? [] : [{ of, ...found }];
  });
  // The same machine is met on many ways.
  const each = new Map(changed.map((one) => [`${one.failure.shown.fingerprint} ${one.isOnTheWay}`, one]));
  return [...each].map(([key, one]) => <ChangedKey key={key} of={one.of} failure={one.failure} isOnTheWay={one.isOnTheWay} />);
}

interface Found {
  readonly failure: Changed;
  readonly isOnTheWay: boolean;
}

function changedIn(failure: AttemptFailure | undefined): Found | undefined {
  if (failure?.is === 'host-key-changed') return { failure, isOnTheWay: false };
  if (failure?.is === 'jump-failed' && failure.why.is === 'host-key-changed') return { failure: failure.why, isOnTheWay: true };
  return undefined;
}

function ChangedKey({ of, failure, isOnTheWay }: Found & { readonly of: RouteCandidate }) {
  const where = isOnTheWay ? (of.via?.name ?? of.address) : of.address;
  return (
    <section className={css['question']} data-tone="danger" role="alert">
      <h2>
        <Icon name="shield" tone="danger" />
        {say.title}
      </h2>
      <p>{say.what(where)}</p>
      <dl>
        <dt>{say.shown}</dt>
        <dd>{`${failure.shown.type} ${failure.shown.fingerprint}`}</dd>
        {failure.known.map(({ type, fingerprint }) => (
          <KnownKey key={fingerprint} words={`${type} ${fingerprint}`} />
        ))}
      </dl>
      <p>{say.next}</p>
    </section>
  );
}

function KnownKey({ words }: { readonly words: string }) {
  return (
    <>
      <dt>{say.known}</dt>
      <dd>{words}</dd>
    </>
  );
}
