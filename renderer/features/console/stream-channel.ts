import { type ByteStream, StreamStopped } from '#shared/contract/byte-stream.ts';

/** A request for the next picture: the kind of message, and how long it is. */
const REQUEST = { kind: 3, length: 10 } as const;

export interface ChannelListener {
  /** A picture has been drawn, and the next is asked for. */
  drawn(): void;
}

/** A stream of the table in the shape of a socket, as the viewer wants one. Hidden, it asks for no more pictures. */
export class StreamChannel {
  binaryType = 'arraybuffer';
  readonly protocol = '';
  readyState: 'open' | 'closed' = 'open';
  onopen: (() => void) | null = null;
  onerror: ((event: object) => void) | null = null;
  onclose: ((event: object) => void) | null = null;
  onmessage: ((message: { readonly data: Uint8Array }) => void) | null = null;
  readonly #stream: ByteStream;
  readonly #listener: ChannelListener;
  #isHidden = false;
  /** The request that waits until somebody looks again. */
  #held: Uint8Array | undefined;

  constructor(stream: ByteStream, listener: ChannelListener) {
    this.#stream = stream;
    this.#listener = listener;
  }

  /** The memory is the viewer's, who uses it again. */
  send(view: Uint8Array): void {
    const bytes = view.slice();
    if (bytes[0] === REQUEST.kind && bytes.length === REQUEST.length) {
      // Only after a whole picture does it ask for what has changed since.
      if (bytes[1] === 1) this.#listener.drawn();
      if (this.#isHidden) {
        this.#held = bytes;
        return;
      }
    }
    this.#write(bytes);
  }

  hide(isHidden: boolean): void {
    this.#isHidden = isHidden;
    if (isHidden || this.#held === undefined) return;
    this.#write(this.#held);
    this.#held = undefined;
  }

  deliver(data: Uint8Array): void {
    this.onmessage?.({ data });
  }

  /** The other end is gone. */
  lose(): void {
    if (this.readyState === 'closed') return;
    this.readyState = 'closed';
    this.onclose?.({});
  }

  close(): void {
    this.#stream.stop();
    this.lose();
  }

  #write(bytes: Uint8Array): void {
    this.#stream.write(bytes).catch((error: unknown) => {
      // Typed after the end: what stands beside the screen says that it is over.
      if (!(error instanceof StreamStopped)) reportError(error);
    });
  }
}
