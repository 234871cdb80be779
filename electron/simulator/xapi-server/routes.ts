import type { Duplex, Readable, Writable } from 'node:stream';
import type { Session, SimHost, World } from '../world/world.ts';

export interface HttpRequest {
  readonly method: string;
  /** As sent, query included. */
  readonly target: string;
  readonly path: string;
  /** Decoded; the first of several values counts. */
  readonly query: ReadonlyMap<string, string>;
  readonly version: '1.0' | '1.1';
  /** Names in lower case. */
  readonly headers: ReadonlyMap<string, string>;
}

export interface ResponseHead {
  readonly status: number;
  readonly reason: string;
  readonly version: '1.0' | '1.1';
  readonly headers: readonly (readonly [string, string])[];
}

/** One request of a client and the means to answer it; every handler ends its connection. */
export interface HttpExchange {
  readonly world: World;
  /** The host that answers. */
  readonly host: SimHost;
  /** The authenticated session; undefined only on routes open to everyone. */
  readonly session: Session | undefined;
  readonly request: HttpRequest;
  /** What follows the request head: `content-length` bytes, or all until the client ends. Read with back-pressure. */
  readonly body: Readable;
  /** Sends a head; the body is streamed into the result, and ending it ends the connection. */
  respond(head: ResponseHead): Writable;
  /** A whole answer at once; `content-length` is added. */
  answer(head: ResponseHead, body: string | Uint8Array): void;
  /** 302 to the same path and query on another host. */
  redirect(to: SimHost): void;
  /** Takes the connection over for CONNECT and websockets: nothing has been sent yet, early bytes are still to be read. */
  takeOver(): Duplex;
  /** Aborted when the client has gone or the server closes. */
  readonly signal: AbortSignal;
}

/** A thrown XapiError or HttpFailure becomes the status page the real server would send. */
export type HttpHandler = (exchange: HttpExchange) => void | Promise<void>;

/** By the real server's handler name ('get_export'), see route-table.ts. */
export type HttpHandlers = Readonly<Record<string, HttpHandler>>;

/** Called when a request naming a task is refused before its handler runs, so that the task can fail too. */
export type OnRefused = (refusal: {
  readonly world: World;
  readonly host: SimHost;
  readonly taskRef: string;
  readonly code: string;
  readonly parameters: readonly string[];
}) => void;

/** Thrown by a handler to end a request with a plain status page. */
export class HttpFailure extends Error {
  override readonly name = 'HttpFailure';
  readonly status: number;
  /** Text under "Additional information" of a 500 page. */
  readonly detail: string | undefined;

  constructor(status: number, detail?: string) {
    super(detail ?? `HTTP ${status}`);
    this.status = status;
    this.detail = detail;
  }
}
