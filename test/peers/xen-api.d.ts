// What the peer tests use of npm's xen-api, which brings no types of its own.
declare module 'xen-api' {
  import type { EventEmitter } from 'node:events';

  export interface PeerObject {
    readonly $id: string;
    readonly $ref: string;
    readonly $type: string;
    readonly [field: string]: unknown;
  }

  export interface CancelSource {
    readonly token: PeerCancelToken;
    cancel(): Promise<void>;
  }

  export interface PeerCancelToken {
    readonly promise: Promise<unknown>;
  }

  export interface PeerResponse {
    readonly statusCode: number;
    readonly headers: Readonly<Record<string, string | string[] | undefined>>;
    readonly body: AsyncIterable<Uint8Array>;
    readonly task?: Promise<unknown>;
  }

  export interface PeerClient extends EventEmitter {
    readonly objects: EventEmitter & { readonly all: Readonly<Record<string, PeerObject>>; readonly size: number };
    readonly objectsFetched: Promise<void>;
    readonly pool: PeerObject;
    readonly sessionId: string;
    readonly status: string;
    connect(): Promise<void>;
    disconnect(): Promise<void>;
    call(method: string, ...parameters: readonly unknown[]): Promise<unknown>;
    callAsync(method: string, ...parameters: readonly unknown[]): Promise<unknown>;
    callAsync(token: PeerCancelToken, method: string, ...parameters: readonly unknown[]): Promise<unknown>;
    barrier(ref?: string): Promise<PeerObject | undefined>;
    createTask(label: string, description?: string): Promise<string>;
    watchTask(ref: string): Promise<unknown>;
    getObjectByRef(ref: string, otherwise?: undefined): PeerObject | undefined;
    getResource(path: string, options?: { query?: Record<string, string>; task?: string | boolean }): Promise<PeerResponse>;
    putResource(body: unknown, path: string, options?: { query?: Record<string, string>; task?: string | boolean }): Promise<unknown>;
  }

  export interface PeerOptions {
    readonly url: string;
    readonly auth: { readonly user: string; readonly password: string };
    readonly allowUnauthorized: boolean;
    readonly transport: 'json-rpc' | 'xml-rpc' | 'auto';
    readonly debounce?: number;
    /** How long it waits after its event loop has tripped, as it does over its own missing session while it logs in again. */
    readonly eventPollDelay?: number;
    readonly watchEvents?: boolean | readonly string[];
  }

  export function createClient(options: PeerOptions): PeerClient;
}
