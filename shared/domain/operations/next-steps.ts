import { driverTerms, secretsIn } from '#shared/domain/storage/driver-terms.ts';
import type { OperationRequest } from './request.ts';

/** What can be offered after a failure: the harder way where there is one, else the same again if that may help. */
export function nextSteps<R extends OperationRequest>(request: R, failure: Failed): readonly R[] {
  if ('way' in request && request.way === 'clean') return [{ ...request, way: 'forced' }];
  // A password is kept for one attempt.
  if (request.kind === 'host.join-directory' || hasSecret(request)) return [];
  return AGAIN_MAY_HELP.has(failure.kind) || isOfTheMoment(request, failure) ? [request] : [];
}

function hasSecret(request: OperationRequest): boolean {
  return 'source' in request && secretsIn(driverTerms(request.source).deviceConfig).length > 0;
}

interface Failed {
  readonly kind: string;
  readonly problems?: readonly { readonly rule: string }[];
}

/** While a pool settles, its machines can go nowhere; a moment later they can. What could not be proven is proven anew each time. */
function isOfTheMoment({ kind }: OperationRequest, { problems = [] }: Failed): boolean {
  const passing = kind === 'vm.recover' ? 'not-proven' : 'cannot-leave';
  return problems.length > 0 && problems.every(({ rule }) => rule === passing);
}

const AGAIN_MAY_HELP = new Set(['unreachable', 'not-confirmed', 'xapi', 'interrupted']);
