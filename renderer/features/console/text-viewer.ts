import { type ByteStream, StreamStopped } from '#shared/contract/byte-stream.ts';
import { createScreen } from '#renderer/ui/terminal/screen.ts';
import type { Viewer, ViewerListener } from './viewer.ts';

const encoder = new TextEncoder();

/** A console that speaks characters, as a terminal does. */
export function createTextViewer({
  stream,
  label,
  listener,
}: {
  readonly stream: ByteStream;
  readonly label: string;
  readonly listener: ViewerListener;
}): Viewer {
  let isOver = false;
  const screen = createScreen(label, { typed: send, resized: () => undefined, released: () => listener.released(), searched: () => undefined });
  listener.live(undefined);

  function send(text: string): void {
    if (isOver) return;
    stream.write(encoder.encode(text)).catch((error: unknown) => {
      if (!(error instanceof StreamStopped)) reportError(error);
    });
  }

  return {
    element: screen.element,
    deliver: async (bytes) => await screen.show(bytes),
    show: (isShown) => isShown && screen.fit(),
    fit: () => screen.fit(),
    recolour: () => screen.recolour(),
    setScale: () => undefined,
    focus: () => screen.focus(),
    press: undefined,
    async type(text, { progress }) {
      send(text.replaceAll(/\r?\n/g, '\r'));
      progress(text.length, text.length);
      return await Promise.resolve(text.length);
    },
    end() {
      isOver = true;
    },
  };
}
