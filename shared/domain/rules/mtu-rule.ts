import type { Problem } from './problem.ts';

const LEAST_MTU = 68;
const MOST_MTU = 9216;

export function mtuProblems(mtu: number): readonly Problem[] {
  return Number.isInteger(mtu) && mtu >= LEAST_MTU && mtu <= MOST_MTU ? [] : [{ rule: 'bad-mtu', least: LEAST_MTU, most: MOST_MTU }];
}
