import type { OperationRequest } from './request.ts';

/** What can be offered after a failure: the harder way where there is one, else the same again if that may help. */
export function nextSteps<R extends OperationRequest>(request: R, failure: { readonly kind: string }): readonly R[] {
  if ('way' in request && request.way === 'clean') return [{ ...request, way: 'forced' }];
  // A password is kept for one attempt.
  if (request.kind === 'host.join-directory') return [];
  return AGAIN_MAY_HELP.has(failure.kind) ? [request] : [];
}

const AGAIN_MAY_HELP = new Set(['unreachable', 'not-confirmed', 'xapi', 'interrupted']);
