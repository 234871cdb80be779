import { createDecoder } from '#engine/mirror/worker/decoder.ts';
import { LONG_DELTA, type Reading, type Reply } from '#engine/mirror/worker/protocol.ts';
import { createGrowingInventory, type Delta, type Inventory } from '#shared/domain/inventory/inventory.ts';

/** The mirror's decoder without its thread, and the inventory its deltas add up to. */
export interface DecodedPool {
  readonly inventory: Inventory;
  /** Every delta so far. */
  readonly deltas: readonly Delta[];
  /** Feeds one whole answer, in pieces of `pieceBytes`. */
  answer(reading: Reading, answer: string | Uint8Array, pieceBytes?: number): Reply;
  /** Feeds the beginning of an answer that never ends. */
  interrupted(reading: Reading, beginning: string): void;
}

export function aDecodedPool(): DecodedPool {
  const { inventory, apply } = createGrowingInventory();
  const deltas: Delta[] = [];
  const replies = new Map<number, Reply>();
  let unread = 0;
  const decode = createDecoder((message) => {
    if (message.is === 'reply') replies.set(message.id, message.reply);
    if (message.is !== 'delta') return;
    // Our own decoder wrote it; that it is a delta is what tests are about.
    const delta = JSON.parse(message.json) as Delta;
    deltas.push(delta);
    apply(delta);
    if (message.json.length > LONG_DELTA) unread += 1;
  });
  let ids = 0;

  function settle(): void {
    while (unread > 0) {
      unread -= 1;
      decode({ is: 'next' });
    }
  }

  function feed(reading: Reading, bytes: Uint8Array, pieceBytes: number): number {
    ids += 1;
    const id = ids;
    decode({ is: 'open', id, reading });
    for (let at = 0; at < bytes.length; at += pieceBytes) {
      const piece = Uint8Array.from(bytes.subarray(at, at + pieceBytes));
      decode({ is: 'slab', slab: 0, memory: piece.buffer });
      decode({ is: 'bytes', id, slab: 0, length: piece.length });
      settle();
    }
    return id;
  }

  return {
    inventory,
    deltas,
    answer(reading, answer, pieceBytes = 1 << 16) {
      const id = feed(reading, typeof answer === 'string' ? Buffer.from(answer) : answer, pieceBytes);
      decode({ is: 'end', id });
      settle();
      const reply = replies.get(id);
      if (reply === undefined) throw new Error('the decoder did not reply');
      return reply;
    },
    interrupted(reading, beginning) {
      decode({ is: 'abandon', id: feed(reading, Buffer.from(beginning), 1 << 16) });
      settle();
    },
  };
}
