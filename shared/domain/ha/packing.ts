/** A host that could take machines, with what is left of its memory. Their order decides between equals. */
export interface PlanHost {
  readonly id: string;
  readonly freeBytes: number;
}

/** A machine that must run, with all it needs; `host` is where it runs now, or where its start is counted. */
export interface PlanVm {
  readonly id: string;
  readonly sizeBytes: number;
  readonly host: string | undefined;
}

/** What the server plans with: memory alone, every machine able to run anywhere. */
export interface PlanPool {
  /** Hosts of the pool, dead or disabled ones too: they decide only which method the server takes. */
  readonly totalHosts: number;
  readonly hosts: readonly PlanHost[];
  readonly vms: readonly PlanVm[];
}

export interface Placed {
  readonly vm: string;
  readonly host: string;
}

export interface Packing {
  /** In the order of placing. */
  readonly placed: readonly Placed[];
  readonly unplaced: readonly string[];
  /** In the order the hosts were given. */
  readonly hosts: readonly PlanHost[];
}

/**
 * Biggest first, each onto the host with most room; one that does not fit there fits nowhere. Among hosts with equal room
 * the server takes the one it used last, then the earlier.
 */
export function pack(hosts: readonly PlanHost[], vms: readonly Omit<PlanVm, 'host'>[]): Packing {
  const queue = hosts.toSorted((a, b) => b.freeBytes - a.freeBytes);
  const free = new Map(hosts.map((host) => [host.id, host.freeBytes]));
  const placed: Placed[] = [];
  const unplaced: string[] = [];
  for (const vm of vms.toSorted((a, b) => b.sizeBytes - a.sizeBytes)) {
    const [host] = queue;
    if (host === undefined || host.freeBytes < vm.sizeBytes) unplaced.push(vm.id);
    else {
      const freeBytes = host.freeBytes - vm.sizeBytes;
      replaceFirst(queue, { id: host.id, freeBytes });
      free.set(host.id, freeBytes);
      placed.push({ vm: vm.id, host: host.id });
    }
  }
  return { placed, unplaced, hosts: hosts.map(({ id, freeBytes }) => ({ id, freeBytes: free.get(id) ?? freeBytes })) };
}

/** Keeps the queue in order, the changed host before its equals. */
function replaceFirst(queue: PlanHost[], host: PlanHost): void {
  let at = 1;
  for (let next = queue[at]; next !== undefined && next.freeBytes > host.freeBytes; next = queue[at]) {
    queue[at - 1] = next;
    at += 1;
  }
  queue[at - 1] = host;
}
