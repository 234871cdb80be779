import type { OperationRequest } from './request.ts';

/** A guest that means to stop says so within a minute; after that one may want to force it. */
const GUEST_ANSWERS_WITHIN_MS = 60_000;

/** The harder way, for a guest that takes its time. Undefined while that is no reason to think of it. */
export function escalationOf<R extends OperationRequest>(request: R, runningForMs: number): R | undefined {
  if (!('way' in request) || request.way !== 'clean' || runningForMs < GUEST_ANSWERS_WITHIN_MS) return undefined;
  return { ...request, way: 'forced' };
}
