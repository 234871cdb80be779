import type { Session } from '#engine/xapi/session.ts';
import { isXapiError } from '#engine/xapi/xapi-error.ts';
import { formatAddress, parseAddress, type ServerAddress } from '#shared/domain/address/address.ts';
import type { Candidates } from '#shared/domain/connection/members.ts';
import { askForLogin, type Credentials, type LoginRoom } from './ask-for-login.ts';
import { onlyMaster } from './only-master.ts';
import { bestReason, type Heard } from './search-result.ts';

/** Once a master has answered, a second one gets this long to show itself. */
const SECOND_MASTER_MS = 1_000;

export interface Search {
  readonly candidates: Candidates;
  readonly credentials: Credentials;
  /** The pool that is looked for; undefined when any will do. */
  readonly poolUuid: string | undefined;
  readonly signal: AbortSignal;
  readonly reached: () => void;
}

/**
 * A session on the pool's master. All candidates of a round are asked at once; members name their master instead of
 * letting anybody in, and since they can name each other, no address is asked twice. Throws the most telling answer.
 */
export async function findMaster(room: LoginRoom, search: Search): Promise<Session> {
  const asked = new Set<string>();
  const heard: Heard[] = [];
  for (const round of [search.candidates.first, search.candidates.others]) {
    for (let next = unasked(round, asked); next.length > 0; next = unasked(named(heard), asked)) {
      const answers = await askAll(room, search, next);
      search.signal.throwIfAborted();
      const isOfFirstRound = round === search.candidates.first;
      const sessions: Session[] = [];
      for (const answer of answers) {
        if ('session' in answer) sessions.push(answer.session);
        else heard.push({ ...answer, isOfFirstRound });
      }
      const master = await onlyMaster(sessions, search, (refusal) => heard.push(refusal));
      if (master !== undefined) return master;
    }
  }
  throw bestReason(heard);
}

function unasked(addresses: readonly ServerAddress[], asked: Set<string>): ServerAddress[] {
  return addresses.filter((address) => {
    const key = formatAddress(address);
    const isNew = !asked.has(key);
    asked.add(key);
    return isNew;
  });
}

function named(heard: readonly Heard[]): ServerAddress[] {
  return heard.flatMap(({ error }) => (isXapiError(error, 'HOST_IS_SLAVE') ? (parseAddress(error.parameters[0] ?? '') ?? []) : []));
}

type Answer = { readonly session: Session } | { readonly address: string; readonly error: unknown };

async function askAll(room: LoginRoom, search: Search, addresses: readonly ServerAddress[]): Promise<Answer[]> {
  const enough = new AbortController();
  const signal = AbortSignal.any([search.signal, enough.signal]);
  const timers = new Set<{ cancel(): void }>();
  async function ask(address: ServerAddress): Promise<Answer> {
    try {
      const session = await askForLogin(room, search.credentials, { address, signal, reached: search.reached });
      timers.add(room.clock.after(SECOND_MASTER_MS, () => enough.abort()));
      return { session };
    } catch (error) {
      return { address: formatAddress(address), error };
    }
  }
  const answers = await Promise.all(addresses.map(ask));
  for (const timer of timers) timer.cancel();
  if (search.signal.aborted) await Promise.all(answers.map(async (answer) => await ('session' in answer ? answer.session.close() : undefined)));
  return answers;
}
