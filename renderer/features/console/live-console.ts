import type { ByteStream } from '#shared/contract/byte-stream.ts';
import { StreamStopped } from '#shared/contract/byte-stream.ts';
import type { ServerId } from '#shared/contract/calls/server-calls.ts';
import type { Client } from '#shared/contract/client.ts';
import type { Failure } from '#shared/contract/failure.ts';
import type { ConsoleChoice } from '#shared/domain/console/standing.ts';
import type { VmRef } from '#shared/domain/inventory/watched.ts';
import { consoleText } from '#shared/text/console-text.ts';
import type { Scale, Size, Viewer } from './viewer.ts';

/** The connection behind a screen. Whatever it is, the last picture stays. */
export type ConsoleLink =
  | { readonly is: 'idle' }
  | { readonly is: 'connecting' }
  | { readonly is: 'live'; readonly size: Size | undefined }
  | { readonly is: 'lost'; readonly failure: Failure | undefined; readonly retryAtMs: number };

export interface ConsoleState {
  readonly link: ConsoleLink;
  readonly scale: Scale;
  readonly canPress: boolean;
  readonly typing: { readonly done: number; readonly all: number } | undefined;
}

/** The console of one VM in this window; it outlives the tab that shows it, and follows the VM through restarts and moves. */
export interface LiveConsole {
  /** To be put where it is to be seen. */
  readonly element: HTMLElement;
  state(): ConsoleState;
  listen(listener: () => void): () => void;
  /** Undefined while the VM has none. */
  want(choice: ConsoleChoice | undefined): void;
  show(isShown: boolean, released: () => void): void;
  retry(): void;
  setScale(scale: Scale): void;
  press(keys: readonly number[]): void;
  type(text: string): Promise<number>;
  stopTyping(): void;
  focus(): void;
  fit(): void;
  recolour(): void;
  close(): void;
}

const FIRST_RETRY_MS = 1_000;
const LONGEST_RETRY_MS = 15_000;

export interface ConsoleSetup {
  readonly client: Client;
  readonly server: ServerId;
  readonly vm: VmRef;
  readonly name: string;
}

interface Connection {
  readonly choice: ConsoleChoice;
  readonly stream: ByteStream;
  viewer: Viewer | undefined;
  isOver: boolean;
}

export function createLiveConsole({ client, server, name }: ConsoleSetup): LiveConsole {
  const element = document.createElement('div');
  const listeners = new Set<() => void>();
  let state: ConsoleState = { link: { is: 'idle' }, scale: 'fit', canPress: true, typing: undefined };
  let wanted: ConsoleChoice | undefined;
  let current: Connection | undefined;
  /** What is still seen of the connection before. */
  let old: Viewer | undefined;
  let isShown = false;
  let released = (): void => undefined;
  let failures = 0;
  let retryTimer: ReturnType<typeof setTimeout> | undefined;
  let typing = new AbortController();

  function change(part: Partial<ConsoleState>): void {
    state = { ...state, ...part };
    for (const listener of listeners) listener();
  }

  function connect(): void {
    clearTimeout(retryTimer);
    drop();
    if (wanted === undefined) return change({ link: { is: 'idle' } });
    change({ link: { is: 'connecting' } });
    const stream = client.openStream('vm.console', { server, console: wanted.ref });
    const made: Connection = { choice: wanted, stream, viewer: undefined, isOver: false };
    current = made;
    follow(made).catch((error: unknown) => reportError(error));
  }

  /** Ends what is under way; its last picture stays until the next one is there. */
  function drop(): void {
    const last = current;
    current = undefined;
    if (last === undefined) return;
    last.isOver = true;
    last.stream.stop();
    keepPicture(last);
  }

  function keepPicture({ viewer }: Connection): void {
    typing.abort();
    if (viewer === undefined) return;
    viewer.end();
    if (old !== viewer) old?.element.remove();
    old = viewer;
    viewer.element.dataset['picture'] = 'last';
  }

  async function follow(made: Connection): Promise<void> {
    try {
      for await (const bytes of made.stream.incoming) {
        if (made.isOver) return;
        made.viewer ??= await open(made);
        await made.viewer.deliver(bytes);
      }
    } catch (error) {
      // How it ended says why.
      if (!(error instanceof StreamStopped)) throw error;
    }
    const ended = await made.stream.ended;
    if (made.isOver) return;
    made.isOver = true;
    current = undefined;
    keepPicture(made);
    lost(ended.ok ? undefined : ended.failure);
  }

  function lost(failure: Failure | undefined): void {
    const delayMs = Math.min(FIRST_RETRY_MS * 2 ** failures, LONGEST_RETRY_MS);
    failures += 1;
    change({ link: { is: 'lost', failure, retryAtMs: Date.now() + delayMs } });
    retryTimer = setTimeout(() => wanted !== undefined && connect(), delayMs);
  }

  /** Made with the first bytes, for whoever is refused needs no screen. */
  async function open(made: Connection): Promise<Viewer> {
    const { stream, choice } = made;
    const setup = {
      stream,
      label: consoleText.screenOf(name),
      listener: { live: (size: Size | undefined) => isNow(made) && drawn(made, size), released: () => released() },
    };
    const viewer =
      choice.protocol === 'rfb'
        ? (await import('./vnc-viewer.ts')).createVncViewer({ ...setup, pause: async (ms) => await new Promise((done) => setTimeout(done, ms)) })
        : (await import('./text-viewer.ts')).createTextViewer(setup);
    made.viewer = viewer;
    viewer.element.dataset['picture'] = 'coming';
    viewer.element.dataset['protocol'] = choice.protocol;
    element.append(viewer.element);
    viewer.setScale(state.scale);
    viewer.show(isShown);
    viewer.fit();
    change({ canPress: viewer.press !== undefined });
    if (choice.protocol === 'vt100') drawn(made, undefined);
    return viewer;
  }

  function isNow(made: Connection): boolean {
    return current === made;
  }

  function drawn({ viewer }: Connection, size: Size | undefined): void {
    failures = 0;
    const hadFocus = old?.element.contains(document.activeElement) === true || element.contains(document.activeElement);
    old?.element.remove();
    old = undefined;
    if (viewer !== undefined) viewer.element.dataset['picture'] = 'live';
    if (hadFocus) viewer?.focus();
    if (state.link.is !== 'live' || state.link.size !== size) change({ link: { is: 'live', size } });
  }

  return {
    element,
    state: () => state,
    listen(listener) {
      listeners.add(listener);
      return () => void listeners.delete(listener);
    },
    want(choice) {
      const isSame = choice?.ref === wanted?.ref && choice?.location === wanted?.location;
      wanted = choice;
      if (isSame) return;
      failures = 0;
      connect();
    },
    show(next, whenReleased) {
      isShown = next;
      released = whenReleased;
      current?.viewer?.show(next);
    },
    retry: connect,
    setScale(scale) {
      change({ scale });
      current?.viewer?.setScale(scale);
    },
    press: (keys) => current?.viewer?.press?.(keys),
    async type(text) {
      typing.abort();
      typing = new AbortController();
      const { signal } = typing;
      const progress = (done: number, all: number): void => change({ typing: done < all ? { done, all } : undefined });
      const done = (await current?.viewer?.type(text, { signal, progress })) ?? 0;
      if (state.typing !== undefined) change({ typing: undefined });
      return done;
    },
    stopTyping: () => typing.abort(),
    focus: () => (current?.viewer ?? old)?.focus(),
    fit: () => current?.viewer?.fit(),
    recolour: () => current?.viewer?.recolour(),
    close() {
      wanted = undefined;
      connect();
      old?.element.remove();
      element.remove();
    },
  };
}
