import type { Result } from '#shared/kernel/result.ts';
import { type ByteStream, createStreamPeer, type StreamPeer } from './byte-stream.ts';
import type { Failure } from './failure.ts';
import { clientStreamFrame } from './client-stream-frame.ts';
import type { StreamFrame } from './stream-frames.ts';

/** More than anybody looks at; a window that opens more has lost count. */
const MOST_STREAMS = 64;

export interface StreamServer {
  /** Done when what the stream is for is done. */
  openStream(name: string, input: unknown, on: { readonly stream: ByteStream; readonly signal: AbortSignal }): Promise<Result<undefined, Failure>>;
}

/** The streams of one window's connection. */
export interface StreamSession {
  /** Nonsense, and what comes after a stream's end, is ignored. */
  receive(raw: unknown): void;
  close(): void;
}

export function serveStreams(engine: StreamServer, send: (frame: StreamFrame) => void): StreamSession {
  const open = new Map<string, StreamPeer>();

  async function run(peer: StreamPeer, of: { readonly name: string; readonly input: unknown }): Promise<void> {
    const controller = new AbortController();
    const { stream } = peer;
    const watched = stream.ended.then(({ ok }) => {
      if (!ok) controller.abort();
    });
    const result = await engine.openStream(of.name, of.input, { stream, signal: controller.signal });
    if (result.ok) peer.finish();
    else stream.stop(result.failure);
    await watched;
  }

  function begin(id: string, of: { readonly name: string; readonly input: unknown }): void {
    if (open.has(id)) return;
    if (open.size >= MOST_STREAMS) return send({ frame: 'stream-stop', stream: id, failure: { kind: 'bug', incident: 'too many streams' } });
    const peer = createStreamPeer({ id, side: 'engine', send });
    open.set(id, peer);
    const forget = (): void => void open.delete(id);
    // The engine answers with values; whatever it might throw ends the stream as well.
    run(peer, of).then(forget, () => {
      peer.stream.stop({ kind: 'bug', incident: 'stream failed' });
      forget();
    });
  }

  return {
    receive(raw) {
      const parsed = clientStreamFrame.safeParse(raw);
      if (!parsed.success) return;
      const frame = parsed.data;
      if (frame.frame === 'stream-open') begin(frame.stream, frame);
      else open.get(frame.stream)?.receive(frame);
    },
    close() {
      for (const { stream } of open.values()) stream.stop();
    },
  };
}
