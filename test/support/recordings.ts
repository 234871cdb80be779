import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { gunzipSync } from 'node:zlib';
import { disagreements } from '#test/recordings/disagreements.ts';

/** Where the recordings of the real server lie, or undefined: tests that need them are then skipped. */
export const recordingsFolder = process.env['RECORDINGS'];

/** `name` without ending: '7-live/http'. */
export function recordedLines<T>(name: string): T[] {
  return recordedText(`${name}.jsonl.gz`)
    .split('\n')
    .filter((line) => line !== '')
    .map((line) => JSON.parse(line) as T);
}

export function recordedText(file: string): string {
  if (recordingsFolder === undefined) throw new Error('RECORDINGS is not set');
  const path = join(recordingsFolder, file);
  if (!existsSync(path)) throw new Error(`no recording ${path}`);
  const bytes = readFileSync(path);
  return (file.endsWith('.gz') ? gunzipSync(bytes) : bytes).toString('utf8');
}

export interface Tally {
  /** `id` names the recorded line, as it would be listed in disagreements.ts. */
  compare(id: string, ours: unknown, theirs: unknown): void;
  /** Prints the count and returns what is wrong: unlisted differences and listed ones that agree by now. */
  close(): string[];
}

/** Compares line by line, counts, and lets a difference pass only when it is listed with its reason. */
export function tally(recording: string): Tally {
  const listed = disagreements[recording] ?? {};
  const seen = new Set<string>();
  const wrong: string[] = [];
  let total = 0;
  let agreeing = 0;
  return {
    compare(id, ours, theirs) {
      total += 1;
      const left = textOf(ours);
      const right = textOf(theirs);
      if (left === right) {
        agreeing += 1;
        return;
      }
      seen.add(id);
      if (listed[id] === undefined) wrong.push(`${id}\n  ours:   ${left.slice(0, 600)}\n  theirs: ${right.slice(0, 600)}`);
    },
    close() {
      process.stdout.write(`recordings ${recording}: ${agreeing} of ${total} agree\n`);
      const stale = Object.keys(listed).filter((id) => !seen.has(id));
      return [...wrong, ...stale.map((id) => `${id} is listed as a disagreement but agrees`)];
    },
  };
}

/** JSON has no word for an absent value; a comparison needs one. */
function textOf(value: unknown): string {
  return value === undefined ? 'undefined' : JSON.stringify(value);
}
