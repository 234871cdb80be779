import type { Crashes, FileSystem, Hardware, Hypervisor, Memory, Stuck, StuckProcess } from '../sight-machine.ts';
import { linesOf, numberIn, partsOf } from './lines.ts';

export function parseMemory(raw: string): Memory | undefined {
  const figure = (name: string): number | undefined => numberIn(new RegExp(`^${name}:\\s+(\\d+) kB`, 'm').exec(raw)?.[1]);
  const totalKiB = figure('MemTotal');
  if (totalKiB === undefined) return undefined;
  const counts = [...raw.matchAll(/^\S*\.log:(\d+)$|^\/var\/log\/\S+:(\d+)$/gm)].map(([, one, other]) => Number(one ?? other));
  return {
    totalKiB,
    // Kernels that do not estimate it tell what is free, which is less.
    availableKiB: figure('MemAvailable') ?? figure('MemFree') ?? 0,
    swapTotalKiB: figure('SwapTotal') ?? 0,
    swapFreeKiB: figure('SwapFree') ?? 0,
    slabKiB: figure('Slab') ?? 0,
    killings: counts.reduce((sum, count) => sum + count, 0),
  };
}

export function parseHypervisor(raw: string): Hypervisor | undefined {
  const after = (name: string): string | undefined => new RegExp(`^${name}\\s*:\\s*(\\S+)`, 'm').exec(raw)?.[1];
  const hypervisor = {
    version: after('xen_version'),
    totalMiB: numberIn(after('total_memory')),
    freeMiB: numberIn(after('free_memory')),
    processors: numberIn(after('nr_cpus')),
  };
  return Object.values(hypervisor).every((value) => value === undefined) ? undefined : hypervisor;
}

export function parseDisks(raw: string): readonly FileSystem[] | undefined {
  const lines = linesOf(raw);
  const isInodes = lines.findIndex((line) => /^Filesystem.*Inodes/.test(line));
  const rows = lines.map((line, index) => ({ line, isInode: isInodes >= 0 && index > isInodes, row: rowIn(line) }));
  const sizes = rows.filter(({ isInode }) => !isInode);
  const disks = sizes.flatMap(({ line, row }): FileSystem[] => {
    if (row?.type === undefined) return [];
    const inodes = rows.find((other) => other.isInode && other.row?.on === row.on)?.row?.percent;
    const mounted = lines.map((each) => /^\S+ (\S+) \S+ (\S+) \d \d$/.exec(each)).findLast((found) => found?.[1] === row.on)?.[2];
    return [
      {
        source: row.source,
        type: row.type,
        on: row.on,
        sizeKiB: row.total,
        usedKiB: row.used,
        availableKiB: row.free,
        usedPercent: row.percent ?? 0,
        inodesPercent: inodes,
        isReadOnly: mounted === undefined ? undefined : mounted.split(',').includes('ro'),
        line,
      },
    ];
  });
  return disks.length === 0 ? undefined : disks;
}

function rowIn(line: string) {
  const [, source, type, total, used, free, percent, on] = /^(\S+)\s+(?:([a-z]\S*)\s+)?(\d+)\s+(\d+)\s+(-?\d+)\s+(\d+%|-)\s+(\/.*)$/.exec(line) ?? [];
  if (source === undefined || on === undefined) return undefined;
  return { source, type, total: Number(total), used: Number(used), free: Number(free), percent: numberIn(percent?.replace('%', '')), on };
}

export function parseStuck(raw: string): Stuck | undefined {
  const parts = partsOf(raw);
  const listed = parts.get('') ?? '';
  if (!/^\s*PID\s/m.test(listed)) return undefined;
  const processes = linesOf(listed).flatMap((line): StuckProcess[] => {
    const [, pid, state = '', waitsIn = '', age, command = ''] = /^\s*(\d+)\s+\d+\s+(D\S*)\s+(\S+)\s+(\d+)\s+(.*)$/.exec(line) ?? [];
    return pid === undefined ? [] : [{ pid: Number(pid), state, waitsIn, ageS: Number(age), command, line }];
  });
  const count = numberIn(/^\s*(\d+)\s*$/m.exec(parts.get('count') ?? '')?.[1]);
  return { processes, count: count ?? processes.length, kernelLines: linesOf(parts.get('kernel') ?? '') };
}

/** Every start tells that checks for faults are switched on; that is none. */
const FAULTS =
  /machine check (?:exception|event|error)|hardware error|uncorrect(?:ed|able)|EDAC .*\b(?:CE|UE)\b|i\/o error|reset adapter|tx hang|kernel panic|fatal (?:hardware|machine|error|trap)/i;
/** Drives nobody uses answer their probing with an error. */
const HARMLESS = /\bdev (?:fd|sr)\d/i;

export function parseHardware(raw: string): Hardware | undefined {
  const parts = partsOf(raw);
  if (parts.size < 2) return undefined;
  const lines = [...linesOf(parts.get('xen') ?? ''), ...linesOf(parts.get('dmesg') ?? '')];
  return {
    faultLines: lines.filter((line) => FAULTS.test(line) && !HARMLESS.test(line)),
    memoryErrors: linesOf(parts.get('edac') ?? '').flatMap((line) => {
      const [, counter, count] = /^(\S+):(\d+)$/.exec(line) ?? [];
      return counter === undefined ? [] : [{ counter, count: Number(count) }];
    }),
    raid: raidIn(linesOf(parts.get('mdstat') ?? '')),
  };
}

/** `[2/1] [U_]` on the line below the name: one of two is missing. */
function raidIn(lines: readonly string[]): Hardware['raid'] {
  return lines.flatMap((line, index) => {
    const name = /^(md\S+) : /.exec(line)?.[1];
    if (name === undefined) return [];
    const state = lines.slice(index + 1, index + 3).find((each) => /\[\d+\/\d+\]/.test(each)) ?? '';
    return [{ name, isDegraded: /\[[U_]*_[U_]*\]/.test(state), line: `${line} ${state.trim()}`.trim() }];
  });
}

export function parseCrashes(raw: string): Crashes | undefined {
  const parts = partsOf(raw);
  if (raw.trim() === '') return undefined;
  const dumps = linesOf(parts.get('') ?? '').flatMap((line) => {
    const [, at, name] = /^d\S{9,}\s+\d+\s+\S+\s+\S+\s+\d+\s+(\d{6,})\s+(\S+)$/.exec(line) ?? [];
    return name === undefined || name.startsWith('.') ? [] : [{ name, atS: Number(at) }];
  });
  return { dumps, boots: linesOf(parts.get('last') ?? raw).filter((line) => /^(?:reboot|shutdown)\s/.test(line)) };
}
