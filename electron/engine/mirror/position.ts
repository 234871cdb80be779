import type { Session } from '#engine/xapi/session.ts';
import { isXapiError } from '#engine/xapi/xapi-error.ts';
import { watchedClasses, xapiClass } from '#shared/domain/inventory/watched.ts';
import { isAbsentCall } from './absent-call.ts';
import { type Line, type Question, read, readAfter } from './read.ts';
import type { Notes } from './worker/protocol.ts';

/** Where in the stream of events a mirror stands. Taken before anything is fetched, so that nothing falls between. */
export type Position =
  | { readonly is: 'token'; readonly token: string }
  /** Releases before event.from queue the events of a session on the server. */
  | { readonly is: 'queue' };

/** Short enough that silence is noticed soon: a healthy server answers within this time, if only with nothing. */
const WAIT_S = 10;
const SILENCE_MS = 15_000;
/** The old call waits without limit; the server's own heartbeat ends it every half minute. */
const QUEUE_SILENCE_MS = 75_000;

const everyClass = watchedClasses.map((name) => xapiClass[name]);

/** The pool's record must have been read. */
export async function takePosition(line: Line, pool: string | undefined): Promise<Position> {
  const token = pool === undefined ? undefined : await injectedToken(line.session, { pool, signal: line.signal });
  if (token !== undefined) return { is: 'token', token };
  try {
    // Without the call that makes a token, the one of the class that changes most rarely is early enough.
    const { token: oldest = '' } = await read(line, questionFrom('', [xapiClass.pool]));
    return { is: 'token', token: oldest };
  } catch (error) {
    if (!isAbsentCall(error)) throw error;
  }
  await line.session.call('event.register', [everyClass], { signal: line.signal });
  return { is: 'queue' };
}

/** The token of this very moment, by touching the pool; undefined where that cannot be done. */
async function injectedToken(session: Session, { pool, signal }: { pool: string; signal: AbortSignal }): Promise<string | undefined> {
  try {
    const token = await session.call('event.inject', [xapiClass.pool, pool], { signal });
    return typeof token === 'string' ? token : undefined;
  } catch (error) {
    if (isAbsentCall(error) || isXapiError(error, 'RBAC_PERMISSION_DENIED') || isXapiError(error, 'HANDLE_INVALID')) return undefined;
    throw error;
  }
}

export interface Advance {
  readonly position: Position;
  readonly notes: Notes;
}

/** Asks for what has changed since while something else is loaded, and tells it afterwards. */
export async function lookAhead(line: Line, from: Position & { is: 'token' }, loaded: Promise<void>): Promise<Advance> {
  return advanced(from, await readAfter(loaded, line, questionFrom(from.token, everyClass)));
}

function advanced(from: Position & { is: 'token' }, notes: Notes): Advance {
  return { position: { is: 'token', token: notes.token ?? from.token }, notes };
}

/** Waits for what has changed since; it has been told when this resolves. */
export async function advance(line: Line, from: Position): Promise<Advance> {
  if (from.is === 'token') return advanced(from, await read(line, questionFrom(from.token, everyClass)));
  const notes = await read(line, { name: 'event.next', parameters: [], reading: { is: 'old-events' }, silenceMs: QUEUE_SILENCE_MS });
  return { position: from, notes };
}

function questionFrom(token: string, classes: readonly string[]): Question<'event.from'> {
  return { name: 'event.from', parameters: [classes, token, WAIT_S], reading: { is: 'events' }, silenceMs: SILENCE_MS };
}
