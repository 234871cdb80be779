import type { HostRef, VmRef } from '#shared/domain/inventory/watched.ts';
import type { HaFacts, HaHost } from './ha-facts.ts';
import { type ServerTolerance, serverTolerance } from './tolerance.ts';

/** What the server would promise with one host more. */
export interface WithAnother {
  /** The host it is like: the smallest that takes part, so that no less is bought. */
  readonly like: string;
  readonly bytes: number;
  readonly server: ServerTolerance;
}

/** No host of the pool has this reference. */
const ADDED = 'another' as HostRef;

/** Undefined where no host takes part that it could be like. */
export function withAnotherHost(facts: HaFacts, protectedVms: ReadonlySet<VmRef>): WithAnother | undefined {
  const [smallest] = facts.hosts.filter(({ isReady }) => isReady).toSorted((a, b) => emptyBytes(facts, a) - emptyBytes(facts, b));
  if (smallest === undefined) return undefined;
  const added: HaHost = { ...smallest, ref: ADDED, uuid: ADDED, freeBytes: emptyBytes(facts, smallest) };
  const server = serverTolerance({ ...facts, hosts: [...facts.hosts, added] }, protectedVms);
  return { like: smallest.name, bytes: smallest.capacityBytes, server };
}

/** What is free on it with no VM there. */
function emptyBytes({ vms }: HaFacts, { ref, freeBytes }: HaHost): number {
  return vms.reduce((sum, { host, sizeBytes }) => (host === ref ? sum + sizeBytes : sum), freeBytes);
}
