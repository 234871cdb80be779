import type { Draft } from '../offer.ts';
import type { FileSystem, Memory, Ntp } from '../sight-machine.ts';
import { draftsIf, evidence, firstOf, type View, when } from '../view.ts';
import type { Fault, Sign } from './fault.ts';

/** The control domain itself: disk, memory, clock. They explain much else, so they come first. */
export const dom0Faults: readonly Fault[] = [
  { id: 'F16', causes: ['F42'], find: rootReadOnly },
  { id: 'F15', causes: [], find: diskFull },
  { id: 'F17', causes: [], find: memoryShort },
  { id: 'F18', causes: ['F01', 'F02'], find: clockWrong },
];

const FULL_PERCENT = 97;
const NEARLY_PERCENT = 90;
const INODES_PERCENT = 95;
const LEAST_KIB = 200 * 1024;

function fullness({ usedPercent, availableKiB, inodesPercent = 0, sizeKiB }: FileSystem): 'full' | 'nearly' | undefined {
  // A small disk may well have less left than that when it is new.
  const isShort = availableKiB < LEAST_KIB && sizeKiB > LEAST_KIB * 4;
  if (usedPercent >= FULL_PERCENT || isShort || inodesPercent >= INODES_PERCENT) return 'full';
  return usedPercent >= NEARLY_PERCENT ? 'nearly' : undefined;
}

function diskFull(view: View): Sign | undefined {
  const full = view.list('disks').filter((disk) => ['/', '/var/log', '/var'].includes(disk.on) && fullness(disk) !== undefined);
  const worst = full.toSorted((a, b) => b.usedPercent - a.usedPercent).at(0);
  if (worst === undefined) return undefined;
  const { on, usedPercent, availableKiB, inodesPercent = 0 } = worst;
  const isFull = full.some((disk) => fullness(disk) === 'full');
  const isOutOfInodes = inodesPercent >= INODES_PERCENT;
  const dumps = view.seen('crashes')?.dumps ?? [];
  return {
    confidence: 'certain',
    severity: isFull ? 'critical' : 'warning',
    evidence: [
      ...evidence('disks', ...full.map(({ line }) => line)),
      ...evidence('log-xensource', ...view.marked('no-space')),
      ...evidence('large-files', ...view.asked('large-files').slice(-5)),
    ],
    facts: {
      on,
      percent: String(isOutOfInodes ? inodesPercent : usedPercent),
      what: isOutOfInodes ? 'inodes' : 'space',
      freeMiB: String(Math.max(0, Math.round(availableKiB / 1024))),
    },
    drafts: [
      { repair: 'largest-files' },
      { repair: 'clear-logs' },
      ...dumps.slice(0, 1).map(({ name }): Draft => ({ repair: 'remove-crash-dumps', parameters: { dump: name } })),
      ...draftsIf(isFull, { repair: 'restart-toolstack' }),
    ],
  };
}

function rootReadOnly(view: View): Sign | undefined {
  const root = view.list('disks').find(({ on, isReadOnly }) => on === '/' && isReadOnly === true);
  const raid = (view.seen('hardware')?.raid ?? []).filter(({ isDegraded }) => isDegraded);
  const isReadOnly = root !== undefined;
  if (!isReadOnly && raid.length === 0) return undefined;
  const errors = view.marked('root-read-only', 'disk-error').filter((line) => /remounting|dev sd|md\d|nvme|EXT\d-fs|Buffer I\/O/i.test(line));
  return {
    confidence: isReadOnly ? 'certain' : 'likely',
    severity: isReadOnly ? 'critical' : 'serious',
    evidence: [...evidence('disks', root?.line), ...evidence('log-kernel', ...errors), ...evidence('hardware', ...raid.map(({ line }) => line))],
    facts: { how: isReadOnly ? 'read-only' : 'degraded', raid: raid.map(({ name }) => name).join(', ') },
    drafts: [{ repair: 'fix-hardware' }, { repair: 'evacuate' }, ...draftsIf(isReadOnly, { repair: 'remount-root' })],
  };
}

const LEAST_MEMORY_KIB = 200 * 1024;

function memoryShort(view: View): Sign | undefined {
  const memory = view.seen('memory');
  const how = memory === undefined ? 'none' : pressure(memory);
  if (memory === undefined || how === 'none') return undefined;
  const isGrave = how === 'short' && memory.killings > 0;
  return {
    confidence: ({ short: 'certain', swap: 'likely', killed: 'possible' } as const)[how],
    severity: isGrave ? 'critical' : how === 'short' ? 'serious' : 'warning',
    evidence: [
      ...evidence(
        'memory',
        `MemTotal: ${memory.totalKiB} kB`,
        `MemAvailable: ${memory.availableKiB} kB`,
        `SwapFree: ${memory.swapFreeKiB} of ${memory.swapTotalKiB} kB`,
      ),
      ...evidence('log-kernel', ...view.marked('out-of-memory')),
    ],
    facts: {
      freeMiB: String(Math.round(memory.availableKiB / 1024)),
      totalMiB: String(Math.round(memory.totalKiB / 1024)),
      killings: String(memory.killings),
      how,
    },
    drafts: [{ repair: 'restart-toolstack' }, { repair: 'grow-dom0' }],
  };
}

function pressure({ totalKiB, availableKiB, swapTotalKiB, swapFreeKiB, killings }: Memory): 'short' | 'swap' | 'killed' | 'none' {
  return firstOf(
    {
      short: availableKiB < Math.max(LEAST_MEMORY_KIB, totalKiB / 10),
      swap: swapTotalKiB > 0 && swapFreeKiB < swapTotalKiB / 20,
      killed: killings > 0,
    },
    'none',
  );
}

const SKEW_WARN_MS = 2000;
const SKEW_SERIOUS_MS = 60_000;
const SKEW_CRITICAL_MS = 300_000;
const OFFSET_MS = 100;

/** Against the master's clock where it is known, for the pool agrees with itself; else against this computer's. */
function skewOf(view: View): { readonly ms: number; readonly against: 'master' | 'computer' } | undefined {
  const clock = view.seen('clock');
  if (clock === undefined) return undefined;
  const master = view.believed.isMaster ? undefined : view.believed.master?.skewMs;
  const ms = clock.skewMs - (master ?? 0);
  const certain = Math.max(0, Math.abs(ms) - clock.uncertaintyMs) * Math.sign(ms);
  return { ms: certain, against: master === undefined ? 'computer' : 'master' };
}

function clockWrong(view: View): Sign | undefined {
  const { ms, against } = skewOf(view) ?? { ms: 0, against: 'computer' };
  const off = Math.abs(ms);
  const { sources, daemon, offsetMs = 0 } = view.seen('ntp') ?? { sources: [], daemon: undefined };
  const how = firstOf({ skew: off >= SKEW_WARN_MS, 'no-source': isUnsourced(view.seen('ntp')), drift: Math.abs(offsetMs) >= OFFSET_MS }, 'none');
  if (how === 'none') return undefined;
  return {
    confidence: how === 'drift' ? 'likely' : 'certain',
    severity: firstOf({ critical: off >= SKEW_CRITICAL_MS, serious: off >= SKEW_SERIOUS_MS }, 'warning'),
    evidence: [
      ...evidence('clock', ...when(how === 'skew', `${(ms / 1000).toFixed(1)} s (${against})`)),
      ...evidence('ntp', ...sources.map(({ line }) => line), ...when(daemon === 'none', 'no time daemon answers')),
    ],
    facts: { seconds: (off / 1000).toFixed(off < 10_000 ? 1 : 0), direction: ms < 0 ? 'behind' : 'ahead', against, how },
    drafts: clockDrafts(view, sources.map(({ address }) => address)[0] ?? ''),
  };
}

/** A daemon that does not run cannot set anything; which of the two the host has, its services say. */
function clockDrafts(view: View, server: string): readonly Draft[] {
  const daemon = view.seen('ntp')?.daemon ?? 'chrony';
  if (daemon !== 'none') return [{ repair: 'step-clock', parameters: { daemon, server } }];
  const known = new Set(view.list('services').flatMap(({ unit, load }) => (load === 'not-found' ? [] : unit)));
  return draftsIf(known.size > 0 && (known.has('chronyd') || known.has('ntpd')), {
    repair: 'start-time-daemon',
    parameters: { daemon: known.has('chronyd') ? 'chrony' : 'ntp' },
  });
}

function isUnsourced(ntp: Ntp | undefined): boolean {
  return ntp !== undefined && ntp.isSynchronised !== true && !ntp.sources.some(({ isSelected, isReachable }) => isSelected && isReachable);
}
