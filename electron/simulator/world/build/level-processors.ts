import { type CpuFeatures, featuresOf, poolLevel, printFeatures } from '#simulator/world/cpu-features.ts';
import { entry, map } from '#simulator/world/fields.ts';
import type { Row } from '#simulator/world/value.ts';
import type { PoolState } from '#simulator/world/world.ts';

/** What the pool promises every VM: what all its hosts can do. Each host then offers no more than that, and remembers what it could. */
export function levelProcessors(pool: PoolState): void {
  const { database } = pool;
  const hosts = database.refs('host').map((ref) => ({ ref, row: database.get('host', ref) }));
  const level = (key: string): CpuFeatures => poolLevel(hosts.map(({ row }) => featuresOf(entry(row, 'cpu_info', key))));
  const hvm = printFeatures(level('features_hvm_host'));
  const pv = printFeatures(level('features_pv_host'));
  for (const { ref, row } of hosts) {
    database.set('host', ref, { cpu_info: { ...map(row, 'cpu_info'), features_hvm: hvm, features_pv: pv } });
  }
  for (const ref of database.refs('pool')) {
    database.set('pool', ref, {
      cpu_info: { ...shared(hosts.map(({ row }) => row)), features_hvm: hvm, features_pv: pv, features_hvm_host: hvm, features_pv_host: pv },
    });
  }
}

function shared(hosts: readonly Row[]): Row {
  const sum = (key: string): string => String(hosts.reduce((total, row) => total + Number(entry(row, 'cpu_info', key) ?? 0), 0));
  return { vendor: entry(hosts[0] ?? {}, 'cpu_info', 'vendor') ?? '', socket_count: sum('socket_count'), cpu_count: sum('cpu_count') };
}
