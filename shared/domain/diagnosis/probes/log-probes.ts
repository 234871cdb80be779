import { logPaths } from '../log-paths.ts';
import type { LogProbeId, Probe } from '../probe.ts';
import { quoted, type ShellScript, sh } from '../shell.ts';
import type { LogFile } from '../sight-machine.ts';
import { plain } from './probe-of.ts';

const of = { tier: 1, limitS: 3 } as const;

/** The end of every log, by size first, so that a line that never ends cannot hold it up. */
export const logProbes: Readonly<Record<LogProbeId, Probe>> = {
  'log-xensource': plain('log-xensource', of, endOf('xensource', 400)),
  'log-storage': plain('log-storage', of, endOf('storage', 400)),
  'log-messages': plain('log-messages', of, endOf('messages', 400)),
  'log-kernel': plain('log-kernel', of, endOf('kernel', 400)),
  'log-daemon': plain('log-daemon', of, endOf('daemon', 400)),
  'log-ha': plain('log-ha', of, endOf('ha', 200)),
  'log-audit': plain('log-audit', of, endOf('audit', 100)),
  'log-boot': plain('log-boot', of, endOf('boot', 100)),
};

function endOf(file: LogFile, lines: number): ShellScript {
  return sh`tail -c 131072 ${quoted(logPaths[file])} | tail -n ${quoted(String(lines))}`;
}
