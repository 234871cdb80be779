import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { openDocument } from '#engine/store/document.ts';
import { countShape, WRITES } from './count-shape.ts';

/** After how many confirmed writes each writer is killed; the next one goes on where it was. */
const KILLS = [1, 2, 3, 7, 20, 50, 100, 150, 250, 417];
/** Every write waits for the disk, which may be slow and belong to others too. */
const PATIENCE_MS = 180_000;
let folder = '';

beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'poolkeeper-kill-'));
});
afterEach(async () => rm(folder, { recursive: true, force: true }));

/** The writer prints each number once it is safely on disk; killed after `confirmations` of them. */
async function writeUntilKilled(path: string, confirmations: number): Promise<number> {
  const writer: ChildProcess = spawn(process.execPath, [fileURLToPath(new URL('writer.ts', import.meta.url)), path], {
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  let confirmed = 0;
  let text = '';
  writer.stdout?.setEncoding('utf8').on('data', (chunk: string) => {
    text += chunk;
    const lines = text.split('\n');
    confirmed = Number(lines.at(-2) ?? 0);
    if (lines.length > confirmations) writer.kill('SIGKILL');
  });
  await once(writer, 'close');
  return confirmed;
}

test(
  `killing the app at ${KILLS.length} moments of ${WRITES} writes never loses what was confirmed`,
  async () => {
    const path = join(folder, 'count.json');
    for (const kill of KILLS) {
      const confirmed = await writeUntilKilled(path, kill);
      const document = await openDocument({ path, shape: countShape, unique: () => 'reader' });
      expect(document.found).toEqual({ is: 'as-saved' });
      expect(document.current().count).toBeGreaterThanOrEqual(confirmed);
      expect(document.current().filler).toHaveLength(document.current().count);
    }
  },
  PATIENCE_MS,
);
