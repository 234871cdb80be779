import type { ProbeAnswer, ProbeId, ProbeState } from './probe.ts';
import type { ShellScript } from './shell.ts';
import { quoted } from './shell.ts';
import type { ClockReading } from './sight-machine.ts';

/** A probe ready to be run: every hole filled. */
export interface ReadyProbe {
  readonly id: ProbeId;
  readonly limitS: number;
  readonly script: ShellScript;
}

/** Where a dom0 keeps its tools, old ones too. */
export const bundlePath = '/usr/sbin:/usr/bin:/sbin:/bin:/opt/xensource/bin:/opt/xensource/libexec';
const CAP_BYTES = 262_144;

/** One script for one channel; each answer between two marks that occur in none of them. */
export function bundleScript(probes: readonly ReadyProbe[]): string {
  return [
    `export LC_ALL=C PATH=${bundlePath}`,
    'exec </dev/null',
    // A sick host is not to be made sicker.
    'renice -n 10 -p $$ >/dev/null 2>&1; ionice -c3 -p $$ >/dev/null 2>&1',
    'set -o pipefail',
    ...probes.flatMap(({ id, limitS, script }) => [
      `printf '\\036B %s %s\\n' ${id} "$(date +%s%N)"`,
      `timeout -k 2 ${limitS} bash -c ${quoted(script)} 2>&1 | head -c ${CAP_BYTES}`,
      `printf '\\036E %s %s %s\\n' ${id} "$?" "$(date +%s%N)"`,
    ]),
    '',
  ].join('\n');
}

export interface Frame {
  readonly id: ProbeId;
  /** By the host's clock. */
  readonly beganMs: number;
  readonly end?: { readonly rc: number; readonly atMs: number } | undefined;
  readonly raw: string;
}

const MARK = '\u001E';

/** What a bundle has said so far; the last frame may still be open. */
export function readFrames(output: string, known: ReadonlySet<ProbeId>): readonly Frame[] {
  const frames: Frame[] = [];
  // What stands before the first mark is a greeting of the shell.
  for (const piece of output.split(MARK).slice(1)) {
    const mark = readMark(piece);
    const last = frames.at(-1);
    const open = last?.end === undefined ? last : undefined;
    if (mark.is === 'begin' && isKnown(mark.id, known)) frames.push({ id: mark.id, beganMs: mark.atMs, raw: mark.rest });
    else if (open !== undefined) frames[frames.length - 1] = continued(open, mark, piece);
  }
  return frames;
}

function continued(open: Frame, mark: Mark, piece: string): Frame {
  if (mark.is === 'end' && mark.id === open.id) return { ...open, end: { rc: mark.rc, atMs: mark.atMs } };
  return { ...open, raw: `${open.raw}${MARK}${piece}` };
}

type Mark =
  | { readonly is: 'begin'; readonly id: string; readonly atMs: number; readonly rest: string }
  | { readonly is: 'end'; readonly id: string; readonly rc: number; readonly atMs: number }
  | { readonly is: 'none' };

function readMark(piece: string): Mark {
  const begin = /^B (\S+) (\d+)\n([^]*)$/.exec(piece);
  if (begin !== null) return { is: 'begin', id: begin[1] ?? '', atMs: msOf(begin[2]), rest: begin[3] ?? '' };
  const end = /^E (\S+) (\d+) (\d+)\n/.exec(piece);
  return end === null ? { is: 'none' } : { is: 'end', id: end[1] ?? '', rc: Number(end[2]), atMs: msOf(end[3]) };
}

function isKnown(id: string, known: ReadonlySet<string>): id is ProbeId {
  return known.has(id);
}

function msOf(nanoseconds: string | undefined): number {
  return Number(nanoseconds) / 1e6;
}

/** `isOver`: the channel has ended or was given up, so nothing will follow. */
export function answersOf(frames: readonly Frame[], when: { readonly atMs: number; readonly isOver: boolean }): readonly ProbeAnswer[] {
  return frames.flatMap(({ id, beganMs, end, raw }): readonly ProbeAnswer[] => {
    if (end !== undefined) return [{ id, atMs: when.atMs, tookMs: Math.max(0, end.atMs - beganMs), rc: end.rc, state: stateOf(end.rc), raw }];
    return when.isOver ? [{ id, atMs: when.atMs, tookMs: 0, state: 'stuck', raw }] : [];
  });
}

/** 141: the answer was longer than the cap, and the rest was left away. */
function stateOf(rc: number): ProbeState {
  if (rc === 0 || rc === 141) return 'ok';
  if (rc === 124 || rc === 137) return 'timeout';
  return rc === 127 ? 'missing' : 'error';
}

/** What is left of the way there and back when the host's own time is taken off, halved, is what can be said of its clock. */
export function clockOf(frames: readonly Frame[], own: { readonly sentMs: number; readonly receivedMs: number }): ClockReading | undefined {
  const began = frames.at(0)?.beganMs;
  const ended = frames.at(-1)?.end?.atMs;
  if (began === undefined || ended === undefined || !Number.isFinite(began) || !Number.isFinite(ended)) return undefined;
  const skewMs = (began - own.sentMs + (ended - own.receivedMs)) / 2;
  const uncertaintyMs = Math.abs(own.receivedMs - own.sentMs - (ended - began)) / 2;
  return { hostMs: ended, skewMs: Math.round(skewMs), uncertaintyMs: Math.ceil(uncertaintyMs) };
}
