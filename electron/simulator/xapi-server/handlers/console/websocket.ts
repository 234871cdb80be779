import { createHash } from 'node:crypto';
import { feed, type Conversation } from './conversation.ts';

/** The server's side of RFC 6455 for binary messages: frames in, payload out, and the other way round. */
export interface WebSocketCodec {
  receive(bytes: Uint8Array): void;
  /** Wraps a payload for the client. */
  frame(payload: Uint8Array): Uint8Array;
}

const ACCEPT_SUFFIX = '258EAFA5-E914-47DA-95CA-C5AB0DC85B11';
const OPCODE = { continuation: 0, text: 1, binary: 2, close: 8, ping: 9, pong: 10 } as const;
/** A viewer sends keys and clipboards; anything longer is a mistake. */
const PAYLOAD_LIMIT = 16 * 1024 * 1024;

export function acceptOf(key: string): string {
  return createHash('sha1').update(`${key}${ACCEPT_SUFFIX}`).digest('base64');
}

export function createWebSocketCodec(setup: {
  readonly deliver: (payload: Uint8Array) => void;
  readonly send: (bytes: Uint8Array) => void;
  readonly end: () => void;
}): WebSocketCodec {
  function* converse(): Conversation {
    while (yield* takeFrame());
  }

  /** False when the client closes or breaks the rules. */
  function* takeFrame(): Generator<number, boolean, Uint8Array> {
    const [first = 0, second = 0] = yield 2;
    const length = yield* payloadLength(second & 0x7f);
    const isMasked = (second & 0x80) !== 0;
    if (!isMasked || length > PAYLOAD_LIMIT) return false;
    const mask = yield 4;
    const payload = unmasked(yield length, mask);
    switch (first & 0x0f) {
      case OPCODE.continuation:
      case OPCODE.text:
      case OPCODE.binary:
        setup.deliver(payload);
        return true;
      case OPCODE.ping:
        setup.send(frameOf(OPCODE.pong, payload));
        return true;
      case OPCODE.pong:
        return true;
      default:
        setup.send(frameOf(OPCODE.close, payload.subarray(0, 2)));
        return false;
    }
  }

  return { receive: feed(converse(), setup.end), frame: (payload) => frameOf(OPCODE.binary, payload) };
}

function* payloadLength(short: number): Generator<number, number, Uint8Array> {
  if (short < 126) return short;
  const bytes = Buffer.from(yield short === 126 ? 2 : 8);
  return short === 126 ? bytes.readUInt16BE() : Number(bytes.readBigUInt64BE());
}

function unmasked(payload: Uint8Array, mask: Uint8Array): Uint8Array {
  return payload.map((byte, index) => byte ^ (mask[index % 4] ?? 0));
}

function frameOf(opcode: number, payload: Uint8Array): Uint8Array {
  return Buffer.concat([frameHead(opcode, payload.length), payload]);
}

function frameHead(opcode: number, length: number): Uint8Array {
  const final = 0x80 | opcode;
  if (length < 126) return Uint8Array.of(final, length);
  const head = Buffer.alloc(length < 0x1_0000 ? 4 : 10);
  head[0] = final;
  if (length < 0x1_0000) {
    head[1] = 126;
    head.writeUInt16BE(length, 2);
  } else {
    head[1] = 127;
    head.writeBigUInt64BE(BigInt(length), 2);
  }
  return head;
}
