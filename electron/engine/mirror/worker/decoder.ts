import { unreachable } from '#shared/kernel/unreachable.ts';
import { AnswerReader } from './answer-reader.ts';
import { type FromWorker, LONG_DELTA, type Reply, type ToWorker } from './protocol.ts';
import { createRoom, intakeOf, type Intake } from './readings.ts';
import { createRows } from './rows.ts';
import { Malformed, Scanner } from './scanner.ts';

export type Post = (message: FromWorker) => void;

interface OpenAnswer {
  readonly scanner: Scanner;
  readonly reader: AnswerReader;
  readonly intake: Intake;
  isMalformed: boolean;
}

/**
 * Turns the bytes of answers into deltas. It does no input or output and knows no time; what it tells is in order, and
 * at most one long delta is under way.
 */
export function createDecoder(post: Post): (message: ToWorker) => void {
  const outbox: FromWorker[] = [];
  let isDeltaUnderWay = false;
  const rows = createRows((json) => tell({ is: 'delta', json }));
  const room = createRoom(rows);
  const answers = new Map<number, OpenAnswer>();
  const slabs = new Map<number, Uint8Array>();
  const idle: Scanner[] = [];

  function tell(message: FromWorker): void {
    outbox.push(message);
    send();
  }

  function send(): void {
    while (!isDeltaUnderWay) {
      const message = outbox.shift();
      if (message === undefined) return;
      isDeltaUnderWay = message.is === 'delta' && message.json.length > LONG_DELTA;
      post(message);
    }
  }

  function open({ id, reading }: ToWorker & { is: 'open' }): void {
    const scanner = idle.pop() ?? new Scanner();
    const intake = intakeOf(reading, room, scanner);
    answers.set(id, { scanner, intake, reader: new AnswerReader(scanner, intake.layout, intake), isMalformed: false });
  }

  function close(id: number): OpenAnswer | undefined {
    const answer = answers.get(id);
    answers.delete(id);
    if (answer === undefined) return undefined;
    answer.scanner.reset();
    idle.push(answer.scanner);
    return answer;
  }

  function take({ id, slab, length }: ToWorker & { is: 'bytes' }): void {
    const answer = answers.get(id);
    const bytes = slabs.get(slab);
    if (answer !== undefined && bytes !== undefined && !answer.isMalformed) {
      answer.isMalformed = !isWell(() => answer.reader.feed(bytes.subarray(0, length)));
    }
    // Behind the deltas it led to, so that a slow receiver slows down the server.
    tell({ is: 'spent', slab });
  }

  function end(id: number): void {
    const answer = close(id);
    if (answer === undefined) return;
    const reply = replyOf(answer);
    rows.flush();
    tell({ is: 'reply', id, reply });
  }

  return (message) => {
    switch (message.is) {
      case 'open':
        return open(message);
      case 'slab':
        return void slabs.set(message.slab, new Uint8Array(message.memory));
      case 'bytes':
        return take(message);
      case 'end':
        return end(message.id);
      case 'abandon':
        close(message.id);
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
