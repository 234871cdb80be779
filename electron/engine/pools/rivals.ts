import type { Inventory } from '#shared/domain/inventory/inventory.ts';
import { onlyPool } from '#shared/domain/inventory/facts.ts';
import type { HostRef } from '#shared/domain/inventory/watched.ts';
import type { HostWitnesses } from '#shared/domain/liveness/witness.ts';

/**
 * Hosts of a pool that let us in as masters of it, while another master answers. They are told of and never merged:
 * nobody can tell from here which of them the hosts obey.
 */
export interface Rivals {
  has(host: HostRef): boolean;
  /** Where they listen. */
  addresses(): readonly string[];
  /** Tells whether that changes anything. */
  saw(host: HostRef, witnesses: HostWitnesses): boolean;
}

export function createRivals(inventory: () => Inventory): Rivals {
  const found = new Set<HostRef>();
  const isMaster = (host: HostRef): boolean => onlyPool(inventory())?.pool.master === host;
  const has = (host: HostRef): boolean => found.has(host) && !isMaster(host) && inventory().host.has(host);

  return {
    has,
    addresses: () => [...found].filter(has).map((host) => inventory().host.get(host)?.address ?? ''),
    saw(host, { probe }) {
      const before = has(host);
      const pool = onlyPool(inventory())?.pool.uuid ?? '';
      const claims = probe?.toolstack.is === 'lets-in' && pool !== '' && probe.toolstack.pool === pool;
      if (claims) found.add(host);
      else found.delete(host);
      return has(host) !== before;
    },
  };
}
