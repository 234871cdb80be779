import type { PlanPool } from '#shared/domain/ha/packing.ts';
import type { HaFacts } from '#shared/domain/ha/ha-facts.ts';
import type { HostRef, VmRef } from '#shared/domain/inventory/watched.ts';

const GIB = 1024 ** 3;
const MIB = 1024 ** 2;

/** The same numbers in every run (Park and Miller's generator). */
export function seeded(seed: number): (below: number) => number {
  let state = seed;
  return (below) => {
    state = (state * 48_271) % 2_147_483_647;
    return state % below;
  };
}

/** Pools of 1 to 40 hosts, from nearly empty to overfull, some of whose hosts are down. */
export function randomPool(random: (below: number) => number): PlanPool {
  const hosts = 1 + random(random(4) === 0 ? 40 : 7);
  const vms = random(hosts * 6 + 1);
  return {
    totalHosts: hosts + random(3),
    hosts: Array.from({ length: hosts }, (_, index) => ({ id: `h${index}`, freeBytes: random(64) * GIB + random(1024) * MIB })),
    vms: Array.from({ length: vms }, (_, index) => ({
      id: `v${index}`,
      sizeBytes: (1 + random(16)) * GIB + (10 + random(90)) * MIB,
      host: `h${random(hosts)}`,
    })),
  };
}

/** As large as pools come: every VM protected, in four orders. */
export function largePool(hosts: number, vms: number): HaFacts {
  const random = seeded(64);
  return {
    hosts: Array.from({ length: hosts }, (_, index) => ({
      // Names serve as references here.
      ref: `h${index}` as HostRef,
      uuid: `h${index}`,
      name: `host-${index}`,
      isReady: true,
      capacityBytes: 1024 * GIB,
      freeBytes: (60 + random(100)) * GIB,
    })),
    vms: Array.from({ length: vms }, (_, index) => ({
      ref: `v${index}` as VmRef,
      name: `vm-${index}`,
      priority: 'restart' as const,
      isAlwaysRun: true,
      order: index % 4,
      startDelaySeconds: index % 30,
      sizeBytes: (1 + random(16)) * GIB + 50 * MIB,
      host: `h${index % hosts}` as HostRef,
      obstacles: [],
    })),
    isEnabled: true,
    clusterStack: 'xhad',
  };
}
