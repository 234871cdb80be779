import { processorsOf } from '#shared/domain/capacity/processors.ts';
import type { Host, HostRef } from '#shared/domain/inventory/watched.ts';
import type { HostStatistics } from '#shared/domain/metrics/figures.ts';

export interface CpuFigures {
  /** 0 to 1, each host by the number of its cores; undefined while nobody has measured. */
  readonly pool: number | undefined;
  readonly hostOf: (host: HostRef) => number | undefined;
}

export function cpuFigures(hosts: ReadonlyMap<HostRef, Host>, statistics: ReadonlyMap<string, HostStatistics> | undefined): CpuFigures {
  const hostOf = (host: HostRef): number | undefined => {
    const said = statistics?.get(host);
    return said?.is === 'figures' ? said.report.host.cpu : undefined;
  };
  let used = 0;
  let cores = 0;
  for (const [ref, host] of hosts) {
    const share = hostOf(ref);
    const own = processorsOf(host)?.cores ?? 0;
    if (share === undefined) continue;
    used += share * own;
    cores += own;
  }
  return { pool: cores === 0 ? undefined : used / cores, hostOf };
}
