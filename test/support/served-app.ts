import { type ChildProcessByStdio, spawn } from 'node:child_process';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Readable } from 'node:stream';

export interface ServedApp extends AsyncDisposable {
  /** With the token that works once. */
  readonly address: string;
}

const SERVE = join(import.meta.dirname, '..', '..', 'dist', 'serve.js');

export interface DataFolder extends AsyncDisposable {
  readonly path: string;
}

/** A folder to keep things in that outlives the app, for tests that start it twice. */
export async function aDataFolder(): Promise<DataFolder> {
  const path = await mkdtemp(join(tmpdir(), 'poolkeeper-data-'));
  return { path, [Symbol.asyncDispose]: async () => await rm(path, { recursive: true, force: true }) };
}

/** The built app as `npm start` runs it where Electron cannot be, until disposed of; nothing it kept outlives it. */
export async function aServedApp(...options: readonly string[]): Promise<ServedApp> {
  const data = await aDataFolder();
  const app = await aServedAppIn(data, ...options);
  return {
    address: app.address,
    async [Symbol.asyncDispose]() {
      await app[Symbol.asyncDispose]();
      await data[Symbol.asyncDispose]();
    },
  };
}

/** The same with a folder that stays. */
export async function aServedAppIn({ path: data }: DataFolder, ...options: readonly string[]): Promise<ServedApp> {
  return await listening(spawn(process.execPath, [SERVE, '--no-open', '--data', data, ...options], { stdio: ['ignore', 'pipe', 'pipe'] }));
}

/** The same by a program that runs it somewhere else on this computer. */
export async function aServedAppBy([program, ...args]: readonly [string, ...string[]], data: string): Promise<ServedApp> {
  const serve = [process.execPath, SERVE, '--no-open', '--data', data];
  return await listening(spawn(program, [...args, ...serve], { stdio: ['ignore', 'pipe', 'pipe'] }));
}

async function listening(child: ChildProcessByStdio<null, Readable, Readable>): Promise<ServedApp> {
  const ended = Promise.withResolvers<void>();
  const { promise, resolve, reject } = Promise.withResolvers<string>();
  let said = '';
  const hear = (part: unknown): void => {
    said += String(part);
    const address = /http:\/\/127\.0\.0\.1:\d+\/\?token=[\w-]+/.exec(said)?.[0];
    if (address !== undefined) resolve(address);
  };
  child.stdout.on('data', hear);
  child.stderr.on('data', hear);
  child.once('exit', (code) => {
    reject(new Error(`the app ended with ${code}: ${said}`));
    ended.resolve();
  });
  return {
    address: await promise,
    async [Symbol.asyncDispose]() {
      child.kill('SIGTERM');
      await ended.promise;
    },
  };
}
