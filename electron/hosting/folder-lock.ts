import { randomUUID } from 'node:crypto';
import { link, mkdir, readFile, rename, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { z } from 'zod';

const NAME = 'in-use.json';
const OWNER_ONLY_FILE = 0o600;
const OWNER_ONLY_FOLDER = 0o700;
/** A left-over is taken away once; a second one was written by somebody who is quicker. */
const TRIES = 3;

const holder = z.object({ pid: z.number().int().positive(), startedAt: z.string() });
export type Holder = z.infer<typeof holder>;

export type FolderLock = { readonly is: 'ours'; release(): Promise<void> } | { readonly is: 'taken'; readonly pid: number };

export interface LockSetup {
  readonly folder: string;
  readonly self: Holder;
  /** When a process of this number started, as the system writes it; undefined when there is none. */
  readonly startOf: (pid: number) => Promise<string | undefined>;
}

/** Two engines on one folder would overwrite each other. What a process left that ended without a word counts for nothing. */
export async function lockFolder({ folder, self, startOf }: LockSetup): Promise<FolderLock> {
  const path = join(folder, NAME);
  await mkdir(folder, { recursive: true, mode: OWNER_ONLY_FOLDER });
  for (let tries = 0; tries < TRIES; tries += 1) {
    if (await claim(path, self)) return { is: 'ours', release: async () => await rm(path, { force: true }) };
    const other = await readHolder(path);
    const isAlive = other !== undefined && (await startOf(other.pid)) === other.startedAt;
    if (isAlive) return { is: 'taken', pid: other.pid };
    await takeAway(path, other);
  }
  return { is: 'taken', pid: (await readHolder(path))?.pid ?? 0 };
}

/** Appears whole or not at all, so that nobody takes a half-written claim for a left-over. */
async function claim(path: string, self: Holder): Promise<boolean> {
  const prepared = `${path}.${self.pid}.${randomUUID()}`;
  await writeFile(prepared, JSON.stringify(self), { mode: OWNER_ONLY_FILE });
  try {
    await link(prepared, path);
    return true;
  } catch (error) {
    if (error instanceof Error && 'code' in error && error.code === 'EEXIST') return false;
    throw error;
  } finally {
    await rm(prepared, { force: true });
  }
}

/** Only the very claim that was judged: somebody quicker may have put theirs in its place. */
async function takeAway(path: string, judged: Holder | undefined): Promise<void> {
  const aside = `${path}.${randomUUID()}`;
  try {
    await rename(path, aside);
  } catch {
    // Somebody else has taken it away.
    return;
  }
  const taken = await readHolder(aside);
  // If there is a third one by now, the folder is theirs and this one finds out.
  if (JSON.stringify(taken) !== JSON.stringify(judged)) await link(aside, path).catch(() => undefined);
  await rm(aside, { force: true });
}

async function readHolder(path: string): Promise<Holder | undefined> {
  try {
    return holder.safeParse(JSON.parse(await readFile(path, 'utf8'))).data;
  } catch {
    // Gone in the meantime, or written by a process that died at that: nobody holds it.
    return undefined;
  }
}

/** On Linux with the moment it started, because numbers are given again; elsewhere whether there is such a process. */
export async function processStart(pid: number): Promise<string | undefined> {
  if (process.platform === 'linux') return await linuxStart(pid);
  try {
    process.kill(pid, 0);
    return 'running';
  } catch (error) {
    // Not ours to signal, but there.
    return error instanceof Error && 'code' in error && error.code === 'EPERM' ? 'running' : undefined;
  }
}

async function linuxStart(pid: number): Promise<string | undefined> {
  try {
    const stat = await readFile(`/proc/${pid}/stat`, 'utf8');
    // The name in brackets may hold anything; the start is the twentieth field after it.
    const [state, ...fields] = stat.slice(stat.lastIndexOf(')') + 2).split(' ');
    return state === 'Z' ? undefined : fields[18];
  } catch {
    return undefined;
  }
}

/** For this process and the real system. */
export async function lockDataFolder(folder: string): Promise<FolderLock> {
  const { pid } = process;
  return await lockFolder({ folder, self: { pid, startedAt: (await processStart(pid)) ?? 'running' }, startOf: processStart });
}
