import type { Transport } from '#shared/contract/transport.ts';
import { createSocketTransport } from './socket-transport.ts';

declare global {
  interface Window {
    /** Put there by the app's preload script; absent in a browser. */
    readonly poolkeeper?: Transport;
  }
}

export function pickTransport(page: Window): Transport {
  if (page.poolkeeper !== undefined) return page.poolkeeper;
  const address = `ws://${page.location.host}/engine`;
  return createSocketTransport(() => new WebSocket(address), {
    after: (delayMs, run) => void page.setTimeout(run, delayMs),
  });
}
