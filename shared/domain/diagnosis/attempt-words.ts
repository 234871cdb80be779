import type { Attempt } from '#shared/domain/routes/attempt.ts';
import type { RouteCandidate } from '#shared/domain/routes/candidate.ts';
import type { AttemptWord } from './believed.ts';

const states: Readonly<Record<Attempt['state'], AttemptWord['state']>> = {
  running: 'running',
  waiting: 'waiting',
  works: 'done',
  'in-use': 'done',
  failed: 'failed',
};

/** What the tries say of the host; one that failed on the way there says nothing of it. */
export function attemptWords(attempts: readonly Attempt[], candidates: readonly RouteCandidate[]): readonly AttemptWord[] {
  return attempts.flatMap(({ route, stage, state, failure }): AttemptWord[] => {
    const candidate = candidates.find(({ id }) => id === route);
    if (candidate === undefined || candidate.kind === 'bmc') return [];
    return [{ route: { kind: candidate.kind, address: candidate.address }, stage, state: states[state], failure: failure?.is }];
  });
}
