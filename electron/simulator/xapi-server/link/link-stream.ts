import { Duplex } from 'node:stream';
import type { LinkFaults } from '#simulator/world/link.ts';

/** One connection of a client, seen through the wire between it and the host. */
export interface LinkStream {
  /** What the server reads and writes. */
  readonly stream: Duplex;
  /** Nothing passes in either direction until thawed. */
  freeze(): void;
  thaw(): void;
}

interface Chunk {
  readonly bytes: Buffer;
  readonly dueMs: number;
}

/** As much may be under way on a long wire, like the window of a connection. */
const WINDOW_BYTES = 1 << 22;
const DRIP_PERIOD_MS = 500;

/** Latency, bandwidth and dripping act on what the host sends; the faults are looked at for each piece anew. */
export function throughLink(socket: Duplex, faults: LinkFaults): LinkStream {
  const queue: Chunk[] = [];
  const wire = wireOf(faults);
  let isFrozen = false;
  let timer: NodeJS.Timeout | undefined;
  let underWay = 0;
  let sent: (() => void) | undefined;
  let ended: (() => void) | undefined;

  function pump(): void {
    if (isFrozen) return;
    while (timer === undefined) {
      const chunk = queue[0];
      if (chunk === undefined) break;
      const now = Date.now();
      const waitMs = Math.max(chunk.dueMs - now, wire.waitMs(now));
      if (waitMs > 0) pumpIn(waitMs);
      else sendSlice(chunk, now);
    }
    if (queue.length === 0 && ended !== undefined) socket.end(ended);
  }

  function pumpIn(delayMs: number): void {
    timer = setTimeout(() => {
      timer = undefined;
      pump();
    }, delayMs);
  }

  function sendSlice(chunk: Chunk, now: number): void {
    const isDripping = faults.mode === 'slow-drip';
    const slice = chunk.bytes.subarray(0, isDripping ? 1 : wire.sliceBytes());
    const rest = chunk.bytes.subarray(slice.length);
    if (rest.length > 0) queue[0] = { ...chunk, bytes: rest };
    else queue.shift();
    socket.write(slice, () => arrived(slice.length));
    if (isDripping) pumpIn(DRIP_PERIOD_MS);
    else wire.carry(slice.length, now);
  }

  function arrived(bytes: number): void {
    underWay -= bytes;
    if (underWay >= WINDOW_BYTES) return;
    // Being told so, the stream writes on at once and may have to wait again.
    const tell = sent;
    sent = undefined;
    tell?.();
  }

  const stream = new Duplex({
    read() {
      if (!isFrozen) socket.resume();
    },
    write(bytes: Buffer, _encoding, done) {
      if (queue.length === 0 && timer === undefined && !isFrozen && isClear(faults)) {
        socket.write(bytes, done);
        return;
      }
      underWay += bytes.length;
      queue.push({ bytes, dueMs: Date.now() + faults.latencyMs });
      if (underWay < WINDOW_BYTES) done();
      else sent = done;
      pump();
    },
    final(done) {
      ended = done;
      pump();
    },
    destroy(error, done) {
      clearTimeout(timer);
      socket.destroy();
      done(error);
    },
  });
  socket.on('data', (bytes: Buffer) => {
    if (!stream.push(bytes)) socket.pause();
  });
  socket.on('end', () => stream.push(null));
  socket.on('error', () => stream.destroy());
  socket.on('close', () => stream.destroy());
  stream.on('error', () => socket.destroy());
  socket.pause();

  return {
    stream,
    freeze() {
      isFrozen = true;
      clearTimeout(timer);
      timer = undefined;
      socket.pause();
    },
    thaw() {
      isFrozen = false;
      socket.resume();
      pump();
    },
  };
}

function isClear(faults: LinkFaults): boolean {
  return faults.latencyMs === 0 && faults.mode !== 'slow-drip' && faults.bytesPerSecond === undefined;
}

/** What all connections to a host share. */
interface Wire {
  /** The most that is handed over at once. */
  sliceBytes(): number;
  /** How long until there is room for more. */
  waitMs(now: number): number;
  carry(bytes: number, now: number): void;
}

/** A narrow wire is fed this many times a second, and filled ahead as far, because timers are not finer. */
const SLICES_PER_SECOND = 40;
const AHEAD_MS = 1000 / SLICES_PER_SECOND;
const wires = new WeakMap<LinkFaults, Wire>();

function wireOf(faults: LinkFaults): Wire {
  const known = wires.get(faults);
  if (known !== undefined) return known;
  let freeAtMs = 0;
  const wire: Wire = {
    sliceBytes: () => (faults.bytesPerSecond === undefined ? Number.POSITIVE_INFINITY : Math.ceil(faults.bytesPerSecond / SLICES_PER_SECOND)),
    waitMs: (now) => (faults.bytesPerSecond === undefined ? 0 : Math.ceil(freeAtMs - now - AHEAD_MS)),
    carry(bytes, now) {
      if (faults.bytesPerSecond !== undefined) freeAtMs = Math.max(now, freeAtMs) + (bytes / faults.bytesPerSecond) * 1000;
    },
  };
  wires.set(faults, wire);
  return wire;
}
