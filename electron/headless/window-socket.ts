import type { IncomingMessage, Server } from 'node:http';
import type { Duplex } from 'node:stream';
import { type RawData, WebSocketServer, type WebSocket } from 'ws';
import type { ServerFrame } from '#shared/contract/frames.ts';
import type { FrameDesk } from '#shared/contract/serve-frames.ts';
import { decodeStreamData, encodeStreamData, type StreamFrame } from '#shared/contract/stream-frames.ts';
import type { Access } from './access.ts';

const SOCKET_PATH = '/engine';
/** The file of a big pool's database travels in one frame. */
const MAX_FRAME_BYTES = 64 * 1024 * 1024;

/** Windows in a browser talk to the engine over a WebSocket beside the page itself. Returns how to end them all. */
export function acceptWindows(server: Server, desk: FrameDesk, access: Access): () => void {
  const sockets = new WebSocketServer({ noServer: true, maxPayload: MAX_FRAME_BYTES });
  server.on('upgrade', (request: IncomingMessage, socket: Duplex, head: Buffer) => {
    if (request.url !== SOCKET_PATH || !access.isAllowed(request)) {
      socket.end('HTTP/1.1 403 Forbidden\r\nconnection: close\r\n\r\n');
      return;
    }
    sockets.handleUpgrade(request, socket, head, (window) => serveWindow(window, desk));
  });
  return () => {
    for (const window of sockets.clients) window.terminate();
    sockets.close();
  };
}

function serveWindow(window: WebSocket, desk: FrameDesk): void {
  const send = (frame: ServerFrame): void => {
    if (window.readyState === window.OPEN) window.send(JSON.stringify(frame));
  };
  const stream = (frame: StreamFrame): void => {
    if (window.readyState === window.OPEN) window.send(frame.frame === 'stream-data' ? encodeStreamData(frame) : JSON.stringify(frame));
  };
  const session = desk.open({ push: send, stream });
  window.on('message', (data, isBinary) => {
    const frame = isBinary ? decodeStreamData(bytesOf(data)) : parse(data);
    if (frame === undefined) return window.close(1003, 'not a frame');
    if (isAboutStream(frame)) return session.receiveStream(frame);
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

function isAboutStream(frame: unknown): boolean {
  return typeof frame === 'object' && frame !== null && 'stream' in frame;
}

function bytesOf(data: RawData): Buffer {
  return Array.isArray(data) ? Buffer.concat(data) : Buffer.from(data as ArrayBuffer);
}

function parse(data: RawData): unknown {
  try {
    return JSON.parse(bytesOf(data).toString('utf8'));
  } catch {
    return undefined;
  }
}
