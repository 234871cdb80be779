import { type ChildProcess, type SendHandle, spawn } from 'node:child_process';
import { Server, Socket } from 'node:net';
import { join } from 'node:path';
import type { Card, FromAgent, ToAgent } from './agent-words.ts';

/** Somebody inside a namespace who opens its sockets for this process, where they stay in that namespace. */
export interface Agent extends AsyncDisposable {
  listen(port: number): Promise<Server>;
  /** Throws DialError. */
  dial(to: { readonly host: string; readonly port: number; readonly ms: number }): Promise<Socket>;
  watch(devices: readonly string[], onCards: (cards: readonly Card[]) => void): void;
  guard(pid: number): void;
}

export class DialError extends Error {
  override readonly name = 'DialError';
  readonly code: string;

  constructor(code: string) {
    super(code);
    this.code = code;
  }
}

interface Waiting {
  readonly resolve: (handle: SendHandle | undefined) => void;
  readonly reject: (error: Error) => void;
}

export function startAgent(namespace: string): Agent {
  const child = spawnInside(namespace, 'agent.ts');
  const waiting = new Map<number, Waiting>();
  let asked = 0;
  let hearCards: (cards: readonly Card[]) => void = () => undefined;

  child.on('message', (message, handle) => {
    // Only agent.ts speaks here.
    const word = message as FromAgent;
    if (word.is === 'cards') return hearCards(word.cards);
    const one = waiting.get(word.id);
    waiting.delete(word.id);
    if (word.is === 'failed') one?.reject(new DialError(word.code));
    else one?.resolve(handle);
  });
  child.once('exit', () => {
    for (const { reject } of waiting.values()) reject(new DialError('gone'));
    waiting.clear();
  });

  const say = (word: ToAgent): void => void (child.connected && child.send(word));

  async function ask(how: (id: number) => ToAgent): Promise<SendHandle | undefined> {
    if (!child.connected) throw new DialError('gone');
    asked += 1;
    const id = asked;
    const { promise, resolve, reject } = Promise.withResolvers<SendHandle | undefined>();
    waiting.set(id, { resolve, reject });
    say(how(id));
    return await promise;
  }

  return {
    async listen(port) {
      const handle = await ask((id) => ({ is: 'listen', id, port }));
      if (!(handle instanceof Server)) throw new DialError('no server came');
      return handle;
    },
    async dial(to) {
      const handle = await ask((id) => ({ is: 'dial', id, ...to }));
      if (!(handle instanceof Socket)) throw new DialError('closed');
      return handle;
    },
    watch(devices, onCards) {
      hearCards = onCards;
      say({ is: 'watch', devices });
    },
    guard: (pid) => say({ is: 'guard', pid }),
    [Symbol.asyncDispose]: async () => await end(child),
  };
}

/** A program of the lab in a namespace, with a channel to it. */
export function spawnInside(namespace: string, file: string, args: readonly string[] = []): ChildProcess {
  return spawn('ip', ['netns', 'exec', namespace, process.execPath, join(import.meta.dirname, file), ...args], {
    stdio: ['ignore', 'inherit', 'inherit', 'ipc'],
  });
}

export async function end(child: ChildProcess): Promise<void> {
  if (child.exitCode !== null || child.signalCode !== null) return;
  const ended = new Promise<void>((resolve) => child.once('exit', () => resolve()));
  child.kill('SIGKILL');
  await ended;
}
