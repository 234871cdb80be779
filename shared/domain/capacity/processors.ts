import type { Host } from '#shared/domain/inventory/watched.ts';

export interface Processors {
  readonly model: string;
  readonly sockets: number;
  readonly cores: number;
  readonly threads: number;
}

/** undefined where the host has not said. Releases before 8.3 do not tell cores from threads; then both are what they count. */
export function processorsOf({ cpuInfo }: Pick<Host, 'cpuInfo'>): Processors | undefined {
  const threads = whole(cpuInfo['cpu_count']);
  const model = (cpuInfo['modelname'] ?? '').replaceAll(/\s+/g, ' ').trim();
  if (threads === undefined && model === '') return undefined;
  const sockets = whole(cpuInfo['socket_count']) ?? 1;
  const perCore = whole(cpuInfo['threads_per_core']) ?? 1;
  const count = threads ?? 0;
  const cores = perCore > 0 ? Math.floor(count / perCore) : count;
  return { model, sockets, cores, threads: count };
}

export function coresOf(hosts: Iterable<Pick<Host, 'cpuInfo'>>): number {
  let cores = 0;
  for (const host of hosts) cores += processorsOf(host)?.cores ?? 0;
  return cores;
}

function whole(text: string | undefined): number | undefined {
  const number = Number(text ?? '');
  return Number.isInteger(number) && number > 0 ? number : undefined;
}
