import { list, text } from '../fields.ts';
import { removeRow } from '../rows.ts';
import type { Ref } from '../value.ts';
import type { PoolState } from '../world.ts';

/** Takes a host's record away, with everything that belongs to the machine. */
export function removeHost(pool: PoolState, host: Ref): void {
  const row = pool.database.get('host', host);
  for (const vm of list(row, 'resident_VMs')) removeRow(pool, 'VM', vm);
  for (const table of ['PIF', 'PBD', 'PCI', 'PGPU', 'PUSB', 'host_cpu', 'Certificate']) removeOf(pool, table, host);
  removeRow(pool, 'host_metrics', text(row, 'metrics'));
  pool.database.destroy('host', host);
}

function removeOf(pool: PoolState, table: string, host: Ref): void {
  for (const self of pool.database.refs(table)) if (pool.database.get(table, self)['host'] === host) pool.database.destroy(table, self);
}
