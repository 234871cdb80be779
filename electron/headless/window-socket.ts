import type { IncomingMessage, Server } from 'node:http';
import type { Duplex } from 'node:stream';
import { type RawData, WebSocketServer, type WebSocket } from 'ws';
import type { ServerFrame } from '#shared/contract/frames.ts';
import { type FrameServer, serveFrames } from '#shared/contract/serve-frames.ts';
import type { Access } from './access.ts';

const SOCKET_PATH = '/engine';
/** Requests are small; the largest carries a form. */
/** The file of a big pool's database travels in one frame. */
const MAX_FRAME_BYTES = 64 * 1024 * 1024;

/** Windows in a browser talk to the engine over a WebSocket beside the page itself. Returns how to end them all. */
export function acceptWindows(server: Server, engine: FrameServer, access: Access): () => void {
  const sockets = new WebSocketServer({ noServer: true, maxPayload: MAX_FRAME_BYTES });
  server.on('upgrade', (request: IncomingMessage, socket: Duplex, head: Buffer) => {
    if (request.url !== SOCKET_PATH || !access.isAllowed(request)) {
      socket.end('HTTP/1.1 403 Forbidden\r\nconnection: close\r\n\r\n');
      return;
    }
    sockets.handleUpgrade(request, socket, head, (window) => serveWindow(window, engine));
  });
  return () => {
    for (const window of sockets.clients) window.terminate();
    sockets.close();
  };
}

function serveWindow(window: WebSocket, engine: FrameServer): void {
  const send = (frame: ServerFrame): void => {
    if (window.readyState === window.OPEN) window.send(JSON.stringify(frame));
  };
  const session = serveFrames(engine, send);
  window.on('message', (data, isBinary) => {
    const frame = isBinary ? undefined : parse(data);
    if (frame === undefined) return window.close(1003, 'not a frame');
    session.receive(frame).then(
      (reply) => reply !== undefined && send(reply),
      // Handlers' errors are replies; what arrives here is a bug in the session itself, and the window starts afresh.
      () => window.terminate(),
    );
  });
  window.on('close', () => session.close());
  // A broken connection ends with 'close' as well.
  window.on('error', () => window.terminate());
}

function parse(data: RawData): unknown {
  const bytes = Array.isArray(data) ? Buffer.concat(data) : Buffer.from(data as ArrayBuffer);
  try {
    return JSON.parse(bytes.toString('utf8'));
  } catch {
    return undefined;
  }
}
