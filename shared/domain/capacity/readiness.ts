import { onlyPool } from '#shared/domain/inventory/facts.ts';
import type { Inventory } from '#shared/domain/inventory/inventory.ts';
import type { HostRow } from './pool-summary.ts';

/** What a pool could take. */
export interface Readiness {
  /** The host whose VMs would need most room elsewhere, by memory all in all; undefined for a pool of one. */
  readonly oneLost: { readonly host: string; readonly neededBytes: number; readonly freeBytes: number } | undefined;
  readonly ha: { readonly is: 'off' } | { readonly is: 'on'; readonly failures: number; readonly planned: number };
  /** Each with the hosts that run it, the most frequent first. */
  readonly versions: readonly { readonly version: string; readonly hosts: readonly string[] }[];
}

export function readinessOf(inventory: Inventory, rows: readonly HostRow[]): Readiness {
  const pool = onlyPool(inventory)?.pool;
  const ha = pool?.isHaEnabled === true;
  return {
    oneLost: worstLoss(rows),
    ha: ha ? { is: 'on', failures: pool.haFailuresToTolerate, planned: pool.haPlanExistsFor } : { is: 'off' },
    versions: versionsOf(rows),
  };
}

/** Hosts that answer only: what is left of a dark one nobody knows. */
function worstLoss(rows: readonly HostRow[]): Readiness['oneLost'] {
  const live = rows.flatMap(({ host, isLive, memory }) => (isLive && memory !== undefined ? [{ name: host.name, memory }] : []));
  if (live.length < 2) return undefined;
  const free = live.reduce((sum, { memory }) => sum + memory.freeBytes, 0);
  const losses = live.map(({ name, memory }) => ({ host: name, neededBytes: memory.vmBytes, freeBytes: free - memory.freeBytes }));
  return losses.reduce((worst, loss) => (loss.freeBytes - loss.neededBytes < worst.freeBytes - worst.neededBytes ? loss : worst));
}

function versionsOf(rows: readonly HostRow[]): Readiness['versions'] {
  const byVersion = Map.groupBy(rows, ({ host: { software } }) =>
    [software['product_brand'], software['product_version'], software['xapi_build']].filter(Boolean).join(' '),
  );
  return [...byVersion]
    .map(([version, same]) => ({ version, hosts: same.map(({ host }) => host.name) }))
    .toSorted((a, b) => b.hosts.length - a.hosts.length);
}
