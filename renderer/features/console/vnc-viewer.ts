import RFB from '@novnc/novnc';
import type { ByteStream } from '#shared/contract/byte-stream.ts';
import { type Keystroke, keysym, keystrokesOf } from '#shared/domain/console/keystrokes.ts';
import { watchRelease } from '#renderer/ui/terminal/release-keys.ts';
import { StreamChannel } from './stream-channel.ts';
import type { Size, Viewer, ViewerListener } from './viewer.ts';

/** Emulated keyboards keep sixteen keys; what comes faster than the guest takes it is lost. */
const KEY_MS = 8;

export interface VncSetup {
  readonly stream: ByteStream;
  readonly label: string;
  readonly listener: ViewerListener;
  readonly pause: (ms: number) => Promise<void>;
}

/** A screen in the RFB protocol. */
export function createVncViewer({ stream, label, listener, pause }: VncSetup): Viewer {
  const element = document.createElement('div');
  const channel = new StreamChannel(stream, { drawn });
  const rfb = new RFB(element, channel, { shared: true });
  rfb.background = 'transparent';
  const screen = element.firstElementChild;
  const canvas = element.querySelector('canvas');
  let size: Size | undefined;
  canvas?.setAttribute('role', 'application');
  canvas?.setAttribute('aria-label', label);
  if (canvas !== null) canvas.tabIndex = 0;
  const stopWatching = watchKeys(element, canvas, listener);

  function drawn(): void {
    const { width = 0, height = 0 } = canvas ?? {};
    if (size?.width === width && size.height === height) return;
    size = { width, height };
    listener.live(size);
  }

  function stroke({ keysym: key, withShift }: Keystroke): void {
    if (withShift) rfb.sendKey(keysym.shift, 'ShiftLeft', true);
    rfb.sendKey(key, null);
    if (withShift) rfb.sendKey(keysym.shift, 'ShiftLeft', false);
  }

  return {
    element,
    async deliver(bytes) {
      channel.deliver(bytes);
      await Promise.resolve();
    },
    show: (isShown) => channel.hide(!isShown),
    fit: () => undefined,
    recolour: () => undefined,
    setScale(scale) {
      rfb.scaleViewport = scale === 'fit';
    },
    focus: () => rfb.focus({ preventScroll: true }),
    press(keys) {
      for (const key of keys) rfb.sendKey(key, null, true);
      for (const key of keys.toReversed()) rfb.sendKey(key, null, false);
    },
    async type(text, { signal, progress }) {
      const strokes = keystrokesOf(text);
      for (const [done, one] of strokes.entries()) {
        if (signal.aborted) return done;
        stroke(one);
        progress(done + 1, strokes.length);
        await pause(KEY_MS);
      }
      return strokes.length;
    },
    end() {
      stopWatching();
      channel.lose();
      // The library takes its screen out of the page; its last picture is still worth something.
      if (screen !== null) element.append(screen);
      canvas?.removeAttribute('role');
      canvas?.removeAttribute('aria-label');
      if (canvas !== null) canvas.tabIndex = -1;
    },
  };
}

/** Gives the keyboard back on the two keys, and lets go in the guest of what is still held when the focus leaves. */
function watchKeys(element: HTMLElement, canvas: HTMLCanvasElement | null, listener: ViewerListener): () => void {
  const held = new Map<string, string>();
  const stop = new AbortController();
  const isRelease = watchRelease(() => listener.released());
  const hear = (event: KeyboardEvent): void => {
    // Also hears what is dispatched below; only a person's keys count.
    if (!event.isTrusted) return;
    if (event.type === 'keydown') held.set(event.code, event.key);
    else held.delete(event.code);
    isRelease(event);
  };
  function letGo(): void {
    for (const [code, key] of held) canvas?.dispatchEvent(new KeyboardEvent('keyup', { code, key }));
    held.clear();
  }
  const how = { capture: true, signal: stop.signal };
  element.addEventListener('keydown', hear, how);
  element.addEventListener('keyup', hear, how);
  element.addEventListener('focusout', letGo, how);
  return () => stop.abort();
}
