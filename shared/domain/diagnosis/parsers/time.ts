import type { Ntp, NtpSource } from '../sight-machine.ts';
import { claimOf, linesOf, numberIn, partsOf } from './lines.ts';

/** Whichever of the two daemons a release has. */
export function parseNtp(raw: string): Ntp | undefined {
  const parts = partsOf(raw);
  const said = /(?:NTP|System clock) synchronized: (yes|no)/.exec(raw)?.[1];
  const clocksource = linesOf(parts.get('clocksource') ?? '').find((line) => /^\w[\w-]*$/.test(line));
  const daemon = chronyIn(linesOf(raw)) ?? ntpIn(linesOf(parts.get('ntpq') ?? raw));
  const isSilence = /not found|Cannot talk to daemon|Connection refused|No association/i.test(raw);
  if (daemon === undefined && said === undefined && !isSilence) return undefined;
  return { ...(daemon ?? { daemon: 'none', sources: [] }), isSynchronised: claimOf(said, 'yes'), clocksource };
}

type Daemon = Pick<Ntp, 'daemon' | 'sources' | 'offsetMs'>;

function chronyIn(lines: readonly string[]): Daemon | undefined {
  const sources = lines.flatMap(chronySource);
  const tracking = lines.map((line) => line.split(',')).find((cells) => cells.length >= 13 && !/^[\^=#]$/.test(cells[0] ?? ''));
  if (sources.length === 0 && tracking === undefined) return undefined;
  const offsetS = numberIn(tracking?.[4]);
  return { daemon: 'chrony', sources, offsetMs: offsetS === undefined ? selectedOffset(sources) : offsetS * 1000 };
}

function ntpIn(lines: readonly string[]): Daemon | undefined {
  const sources = lines.flatMap(ntpqSource);
  return sources.length === 0 ? undefined : { daemon: 'ntp', sources, offsetMs: selectedOffset(sources) };
}

function selectedOffset(sources: readonly NtpSource[]): number | undefined {
  return sources.find(({ isSelected }) => isSelected)?.offsetMs;
}

function chronySource(line: string): readonly NtpSource[] {
  const cells = line.split(',');
  const [mode = '', state, address = '', stratum, , reach, , offset] = cells;
  if (!/^[\^=#]$/.test(mode) || cells.length < 8) return [];
  const seconds = numberIn(offset);
  return [
    {
      address,
      isSelected: state === '*',
      isReachable: state !== '?' && Number.parseInt(reach ?? '0', 8) > 0,
      stratum: numberIn(stratum),
      offsetMs: seconds === undefined ? undefined : seconds * 1000,
      line,
    },
  ];
}

function ntpqSource(line: string): readonly NtpSource[] {
  const [, tally, address, stratum, reach, offset] =
    /^([*+#o\-x. ])?([\da-fA-F:.]{3,}|[\w.-]+)\s+\S+\s+(\d+)\s+[lubmsa-z]\s+\S+\s+\S+\s+(\d+)\s+\S+\s+(-?[\d.]+)\s+\S+\s*$/.exec(line) ?? [];
  if (address === undefined) return [];
  return [
    {
      address,
      isSelected: tally === '*',
      isReachable: Number.parseInt(reach ?? '0', 8) > 0,
      stratum: numberIn(stratum),
      offsetMs: numberIn(offset),
      line,
    },
  ];
}
