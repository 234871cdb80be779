import { spawn } from 'node:child_process';
import { closeSync, existsSync, mkdirSync, openSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { root, say } from '../bootstrap/ground.mjs';

/** How long a start waits for Electron's runtime to arrive before it opens the browser instead. */
const FETCH_LIMIT_MS = 20_000;
/** How long a failed fetch is believed, so that the next starts do not wait for it again. */
const FAILURE_BELIEVED_MS = 12 * 3_600_000;
/** A fetch that is older than this has died without a word. */
const FETCH_BELIEVED_MS = 3_600_000;

export type ElectronRuntime = { readonly is: 'present'; readonly program: string } | { readonly is: 'absent'; readonly why: string };

type FetchRecord = { readonly is: 'fetching'; readonly sinceMs: number } | { readonly is: 'failed'; readonly sinceMs: number };

const packageFolder = join(root, 'node_modules', 'electron');
const cacheFolder = join(root, 'node_modules', '.cache', 'poolkeeper');
const recordFile = join(cacheFolder, 'electron-fetch.json');
const logFile = join(cacheFolder, 'electron-fetch.log');
const byHand = 'npx install-electron';

export async function findOrFetchElectron(): Promise<ElectronRuntime> {
  const program = findElectron();
  if (program !== undefined) return { is: 'present', program };
  const why = reasonNotToFetch(readRecord(), Date.now());
  return why === undefined ? fetchElectron() : { is: 'absent', why };
}

/** What the last fetch came to, if a new one is not worth waiting for. */
export function reasonNotToFetch(record: FetchRecord | undefined, nowMs: number): string | undefined {
  if (record?.is === 'fetching' && nowMs - record.sinceMs < FETCH_BELIEVED_MS) return 'is still being fetched; a later start will use it';
  if (record?.is === 'failed' && nowMs - record.sinceMs < FAILURE_BELIEVED_MS) return `could not be fetched lately (to try again now: ${byHand})`;
  return undefined;
}

/** Electron's package writes path.txt once its runtime is unpacked whole. */
function findElectron(): string | undefined {
  const pathFile = join(packageFolder, 'path.txt');
  if (!existsSync(pathFile)) return undefined;
  const program = join(packageFolder, 'dist', readFileSync(pathFile, 'utf8').trim());
  return existsSync(program) ? program : undefined;
}

async function fetchElectron(): Promise<ElectronRuntime> {
  say(`fetching Electron's runtime (about 120 MB, once); waiting for it at most ${FETCH_LIMIT_MS / 1000} s ...`);
  if ((await fetchWithin(FETCH_LIMIT_MS)) === 'still-fetching') {
    return { is: 'absent', why: `did not arrive within ${FETCH_LIMIT_MS / 1000} s; the fetch goes on, and a later start will use it` };
  }
  const program = findElectron();
  if (program !== undefined) return { is: 'present', program };
  writeRecord({ is: 'failed', sinceMs: Date.now() });
  return { is: 'absent', why: `could not be fetched (details in ${logFile}; to try again: ${byHand})` };
}

/** The fetch outlives this process when it takes longer: it then serves a later start. */
async function fetchWithin(limitMs: number): Promise<'ended' | 'still-fetching'> {
  mkdirSync(cacheFolder, { recursive: true });
  writeRecord({ is: 'fetching', sinceMs: Date.now() });
  const log = openSync(logFile, 'w');
  const fetcher = spawn(process.execPath, [join(packageFolder, 'install.js')], { detached: true, windowsHide: true, stdio: ['ignore', log, log] });
  closeSync(log);
  const { promise, resolve } = Promise.withResolvers<'ended' | 'still-fetching'>();
  const limit = setTimeout(() => resolve('still-fetching'), limitMs);
  fetcher.once('exit', () => resolve('ended'));
  fetcher.once('error', () => resolve('ended'));
  const outcome = await promise;
  clearTimeout(limit);
  fetcher.unref();
  return outcome;
}

function readRecord(): FetchRecord | undefined {
  try {
    // Our own file; a damaged one only causes another try.
    return JSON.parse(readFileSync(recordFile, 'utf8')) as FetchRecord;
  } catch {
    // Nothing was tried yet.
    return undefined;
  }
}

function writeRecord(record: FetchRecord): void {
  writeFileSync(recordFile, JSON.stringify(record));
}
