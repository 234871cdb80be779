import type { Question } from '#shared/contract/recovery-schema.ts';
import type { Attempt, OwnFailure } from '#shared/domain/routes/attempt.ts';
import type { Machine } from './machine.ts';

export interface AskedMachine {
  readonly machine: Machine;
  readonly isOnTheWay: boolean;
}

export interface QuestionFacts {
  readonly attempts: readonly Attempt[];
  /** The dark host, or who is on the way to it, that an attempt of this route has failed at. */
  readonly machineAt: (route: string, isOnTheWay: boolean) => Machine | undefined;
  readonly wasRefused: (machine: Machine) => boolean;
  /** Somebody has said that they will not answer. */
  readonly isDeclined: (question: string) => boolean;
}

/** What a person could do so that one of the attempts gets further; the key comes before any secret. */
export function questionOf(facts: QuestionFacts): { readonly question: Question; readonly of: AskedMachine } | undefined {
  for (const attempt of facts.attempts) {
    const found = keyQuestion(facts, attempt);
    if (found !== undefined) return found;
  }
  for (const attempt of facts.attempts) {
    const found = secretQuestion(facts, attempt);
    if (found !== undefined) return found;
  }
  return undefined;
}

type Found = ReturnType<typeof questionOf>;

function keyQuestion(facts: QuestionFacts, attempt: Attempt): Found {
  const { own, isOnTheWay } = ownFailure(attempt);
  if (own?.is !== 'host-key-unconfirmed') return undefined;
  const machine = facts.machineAt(attempt.route, isOnTheWay);
  if (machine === undefined) return undefined;
  const agreeing = facts.attempts.filter((other) => {
    const its = ownFailure(other).own;
    return other.route !== attempt.route && its?.is === 'host-key-unconfirmed' && its.shown.fingerprint === own.shown.fingerprint;
  });
  return {
    of: { machine, isOnTheWay },
    question: {
      is: 'host-key',
      id: `key ${machine.id} ${own.shown.fingerprint}`,
      of: shown(machine, isOnTheWay),
      key: { ...own.shown },
      agreeing: agreeing.map(({ route }) => route),
    },
  };
}

function secretQuestion(facts: QuestionFacts, attempt: Attempt): Found {
  const { own, isOnTheWay } = ownFailure(attempt);
  if (own?.is !== 'no-secret' && own?.is !== 'secret-refused') return undefined;
  const machine = facts.machineAt(attempt.route, isOnTheWay);
  if (machine === undefined) return undefined;
  const id = `secret ${machine.id}`;
  if (facts.isDeclined(id)) return undefined;
  return {
    of: { machine, isOnTheWay },
    question: {
      is: 'secret',
      id,
      of: shown(machine, isOnTheWay),
      user: machine.user,
      want: { is: 'password' },
      wasRefused: facts.wasRefused(machine),
    },
  };
}

function ownFailure({ failure }: Attempt): { readonly own: OwnFailure | undefined; readonly isOnTheWay: boolean } {
  if (failure?.is === 'jump-failed') return { own: failure.why, isOnTheWay: true };
  return { own: failure, isOnTheWay: false };
}

function shown({ name, address }: Machine, isOnTheWay: boolean): Question['of'] {
  return { name, address, isOnTheWay };
}
