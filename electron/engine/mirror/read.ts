import { notXapi, refusalOf } from '#engine/xapi/answer.ts';
import type { Session } from '#engine/xapi/session.ts';
import type { CallName, ParametersOf } from '#shared/xapi/caller.ts';
import type { Decoding } from './decoding.ts';
import type { Notes, Reading, Reply } from './worker/protocol.ts';

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
  return notesOf(session, await sink.end());
}

/** Asks now and keeps the answer as it comes; it is read when `first` is done, and what it says counts as said after that. */
export async function readAfter<Name extends CallName>(first: Promise<void>, line: Line, question: Question<Name>): Promise<Notes> {
  const { session, decoding, signal } = line;
  const { name, parameters, reading, silenceMs } = question;
  const parts: Uint8Array[] = [];
  // A copy: the memory is used again.
  const write = (bytes: Uint8Array): undefined => void parts.push(new Uint8Array(bytes));
  await session.stream(name, parameters, { write, signal, timeoutMs: silenceMs });
  await first;
  const sink = decoding.open(reading);
  for (const part of parts) await sink.write(part);
  return notesOf(session, await sink.end());
}

function notesOf({ address }: Session, reply: Reply): Notes {
  if (reply.is === 'read') return reply.notes;
  if (reply.is === 'refused') throw refusalOf(address, JSON.parse(reply.error));
  throw notXapi(address);
}
