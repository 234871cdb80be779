import { mayCall } from '#shared/domain/connection/permissions.ts';
import type { Problem } from '#shared/domain/rules/problem.ts';
import { linkOf } from '#shared/domain/rules/rule-facts.ts';
import { commandText } from '#shared/text/commands-text.ts';
import { problemText } from '#shared/text/problem-text.ts';
import { accessStore } from '#renderer/state/access-store.ts';
import type { Target } from '#renderer/state/command.ts';

const MOST = 3;

/** Why none of them can: everything for one object; of several what stands first against each, most frequent first. */
export function reasonsOf(refused: readonly (readonly Problem[])[]): readonly string[] {
  const [only] = refused;
  if (only !== undefined && refused.length === 1) return [...new Set(only.map(problemText))].slice(0, MOST);
  const counts = new Map<string, number>();
  for (const [first] of refused) {
    const words = first === undefined ? '' : problemText(first);
    counts.set(words, (counts.get(words) ?? 0) + 1);
  }
  const found = [...counts].toSorted(([, a], [, b]) => b - a);
  if (found.length === 1) return found.map(([words]) => words);
  const shown = found.slice(0, MOST).map(([words, count]) => commandText.ofSome(count, words));
  const left = found.slice(MOST).reduce((sum, [, count]) => sum + count, 0);
  return left === 0 ? shown : [...shown, commandText.otherReasons(left)];
}

/** Of what begins with questions: nobody answers for the pool, or the account may not make the call it all ends in. */
export function whyNotOpen({ server: { id, state } }: Target, call: string): readonly string[] {
  const link = linkOf(state);
  if (link !== 'live') return [problemText({ rule: link === 'file' ? 'only-a-picture' : 'server-not-live' })];
  const access = accessStore.getState().get(id);
  return access === undefined || mayCall(access, call) ? [] : [problemText({ rule: 'not-permitted', call })];
}
