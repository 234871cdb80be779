import { homeOfLocalSr } from '#shared/domain/capacity/sr-facts.ts';
import { linksOfHost, linksOfSr, type StorageLink } from '#shared/domain/capacity/storage-links.ts';
import { byNaturalOrder, onlyPool } from '#shared/domain/inventory/facts.ts';
import type { Inventory } from '#shared/domain/inventory/inventory.ts';
import type { HostRef, RecordOf, RefOf } from '#shared/domain/inventory/watched.ts';

export interface StorageOverviewRow {
  readonly ref: RefOf<'sr'>;
  readonly sr: RecordOf<'sr'>;
  readonly isDefault: boolean;
  /** The only host that has it, by name. */
  readonly home: string | undefined;
  readonly links: readonly StorageLink[];
  /** Some host that answers does not reach it. */
  readonly isBroken: boolean;
}

const BROKEN = new Set<StorageLink['state']>(['unplugged', 'missing']);

/** Repositories of a pool: what is wrong first, then by name; drives and the tools' discs left out. */
export function poolStorage(inventory: Inventory): readonly StorageOverviewRow[] {
  return inOrder([...inventory.sr].flatMap(([ref, sr]) => (isListed(sr) ? [rowOf(inventory, { ref, sr, links: linksOfSr(inventory, ref) })] : [])));
}

/** What a host has, or should have. */
export function hostStorage(inventory: Inventory, host: HostRef): readonly StorageOverviewRow[] {
  const own = linksOfHost(inventory, host);
  const shared = [...inventory.sr].filter(([ref, sr]) => sr.isShared && own.every((link) => link.sr !== ref));
  const missing = shared.map(([sr]) => ({ host, sr, state: 'missing' as const }));
  return inOrder(
    [...own, ...missing].flatMap((link) => {
      const sr = inventory.sr.get(link.sr);
      return sr === undefined || !isListed(sr) ? [] : [rowOf(inventory, { ref: link.sr, sr, links: [link] })];
    }),
  );
}

function isListed(sr: RecordOf<'sr'>): boolean {
  return !sr.isToolsSr && sr.type !== 'udev';
}

function rowOf(inventory: Inventory, { ref, sr, links }: Pick<StorageOverviewRow, 'ref' | 'sr' | 'links'>): StorageOverviewRow {
  const home = homeOfLocalSr(inventory, ref);
  return {
    ref,
    sr,
    links,
    isDefault: onlyPool(inventory)?.pool.defaultSr === ref,
    home: home === undefined ? undefined : inventory.host.get(home)?.name,
    isBroken: links.some(({ state }) => BROKEN.has(state)),
  };
}

function inOrder(rows: readonly StorageOverviewRow[]): readonly StorageOverviewRow[] {
  return rows.toSorted((a, b) => {
    if (a.isBroken !== b.isBroken) return a.isBroken ? -1 : 1;
    return a.sr.name === b.sr.name ? byNaturalOrder(a.home ?? '', b.home ?? '') : byNaturalOrder(a.sr.name, b.sr.name);
  });
}
