import type { LogLine } from '#shared/domain/diagnosis/sight-machine.ts';

export interface LogChoice {
  readonly filter: string;
  /** Only lines with a known signature. */
  readonly onlySigned: boolean;
}

/** More than these nobody reads here; the host's own files have them all. */
const SHOWN = 500;

/** The newest of the lines that fit, in their order. */
export function chosenLines(lines: readonly LogLine[], { filter, onlySigned }: LogChoice): readonly LogLine[] {
  const words = filter.toLowerCase().split(/\s+/).filter(Boolean);
  return lines
    .filter((line) => !onlySigned || line.signature !== undefined)
    .filter(({ text, file }) => words.every((word) => text.toLowerCase().includes(word) || file.includes(word)))
    .slice(-SHOWN);
}
