import { fail, type Result } from '#shared/kernel/result.ts';
import type { EngineEvent, Sequences } from './events.ts';
import type { Failure } from './failure.ts';
import { clientFrame, type PushFrame, type ReplyFrame } from './frames.ts';

/** The part of an engine a window can reach. */
export interface FrameServer {
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
  /** Nobody is left to hear the answers: aborts what is still running and stops the events. */
  close(): void;
}

export function serveFrames(engine: FrameServer, push: (frame: PushFrame) => void): FrameSession {
  const running = new Map<string, AbortController>();
  const stop = engine.events.listen((event) => push({ frame: 'event', ...event }));
  push({ frame: 'hello', sequences: engine.events.sequences() });

  async function request(id: string, name: string, input: unknown): Promise<ReplyFrame> {
    if (running.has(id)) return { frame: 'reply', id, result: fail({ kind: 'bug', incident: 'request id used twice' }) };
    const controller = new AbortController();
    running.set(id, controller);
    try {
      return { frame: 'reply', id, result: await engine.dispatch(name, input, controller.signal) };
    } finally {
      running.delete(id);
    }
  }

  return {
    async receive(raw) {
      const parsed = clientFrame.safeParse(raw);
      if (!parsed.success) return undefined;
      if (parsed.data.frame === 'request') return await request(parsed.data.id, parsed.data.name, parsed.data.input);
      running.get(parsed.data.id)?.abort();
      return undefined;
    },
    close() {
      stop();
      for (const controller of running.values()) controller.abort();
    },
  };
}
