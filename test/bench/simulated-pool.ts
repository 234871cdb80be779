import { type ChildProcessByStdio, spawn } from 'node:child_process';
import { request } from 'node:https';
import { createInterface } from 'node:readline';
import type { Readable } from 'node:stream';
import { text } from 'node:stream/consumers';
import { fileURLToPath } from 'node:url';

const cli = fileURLToPath(new URL('../../electron/simulator/cli.ts', import.meta.url));

/** A simulator in a process of its own, as a person would start it. */
export interface SimulatedPool {
  readonly masterUrl: string;
  readonly user: string;
  readonly password: string;
  stop(): Promise<void>;
}

interface Announcement {
  readonly hosts: readonly { readonly url: string; readonly master: boolean }[];
  readonly user: string;
  readonly password: string;
}

/** Resolves once the simulator has announced its addresses. */
export async function startSimulatedPool(scenario: string): Promise<SimulatedPool> {
  const child = spawn(process.execPath, [cli, '--scenario', scenario, '--json'], { stdio: ['ignore', 'pipe', 'inherit'] });
  const { hosts, user, password } = await announcementOf(child);
  const master = hosts.find((host) => host.master);
  if (master === undefined) throw new Error(`${scenario} has no master`);
  return { masterUrl: master.url, user, password, stop: () => end(child) };
}

async function announcementOf(child: ChildProcessByStdio<null, Readable, null>): Promise<Announcement> {
  for await (const line of createInterface({ input: child.stdout })) {
    // The simulator is ours and this line is its documented answer.
    if (line.startsWith('{')) return JSON.parse(line) as Announcement;
  }
  throw new Error('the simulator ended before it announced its addresses');
}

async function end(child: ChildProcessByStdio<null, Readable, null>): Promise<void> {
  const { promise, resolve } = Promise.withResolvers<void>();
  child.once('exit', () => resolve());
  child.kill();
  await promise;
}

/** One JSON-RPC call; answers the whole body as text, unparsed. */
export async function callForText(url: string, method: string, params: readonly unknown[]): Promise<string> {
  const { promise, resolve, reject } = Promise.withResolvers<string>();
  const call = request(new URL('/jsonrpc', url), { method: 'POST', rejectUnauthorized: false, agent: false }, (response) => {
    text(response).then(resolve, reject);
  });
  call.once('error', reject);
  call.end(JSON.stringify({ jsonrpc: '2.0', id: 1, method, params }));
  return promise;
}

/** Logs in and answers the session's reference. */
export async function logIn(pool: SimulatedPool): Promise<string> {
  const answer = JSON.parse(await callForText(pool.masterUrl, 'session.login_with_password', [pool.user, pool.password])) as { result?: string };
  if (answer.result === undefined) throw new Error(`could not log in: ${JSON.stringify(answer)}`);
  return answer.result;
}
