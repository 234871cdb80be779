import type { Finding } from '#shared/domain/diagnosis/finding.ts';

type Facts = Finding['facts'];

/** What is the matter, in one line; and what that means, for somebody who was asleep five minutes ago. */
export interface FaultWords {
  readonly title: (facts: Facts) => string;
  readonly cause: (facts: Facts) => string;
}

/** What a fact says, or something to say where it is not known. */
export function or(fact: string | undefined, otherwise: string): string {
  return fact === undefined || fact === '' ? otherwise : fact;
}

/** The words for the way in which a fault shows itself. */
export function byHow(words: Readonly<Record<string, string>>, how: string | undefined): string {
  return words[how ?? ''] ?? Object.values(words)[0] ?? '';
}

export function plural(count: string | undefined, one: string, many: string): string {
  return count === '1' ? one : many;
}
