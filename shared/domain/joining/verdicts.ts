import type { JoinCell, JoinCheck } from './cell.ts';
import type { JoinSide } from './side.ts';

/** The candidate and the pool it is to join. */
export interface Pair {
  readonly host: JoinSide;
  readonly pool: JoinSide;
}

type Facts = Partial<Omit<JoinCell, 'check' | 'verdict' | 'code'>>;

const none = { host: '', pool: '', names: [] } as const;

export function passed(check: JoinCheck, facts: Facts = {}): JoinCell {
  return { ...none, ...facts, check, verdict: 'passed' };
}

export function warns(check: JoinCheck, facts: Facts = {}): JoinCell {
  return { ...none, ...facts, check, verdict: 'warns' };
}

export function failed(check: JoinCheck, code: string, facts: Facts = {}): JoinCell {
  return { ...none, ...facts, check, verdict: 'failed', code };
}
