import type { LogLine } from '#shared/domain/diagnosis/sight-machine.ts';

export interface LogChoice {
  readonly filter: string;
  /** Only lines with a known signature. */
  readonly onlySigned: boolean;
}

/** More than these nobody reads here; the host's own files have them all. */
const SHOWN = 500;

/** The newest of the lines that fit, of all files as one happened after the other. */
export function chosenLines(lines: readonly LogLine[], { filter, onlySigned }: LogChoice): readonly LogLine[] {
  const words = filter.toLowerCase().split(/\s+/).filter(Boolean);
  const fitting = lines
    .filter((line) => !onlySigned || line.signature !== undefined)
    .filter(({ text, file }) => words.every((word) => text.toLowerCase().includes(word) || file.includes(word)));
  return mergedByTime(fitting).slice(-SHOWN);
}

const months = ['Jan', 'Feb', 'Mar', 'Apr', 'May', 'Jun', 'Jul', 'Aug', 'Sep', 'Oct', 'Nov', 'Dec'];

/** A line that says no time belongs to the one before it in its file, and no file is put into another order than it has. */
function mergedByTime(lines: readonly LogLine[]): readonly LogLine[] {
  const timed = lines.map((line) => ({ line, at: momentOf(line.at) }));
  // Most logs name no year: where December and January stand side by side, a year has begun between them.
  const isTurn = timed.some(({ at }) => at !== undefined && at.month > 10) && timed.some(({ at }) => at !== undefined && at.month < 2);
  const last = new Map<LogLine['file'], string>();
  const keyed = timed.map(({ line, at }) => {
    const before = last.get(line.file) ?? '';
    const own = at === undefined ? '' : `${isTurn && at.month < 6 ? 1 : 0} ${String(at.month).padStart(2, '0')} ${at.rest}`;
    const key = own > before ? own : before;
    last.set(line.file, key);
    return { line, key };
  });
  return keyed.toSorted((a, b) => (a.key === b.key ? 0 : a.key < b.key ? -1 : 1)).map(({ line }) => line);
}

/** By the fields as they stand there: all files of a host are written by the same clock. */
function momentOf(at: string | undefined): { readonly month: number; readonly rest: string } | undefined {
  const [, name, day, time] = /^(\w{3})\s+(\d+) (\d\d:\d\d:\d\d)/.exec(at ?? '') ?? [];
  const month = months.indexOf(name ?? '');
  if (month !== -1) return { month, rest: `${(day ?? '').padStart(2, '0')} ${time}` };
  const [, isoMonth, isoDay, isoTime] = /^\d{4}-(\d\d)-(\d\d)[T ](\d\d:\d\d:\d\d)/.exec(at ?? '') ?? [];
  return isoMonth === undefined ? undefined : { month: Number(isoMonth) - 1, rest: `${isoDay} ${isoTime}` };
}

const keyOf = ({ file, at, text }: LogLine): string => `${file} ${at ?? ''} ${text}`;

/** How many lines have come since others were held. */
export function newerThan(held: readonly LogLine[], lines: readonly LogLine[]): number {
  const known = new Set(held.map(keyOf));
  return lines.filter((line) => !known.has(keyOf(line))).length;
}
