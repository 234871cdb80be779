import type { PlanPool } from './packing.ts';

/** What the protected VMs need, against the room that is left for them. */
export interface ProtectedMemory {
  readonly neededBytes: number;
  /** By the number of hosts lost, those first that had most room: none, one, two and so on, until one host is left. */
  readonly roomBytes: readonly number[];
}

/** A sum over all hosts: where it is too small there is no plan, where it is enough there may still be none, for a VM is never split. */
export function protectedMemory({ hosts, vms }: PlanPool): ProtectedMemory {
  const rooms = hosts
    .map(({ id, freeBytes }) => vms.reduce((sum, { host, sizeBytes }) => (host === id ? sum + sizeBytes : sum), freeBytes))
    .toSorted((a, b) => b - a);
  const sum = (values: readonly number[]): number => values.reduce((all, each) => all + Math.max(0, each), 0);
  return { neededBytes: sum(vms.map(({ sizeBytes }) => sizeBytes)), roomBytes: rooms.map((_, lost) => sum(rooms.slice(lost))) };
}
