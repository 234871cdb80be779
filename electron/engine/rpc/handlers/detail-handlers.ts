import { NetError } from '#engine/net/net-error.ts';
import { PoolsError } from '#engine/pools/pools-error.ts';
import type { Pools } from '#engine/pools/pools.ts';
import type { Clock } from '#engine/ports.ts';
import type { HandlersOf } from '#engine/rpc/dispatch.ts';
import type { Session } from '#engine/xapi/session.ts';
import { isXapiError } from '#engine/xapi/xapi-error.ts';
import type { Input, Output } from '#shared/contract/calls.ts';
import { readDetails } from '#shared/domain/details/read-details.ts';
import { xapiClass } from '#shared/domain/inventory/watched.ts';

type Question = Input<'object.details'>;
type Answer = Output<'object.details'>;

/** As many pages as anyone has looked at while a pool was lost. */
const KEPT = 500;
/** A page is waiting for it. */
const SILENCE_MS = 20_000;

export function detailHandlers(pools: Pools, clock: Clock): HandlersOf<'object.details'> {
  const kept = new Map<string, Answer>();

  function keep(key: string, answer: Answer): void {
    kept.delete(key);
    kept.set(key, { ...answer, isNow: false });
    for (const oldest of kept.keys()) {
      if (kept.size <= KEPT) break;
      kept.delete(oldest);
    }
  }

  async function ask(session: Session, { class: of, ref }: Question, signal: AbortSignal): Promise<Answer> {
    // The reference is of this class, or the server says that it is not.
    const record = await session.call(`${xapiClass[of]}.get_record`, [ref as never], { signal, timeoutMs: SILENCE_MS });
    return { atMs: clock.now(), isNow: true, fields: readDetails(of, record) };
  }

  return {
    'object.details': async (question, signal) => {
      const key = `${question.server}/${question.ref}`;
      const session = pools.session(question.server);
      const before = kept.get(key);
      if (session === undefined) {
        if (before === undefined) throw new PoolsError({ kind: 'gone' });
        return before;
      }
      try {
        const answer = await ask(session, question, signal);
        keep(key, answer);
        return answer;
      } catch (error) {
        if (isXapiError(error, 'HANDLE_INVALID')) throw new PoolsError({ kind: 'gone' });
        // The link is being lost, which the list of servers will say in a moment.
        if (error instanceof NetError && before !== undefined) return before;
        throw error;
      }
    },
  };
}
