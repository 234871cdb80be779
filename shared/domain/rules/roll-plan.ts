import { isHostLive, isOrdinaryVm, onlyPool } from '#shared/domain/inventory/facts.ts';
import type { Inventory } from '#shared/domain/inventory/inventory.ts';
import type { HostRef } from '#shared/domain/inventory/watched.ts';
import { evacuation, type Leaving } from './evacuation.ts';

/** Of more hosts than these, where each VM goes is looked at only when its host's turn comes. */
const MOST_LOOKED_INTO = 16;

/** What awaits one host of those that are restarted one after the other. */
export interface RollTurn {
  readonly host: HostRef;
  readonly name: string;
  readonly vms: number;
  /** VMs that can go nowhere as things are now; none where nobody has looked. */
  readonly stuck: readonly Pick<Leaving, 'name' | 'why'>[];
  /** Who is master while it is away; undefined for a host that is none. */
  readonly handsOverTo: HostRef | undefined;
  /** What it waits for since updates, in the server's words. */
  readonly waitsFor: readonly string[];
}

/** The master last, so that it is handed over once only. */
export function rollOrder(inventory: Inventory, hosts: readonly HostRef[]): readonly HostRef[] {
  const master = onlyPool(inventory)?.pool.master;
  return [...hosts.filter((host) => host !== master), ...hosts.filter((host) => host === master)];
}

/** Who takes over from a master that is restarted. */
export function nextMasterFor(inventory: Inventory, host: HostRef): HostRef | undefined {
  return [...inventory.host].find(([ref, { isEnabled }]) => ref !== host && isEnabled && isHostLive(inventory, ref))?.[0];
}

/** Those that have been restarted since are passed over. */
export function hasBootedSince(inventory: Inventory, host: HostRef, sinceMs: number): boolean {
  return Number(inventory.host.get(host)?.otherConfig['boot_time'] ?? 0) * 1000 >= sinceMs;
}

export function rollPlan(inventory: Inventory, hosts: readonly HostRef[]): readonly RollTurn[] {
  const master = onlyPool(inventory)?.pool.master;
  // One that an earlier run has set aside is in service again before the next one is emptied.
  const isAsUsual = hosts.every((host) => inventory.host.get(host)?.isEnabled !== false);
  const isLookedInto = isAsUsual && hosts.length <= MOST_LOOKED_INTO;
  return rollOrder(inventory, hosts).flatMap((host): RollTurn[] => {
    const record = inventory.host.get(host);
    if (record === undefined) return [];
    const stuck = isLookedInto ? evacuation(inventory, host).filter(({ to }) => to === undefined) : [];
    return [
      {
        host,
        name: record.name,
        vms: [...inventory.vm.values()].filter((vm) => vm.residentOn === host && isOrdinaryVm(vm)).length,
        stuck: stuck.map(({ name, why }) => ({ name, why })),
        handsOverTo: host === master ? nextMasterFor(inventory, host) : undefined,
        waitsFor: record.pendingGuidances,
      },
    ];
  });
}
