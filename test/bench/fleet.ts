import { type Child, startChild } from './child.ts';

export interface FleetSize {
  readonly hosts: number;
  readonly vms: number;
  /** Of ten VMs; absent: as many as usual. */
  readonly runningOfTen?: number;
  /** How many times as fast as real time the pool does what it is asked; absent: as fast. */
  readonly speed?: number;
}

export interface FleetAddress {
  readonly url: string;
  readonly fingerprint: string;
  readonly user: string;
  readonly password: string;
}

export interface FleetLink {
  /** One way. */
  readonly latencyMs: number;
  readonly bytesPerSecond: number | undefined;
}

export type FleetOrder =
  | ({ readonly is: 'link' } & FleetLink)
  | { readonly is: 'count' }
  | { readonly is: 'change'; readonly perSecond: number }
  | { readonly is: 'stop-changing' }
  /** Answers with how many there were when it stops. */
  | { readonly is: 'stamp'; readonly perSecond: number }
  | { readonly is: 'stop-stamping' }
  /** Counts what it is asked to do from now on. */
  | { readonly is: 'count-tasks' }
  | { readonly is: 'counted-tasks' }
  | { readonly is: 'delete'; readonly table: string; readonly count: number };

/** A simulated pool of a given size in a process of its own. */
export interface Fleet {
  readonly address: FleetAddress;
  obey(order: FleetOrder): Promise<unknown>;
  /** How many objects of each class there are. */
  counts(): Promise<Readonly<Record<string, number>>>;
  stop(): Promise<void>;
}

export async function startFleet({ hosts, vms, runningOfTen, speed = 1 }: FleetSize): Promise<Fleet> {
  const running = runningOfTen === undefined ? [] : [String(runningOfTen)];
  const child: Child = await startChild('fleet-server.ts', [String(speed), String(hosts), String(vms), ...running]);
  const obey = async (order: FleetOrder): Promise<unknown> => await child.ask(order);
  return {
    // Our own processes: what they say is what their files write.
    address: child.greeting as FleetAddress,
    obey,
    counts: async () => (await obey({ is: 'count' })) as Record<string, number>,
    stop: child.stop,
  };
}
