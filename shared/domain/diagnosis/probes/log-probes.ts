import type { LogProbeId, Probe } from '../probe.ts';
import { sh } from '../shell.ts';
import { plain } from './probe-of.ts';

const of = { tier: 1, limitS: 3 } as const;

/** The end of every log, by size first, so that a line that never ends cannot hold it up. */
export const logProbes: Readonly<Record<LogProbeId, Probe>> = {
  'log-xensource': plain('log-xensource', of, sh`tail -c 131072 /var/log/xensource.log | tail -n 400`),
  'log-storage': plain('log-storage', of, sh`tail -c 131072 /var/log/SMlog | tail -n 400`),
  'log-messages': plain('log-messages', of, sh`tail -c 131072 /var/log/messages | tail -n 400`),
  'log-kernel': plain('log-kernel', of, sh`tail -c 131072 /var/log/kern.log | tail -n 400`),
  'log-daemon': plain('log-daemon', of, sh`tail -c 131072 /var/log/daemon.log | tail -n 400`),
  'log-ha': plain('log-ha', of, sh`tail -c 131072 /var/log/xha.log | tail -n 200`),
  'log-audit': plain('log-audit', of, sh`tail -c 131072 /var/log/audit.log | tail -n 100`),
  'log-boot': plain('log-boot', of, sh`tail -c 131072 /var/log/boot.log | tail -n 100`),
};
