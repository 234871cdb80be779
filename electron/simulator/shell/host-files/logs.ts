import type { LogFile } from '#simulator/world/dom0/dom0.ts';
import { isAnswering } from '#simulator/world/reach.ts';
import type { SimHost, World } from '#simulator/world/world.ts';
import { dateTextOf } from '../tools/date.ts';

const USUAL: Readonly<Record<LogFile, { readonly everyMs: number; readonly text: (host: SimHost, index: number) => string | undefined }>> = {
  'xensource.log': {
    everyMs: 30_000,
    text: (host, index) => {
      if (host.toolstack.is === 'stopped') return undefined;
      return `xapi: [debug||${12 + (index % 7)} ||xapi_ha] Heartbeat thread: wrote metrics of ${host.name}`;
    },
  },
  SMlog: { everyMs: 60_000, text: (_host, index) => `SM: [${31_000 + (index % 900)}] lock: opening lock file /var/lock/sm/sr` },
  'kern.log': { everyMs: 1_800_000, text: () => 'kernel: [    0.000000] perf: interrupt took too long (2511 > 2500)' },
  messages: { everyMs: 600_000, text: (host, index) => `systemd[1]: Started Session c${1 + (index % 400)} of user root on ${host.name}.` },
  'daemon.log': { everyMs: 300_000, text: (_host, index) => `forkexecd: [ info||${index % 900} ||forkexecd] process exited normally` },
  'xha.log': { everyMs: 300_000, text: () => undefined },
};

const SHOWN_MS = 30 * 60_000;

/** The story a log tells: what usually stands there, and between it what happened. Times are the host's own. */
export function logText(world: World, host: SimHost, file: LogFile): string {
  const nowMs = world.clock.now();
  const lines = host.dom0.log
    .filter((line) => line.file === file)
    .map(({ atMs, text }) => ({ atMs, text: file === 'kern.log' ? `kernel: ${text}` : text }));
  const { everyMs, text } = USUAL[file];
  const end = file === 'xensource.log' && !isAnswering(host) ? host.dom0.xapiStartedMs : nowMs;
  const first = Math.ceil(Math.max(host.dom0.bootedMs, nowMs - Math.max(SHOWN_MS, everyMs * 2)) / everyMs);
  for (let index = first; index * everyMs <= Math.min(end, nowMs); index += 1) {
    const usual = text(host, index);
    if (usual !== undefined) lines.push({ atMs: index * everyMs, text: usual });
  }
  return lines
    .toSorted((a, b) => a.atMs - b.atMs)
    .map((line) => `${dateTextOf('%b %e %H:%M:%S', line.atMs + host.clockSkewMs)} ${host.name} ${line.text}\n`)
    .join('');
}
