import { byNaturalOrder, homeOf, isHostLive, onlyPool } from '#shared/domain/inventory/facts.ts';
import type { Inventory } from '#shared/domain/inventory/inventory.ts';
import type { Host, HostRef, RecordOf, RefOf } from '#shared/domain/inventory/watched.ts';
import { type HostMemory, memoryOfHost } from './host-memory.ts';
import { coresOf } from './processors.ts';
import { linksOfHost, linksOfSr, type StorageLink } from './storage-links.ts';
import type { PoolLoad } from './vm-loads.ts';

/** Five numbers, each split by whose word it is. */
export interface PoolNumbers {
  readonly hosts: { readonly live: number; readonly dark: number };
  readonly vms: { readonly live: number; readonly lastKnown: number; readonly off: number };
  readonly cores: number;
  readonly memory: { readonly usedBytes: number; readonly totalBytes: number };
  readonly sharedStorage: { readonly usedBytes: number; readonly totalBytes: number; readonly stores: number };
}

export function poolNumbers(inventory: Inventory, load: PoolLoad): PoolNumbers {
  const hosts = [...inventory.host.keys()];
  const live = hosts.filter((host) => isHostLive(inventory, host)).length;
  const shared = [...inventory.sr.values()].filter((sr) => sr.isShared && holdsDisks(sr));
  const memories = hosts.flatMap((host) => memoryOfHost(inventory, { host, load }) ?? []);
  return {
    hosts: { live, dark: hosts.length - live },
    vms: vmNumbers(inventory, load),
    cores: coresOf(inventory.host.values()),
    memory: { usedBytes: sum(memories, (memory) => memory.totalBytes - memory.freeBytes), totalBytes: sum(memories, (memory) => memory.totalBytes) },
    sharedStorage: {
      usedBytes: sum(shared, (sr) => sr.physicalUtilisation),
      totalBytes: sum(shared, (sr) => sr.physicalSize),
      stores: shared.length,
    },
  };
}

function vmNumbers(inventory: Inventory, { off, byHost }: PoolLoad): PoolNumbers['vms'] {
  const numbers = { live: 0, lastKnown: 0, off };
  for (const [host, { up }] of byHost) {
    if (host === null || isHostLive(inventory, host)) numbers.live += up;
    else numbers.lastKnown += up;
  }
  return numbers;
}

export type HostLinks = ReadonlyMap<HostRef, readonly StorageLink[]>;

export function hostLinks(inventory: Inventory): HostLinks {
  return new Map([...inventory.host.keys()].map((host) => [host, linksOfHost(inventory, host)]));
}

/** A host as a row of its pool. */
export interface HostRow {
  readonly ref: HostRef;
  readonly host: Host;
  readonly isMaster: boolean;
  readonly isLive: boolean;
  readonly memory: HostMemory | undefined;
  readonly runningVms: number;
  readonly links: readonly StorageLink[];
}

export function hostRows(inventory: Inventory, of: { readonly load: PoolLoad; readonly links: HostLinks }): readonly HostRow[] {
  const { load, links } = of;
  const master = onlyPool(inventory)?.pool.master;
  const running = runningVmsByHost(inventory, load);
  return [...inventory.host].map(([ref, host]) => ({
    ref,
    host,
    isMaster: ref === master,
    isLive: isHostLive(inventory, ref),
    memory: memoryOfHost(inventory, { host: ref, load }),
    runningVms: running.get(ref) ?? 0,
    links: links.get(ref) ?? [],
  }));
}

/** Master first, then by name; in a big pool what has a problem comes before. */
export function inRowOrder(rows: readonly HostRow[], order: 'as-named' | 'problems-first'): readonly HostRow[] {
  return rows.toSorted((a, b) => {
    const byProblem = order === 'problems-first' ? problemsOf(b) - problemsOf(a) : 0;
    if (byProblem !== 0) return byProblem;
    return a.isMaster === b.isMaster ? byNaturalOrder(a.host.name, b.host.name) : Number(b.isMaster) - Number(a.isMaster);
  });
}

/** How much a host's row needs looking at: 2 is dark. */
function problemsOf({ isLive, host, links }: Pick<HostRow, 'isLive' | 'host' | 'links'>): 0 | 1 | 2 {
  if (!isLive) return 2;
  return !host.isEnabled || links.some((link) => link.state !== 'connected') ? 1 : 0;
}

/** Almost all are resident on a host that is there; the few others are looked at one by one. */
function runningVmsByHost(inventory: Inventory, { byHost }: PoolLoad): ReadonlyMap<HostRef, number> {
  const counts = new Map<HostRef, number>();
  for (const [host, { running }] of byHost) {
    if (host !== null && inventory.host.has(host)) counts.set(host, (counts.get(host) ?? 0) + running.size);
    else {
      for (const ref of running) {
        const vm = inventory.vm.get(ref);
        const home = vm === undefined ? undefined : homeOf(inventory, vm);
        if (home !== undefined) counts.set(home, (counts.get(home) ?? 0) + 1);
      }
    }
  }
  return counts;
}

export interface StorageRow {
  readonly key: string;
  /** Several: what is local to each host is one row. */
  readonly srs: readonly RefOf<'sr'>[];
  readonly type: string;
  readonly isDisc: boolean;
  readonly links: readonly StorageLink[];
  readonly usedBytes: number;
  readonly sizeBytes: number;
  readonly promisedBytes: number;
}

/** Shared storage by name, then what each host has for itself, together. */
export function storageRows(inventory: Inventory): readonly StorageRow[] {
  const listed = [...inventory.sr].filter(([, sr]) => !sr.isToolsSr && sr.type !== 'udev');
  const shared = listed.filter(([, sr]) => sr.isShared).sort(([, a], [, b]) => byNaturalOrder(a.name, b.name));
  const local = Map.groupBy(
    listed.filter(([, sr]) => !sr.isShared),
    ([, sr]) => sr.type,
  );
  return [
    ...shared.map((entry) => storageRow(inventory, [entry])),
    ...[...local.values()].filter((entries) => entries.length > 0).map((entries) => storageRow(inventory, entries)),
  ];
}

function storageRow(inventory: Inventory, entries: readonly (readonly [RefOf<'sr'>, RecordOf<'sr'>])[]): StorageRow {
  const records = entries.map(([, sr]) => sr);
  const srs = entries.map(([ref]) => ref);
  return {
    key: srs.join(' '),
    srs,
    type: records[0]?.type ?? '',
    isDisc: records[0] !== undefined && !holdsDisks(records[0]),
    links: srs.flatMap((sr) => linksOfSr(inventory, sr)),
    usedBytes: sum(records, (sr) => sr.physicalUtilisation),
    sizeBytes: sum(records, (sr) => sr.physicalSize),
    promisedBytes: sum(records, (sr) => sr.virtualAllocation),
  };
}

/** Disc images are no room for disks. */
export function holdsDisks(sr: Pick<RecordOf<'sr'>, 'contentType' | 'type' | 'isToolsSr'>): boolean {
  return sr.contentType !== 'iso' && sr.type !== 'iso' && sr.type !== 'udev' && !sr.isToolsSr;
}

function sum<T>(items: readonly T[], of: (item: T) => number): number {
  return items.reduce((total, item) => total + Math.max(0, of(item)), 0);
}
