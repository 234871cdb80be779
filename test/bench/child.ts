import { fork } from 'node:child_process';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';

/** Another process that answers one message at a time. */
export interface Child {
  /** What it said when it was ready. */
  readonly greeting: unknown;
  ask(order: unknown): Promise<unknown>;
  stop(): Promise<void>;
}

/** Starts a file of this folder; it greets, and then answers every message with one. */
export async function startChild(file: string, args: readonly string[] = []): Promise<Child> {
  const path = fileURLToPath(new URL(file, import.meta.url));
  // Threads start as fast as from the one file that the app ships for each, instead of translating every source anew.
  const env = { ...process.env, NODE_COMPILE_CACHE: join(tmpdir(), 'node-compile-cache') };
  const child = fork(path, [...args], { execArgv: ['--expose-gc'], env, serialization: 'advanced' });

  async function next(): Promise<unknown> {
    const { promise, resolve, reject } = Promise.withResolvers<unknown>();
    const ended = (code: number | null): void => reject(new Error(`${file} ended with ${code}`));
    child.once('message', resolve);
    child.once('exit', ended);
    return await promise.finally(() => {
      child.off('message', resolve);
      child.off('exit', ended);
    });
  }

  return {
    greeting: await next(),
    async ask(order) {
      const answer = next();
      child.send(order as object);
      return unlessFailed(await answer);
    },
    async stop() {
      const { promise, resolve } = Promise.withResolvers<void>();
      child.once('exit', () => resolve());
      child.kill();
      await promise;
    },
  };
}

function unlessFailed(answer: unknown): unknown {
  if (typeof answer === 'object' && answer !== null && 'failed' in answer) throw new Error(String(answer.failed));
  return answer;
}

/** The other side: does what is asked, and answers with a failure instead of ending. */
export function answerOrders(obey: (order: unknown) => Promise<unknown>): void {
  process.on('message', (order) => {
    obey(order).then(
      (answer) => process.send?.(answer),
      (error: unknown) => process.send?.({ failed: error instanceof Error ? (error.stack ?? error.message) : String(error) }),
    );
  });
  process.once('disconnect', () => process.exit());
  process.send?.({});
}
