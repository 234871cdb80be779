import { fail, type Result } from '#shared/kernel/result.ts';
import { isChange } from './changes.ts';
import type { EngineEvent, Sequences } from './events.ts';
import type { Failure } from './failure.ts';
import { type ClientFrame, clientFrame, type PushFrame, type ReplyFrame } from './frames.ts';
import { createRequestLog } from './request-log.ts';
import { type StreamServer, serveStreams } from './serve-streams.ts';
import type { StreamFrame } from './stream-frames.ts';

/** The part of an engine a window can reach. */
export interface FrameServer extends StreamServer {
  dispatch(name: string, input: unknown, signal: AbortSignal): Promise<Result<unknown, Failure>>;
  readonly events: {
    listen(listener: (event: EngineEvent) => void): () => void;
    sequences(): Sequences;
  };
}

/** One window's connection. Both hosts run this, so a window cannot tell them apart. */
export interface FrameSession {
  /** Resolves with the reply to a request; a cancel frame and nonsense have none. */
  receive(raw: unknown): Promise<ReplyFrame | undefined>;
  receiveStream(raw: unknown): void;
  /**
   * Nobody is left to hear: stops the events, the streams and what was only being read. A change that is under way
   * goes on, for half of it would be worse, and whoever comes back asks what became of it.
   */
  close(): void;
}

/** How a host reaches a window. */
export interface WindowEnd {
  push(frame: PushFrame): void;
  stream(frame: StreamFrame): void;
}

/** Where all windows of an engine arrive. */
export interface FrameDesk {
  open(window: WindowEnd): FrameSession;
}

/** `run` is a name no other run of an engine has. */
export function createFrameDesk(engine: FrameServer, run: string): FrameDesk {
  const changes = createRequestLog();

  async function reply(id: string, outcome: Promise<Result<unknown, Failure>>): Promise<ReplyFrame> {
    return { frame: 'reply', id, result: await outcome };
  }

  function open(window: WindowEnd): FrameSession {
    const reading = new Map<string, AbortController>();
    const streams = serveStreams(engine, window.stream);
    const stop = engine.events.listen((event) => window.push({ frame: 'event', ...event }));
    window.push({ frame: 'hello', sequences: engine.events.sequences(), run });

    async function read(id: string, name: string, input: unknown): Promise<ReplyFrame> {
      if (reading.has(id)) return { frame: 'reply', id, result: fail({ kind: 'bug', incident: 'request id used twice' }) };
      const controller = new AbortController();
      reading.set(id, controller);
      try {
        return await reply(id, engine.dispatch(name, input, controller.signal));
      } finally {
        reading.delete(id);
      }
    }

    async function answer(frame: ClientFrame): Promise<ReplyFrame | undefined> {
      const { id } = frame;
      switch (frame.frame) {
        case 'cancel':
          reading.get(id)?.abort();
          changes.cancel(id);
          return undefined;
        case 'ask':
          return await reply(id, changes.find(id) ?? Promise.resolve(fail({ kind: 'not-arrived' })));
        default: {
          const { name, input } = frame;
          if (!isChange(name)) return await read(id, name, input);
          return await reply(
            id,
            changes.once(id, async (signal) => await engine.dispatch(name, input, signal)),
          );
        }
      }
    }

    return {
      async receive(raw) {
        const parsed = clientFrame.safeParse(raw);
        return parsed.success ? await answer(parsed.data) : undefined;
      },
      receiveStream: streams.receive,
      close() {
        stop();
        streams.close();
        for (const controller of reading.values()) controller.abort();
      },
    };
  }

  return { open };
}
