import { NetError } from '#engine/net/net-error.ts';
import { isXapiError } from '#engine/xapi/xapi-error.ts';
import { formatAddress, parseAddress } from '#shared/domain/address/address.ts';
import { PoolsError } from './pools-error.ts';

/** What was heard from one address of a search. */
export interface Heard {
  readonly address: string;
  readonly error: unknown;
  /** Whether this is where the pool has to be, or a member that was asked in case. */
  readonly isOfFirstRound: boolean;
}

/**
 * Of everything heard, what someone should be told: first what only they can mend, then that members wait for a
 * master that is gone, then what the first address said.
 */
export function bestReason(heard: readonly Heard[]): unknown {
  const refused = heard.find(({ error }) => isXapiError(error, 'SESSION_AUTHENTICATION_FAILED'));
  const untrusted = heard.find(
    ({ error, isOfFirstRound }) => isOfFirstRound && error instanceof NetError && error.reason.kind === 'untrusted-certificate',
  );
  return refused?.error ?? untrusted?.error ?? deadMaster(heard) ?? heard[0]?.error ?? new PoolsError({ kind: 'gone' });
}

function deadMaster(heard: readonly Heard[]): PoolsError | undefined {
  for (const { address: member, error } of heard) {
    if (!isXapiError(error, 'HOST_IS_SLAVE')) continue;
    const named = parseAddress(error.parameters[0] ?? '');
    if (named === undefined) continue;
    const master = formatAddress(named);
    const silence = heard.find((other) => other.address === master)?.error;
    if (silence instanceof NetError && silence.reason.kind === 'unreachable') {
      return new PoolsError({ kind: 'master-unreachable', member, master, why: silence.reason.why });
    }
  }
  return undefined;
}
