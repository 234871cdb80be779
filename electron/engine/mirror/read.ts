import { notXapi, refusalOf } from '#engine/xapi/answer.ts';
import type { Session } from '#engine/xapi/session.ts';
import type { CallName, ParametersOf } from '#shared/xapi/caller.ts';
import type { Decoding } from './decoding.ts';
import type { Notes, Reading } from './worker/protocol.ts';

/** How one answer is asked for and what it is about. */
export interface Question<Name extends CallName> {
  readonly name: Name;
  readonly parameters: ParametersOf<Name>;
  readonly reading: Reading;
  /** How long the server may be silent. */
  readonly silenceMs: number;
}

/** Where answers come from and go to. */
export interface Line {
  readonly session: Session;
  readonly decoding: Decoding;
  readonly signal: AbortSignal;
}

/** Asks, and lets the other thread read; everything the answer changes has been told when this resolves. */
export async function read<Name extends CallName>({ session, decoding, signal }: Line, question: Question<Name>): Promise<Notes> {
  const { name, parameters, reading, silenceMs } = question;
  const sink = decoding.open(reading);
  try {
    await session.stream(name, parameters, { write: sink.write, signal, timeoutMs: silenceMs });
  } catch (error) {
    sink.abandon();
    throw error;
  }
  const reply = await sink.end();
  if (reply.is === 'read') return reply.notes;
  if (reply.is === 'refused') throw refusalOf(session.address, JSON.parse(reply.error));
  throw notXapi(session.address);
}
