import { bundlePath } from './frames.ts';
import { logPaths } from './log-paths.ts';
import { logLine } from './parsers/logs.ts';
import { withoutSecrets } from './redact.ts';
import { quoted } from './shell.ts';
import type { LogFile, LogLine } from './sight-machine.ts';

/** So many of each file, and no more are kept. */
const FOLLOWED_LINES = 400;
/** Who follows says so oftener than this; after so long in silence the host stops by itself. */
const SILENCE_S = 60;
export const SIGN_OF_LIFE_MS = 20_000;

/**
 * What follows files as they grow and are rotated. It ends with its input, which ends with the channel, and it ends without that where
 * nobody gives a sign of life: nothing is left running on a host that the way has broken to.
 */
export function followScript(paths: readonly string[] = Object.values(logPaths)): string {
  return [
    `export LC_ALL=C PATH=${bundlePath}`,
    'renice -n 10 -p $$ >/dev/null 2>&1; ionice -c3 -p $$ >/dev/null 2>&1',
    `tail -n ${FOLLOWED_LINES} -F ${paths.map(quoted).join(' ')} 2>/dev/null &`,
    't=$!',
    `while read -r -t ${SILENCE_S} _ && kill -0 $t 2>/dev/null; do :; done`,
    'kill $t 2>/dev/null; wait $t 2>/dev/null',
    '',
  ].join('\n');
}

/** Reads what `tail` says of several files, piece by piece. */
export interface LogReader {
  add(piece: string): readonly LogLine[];
}

/** A line that never ends must not fill this computer. */
const MOST_OF_A_LINE = 8_192;

export function createLogReader(paths: Readonly<Record<LogFile, string>> = logPaths): LogReader {
  const fileAt = new Map(Object.entries(paths).map(([file, path]) => [path, file as LogFile]));
  /** Files whose last line stands within a private key: each of its lines alone looks like nothing. */
  const inKey = new Set<LogFile>();
  let file: LogFile | undefined;
  let begun = '';

  function read(line: string): readonly LogLine[] {
    const heading = /^==> (.+) <==$/.exec(line)?.[1];
    const next = heading === undefined ? undefined : fileAt.get(heading);
    if (next !== undefined) {
      file = next;
      return [];
    }
    if (file === undefined || line.trim() === '') return [];
    const wasInKey = inKey.has(file);
    if (/-----BEGIN [A-Z ]*PRIVATE KEY-----/.test(line)) inKey.add(file);
    if (/-----END [A-Z ]*PRIVATE KEY-----/.test(line)) inKey.delete(file);
    return wasInKey ? [] : [logLine(file, withoutSecrets(line))];
  }

  return {
    add(piece) {
      const lines = `${begun}${piece}`.split('\n');
      begun = (lines.pop() ?? '').slice(0, MOST_OF_A_LINE);
      return lines.flatMap((line) => read(line.slice(0, MOST_OF_A_LINE).replace(/\r$/, '')));
    },
  };
}

/** The newest of each file, in the order they came. */
export function withNewLines(lines: readonly LogLine[], added: readonly LogLine[]): readonly LogLine[] {
  const room = new Map<LogFile, number>();
  return [...lines, ...added]
    .toReversed()
    .filter(({ file }) => {
      const left = room.get(file) ?? FOLLOWED_LINES;
      room.set(file, left - 1);
      return left > 0;
    })
    .toReversed();
}
