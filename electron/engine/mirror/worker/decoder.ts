import { unreachable } from '#shared/kernel/unreachable.ts';
import { AnswerReader } from './answer-reader.ts';
import type { FromWorker, Reply, ToWorker } from './protocol.ts';
import { createRoom, intakeOf, type Intake } from './readings.ts';
import { createRows } from './rows.ts';
import { Malformed, Scanner } from './scanner.ts';

export type Post = (message: FromWorker, transfer: readonly ArrayBuffer[]) => void;

interface OpenAnswer {
  readonly reader: AnswerReader;
  readonly intake: Intake;
  isMalformed: boolean;
}

/**
 * Turns the bytes of answers into deltas. It does no input or output and knows no time; what it tells is in order, and
 * at most one delta is under way, because the other thread would take several in one go and stand still for as long.
 */
export function createDecoder(post: Post): (message: ToWorker) => void {
  const outbox: FromWorker[] = [];
  let isDeltaUnderWay = false;
  const rows = createRows((json) => tell({ is: 'delta', json: json.buffer }));
  const room = createRoom(rows);
  const answers = new Map<number, OpenAnswer>();

  function tell(message: FromWorker): void {
    outbox.push(message);
    send();
  }

  function send(): void {
    while (!isDeltaUnderWay) {
      const message = outbox.shift();
      if (message === undefined) return;
      isDeltaUnderWay = message.is === 'delta';
      post(message, message.is === 'delta' ? [message.json] : message.is === 'spent' ? [message.buffer] : []);
    }
  }

  function open({ id, reading }: ToWorker & { is: 'open' }): void {
    const scanner = new Scanner();
    const intake = intakeOf(reading, room, scanner);
    answers.set(id, { intake, reader: new AnswerReader(scanner, intake.layout, intake), isMalformed: false });
  }

  function take({ id, buffer, length }: ToWorker & { is: 'bytes' }): void {
    const answer = answers.get(id);
    if (answer !== undefined && !answer.isMalformed) {
      answer.isMalformed = !isWell(() => answer.reader.feed(new Uint8Array(buffer, 0, length)));
    }
    // Behind the deltas it led to, so that a slow receiver slows down the server.
    tell({ is: 'spent', buffer });
  }

  function end(id: number): void {
    const answer = answers.get(id);
    if (answer === undefined) return;
    answers.delete(id);
    const reply = replyOf(answer);
    rows.flush();
    tell({ is: 'reply', id, reply });
  }

  return (message) => {
    switch (message.is) {
      case 'open':
        return open(message);
      case 'bytes':
        return take(message);
      case 'end':
        return end(message.id);
      case 'abandon':
        answers.delete(message.id);
        return rows.flush();
      case 'next':
        isDeltaUnderWay = false;
        return send();
      default:
        return unreachable(message);
    }
  };
}

function replyOf({ reader, intake, isMalformed }: OpenAnswer): Reply {
  if (isMalformed || !isWell(() => reader.end())) return { is: 'not-xapi' };
  if (reader.error !== undefined) return { is: 'refused', error: reader.error };
  return { is: 'read', notes: intake.finish({ token: reader.token, counts: reader.counts }) };
}

/** Nothing a server sends may end the thread; anything but a malformed answer is a bug and does. */
function isWell(read: () => void): boolean {
  try {
    read();
    return true;
  } catch (error) {
    if (error instanceof Malformed) return false;
    throw error;
  }
}
