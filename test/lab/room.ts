import { type ChildProcess, spawn } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { setTimeout as sleep } from 'node:timers/promises';
import { ran, type Ran } from './network.ts';
import { end } from './start-agent.ts';

/** A namespace of the network where a script is the first process: with processes, mounts and a name of its own, all gone with it. */
export interface Room extends AsyncDisposable {
  readonly pid: number | undefined;
  /** What root types there. */
  type(script: string): Promise<Ran>;
}

export function openRoom(namespace: string, script: string, env: readonly string[]): Room {
  const shell = ['unshare', '--mount', '--uts', '--pid', '--fork', '--kill-child', '--mount-proc', 'bash', script];
  const child = spawn('ip', ['netns', 'exec', namespace, ...shell], { stdio: ['ignore', 'ignore', 'inherit'] });
  return {
    pid: child.pid,
    type: async (typed) =>
      await ran('nsenter', ['-t', await firstProcessOf(child), '-n', '-m', '-u', '-p', 'env', '--ignore-environment', ...env, 'bash', '-c', typed]),
    [Symbol.asyncDispose]: async () => await end(child),
  };
}

const BEGINS_WITHIN_MS = 30_000;

async function firstProcessOf({ pid }: ChildProcess): Promise<string> {
  for (const untilMs = performance.now() + BEGINS_WITHIN_MS; performance.now() < untilMs; await sleep(20)) {
    const [first = ''] = readFileSync(`/proc/${pid}/task/${pid}/children`, 'utf8').trim().split(' ');
    if (first !== '') return first;
  }
  throw new Error(`nothing has begun after ${BEGINS_WITHIN_MS} ms`);
}
