import type { ClientFrame, PushFrame, ReplyFrame } from './frames.ts';
import type { ClientStreamFrame } from './client-stream-frame.ts';
import type { StreamFrame } from './stream-frames.ts';

/** How a window reaches its engine: the preload bridge of the app, or a WebSocket in a browser. */
export interface Transport {
  /** A cancel frame has no reply. A lost connection answers with the failure `engine-gone`, never with an exception. */
  request(frame: ClientFrame): Promise<ReplyFrame | undefined>;
  onEvent(listener: (frame: PushFrame) => void): () => void;
  /** Passes on what is said about one stream, and returns how to say something; a lost connection stops it. */
  openStream(stream: string, listener: (frame: StreamFrame) => void): (frame: ClientStreamFrame | StreamFrame) => void;
}
