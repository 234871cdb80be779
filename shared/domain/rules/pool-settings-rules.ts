import { byNaturalOrder, onlyPool } from '#shared/domain/inventory/facts.ts';
import type { Inventory } from '#shared/domain/inventory/inventory.ts';
import type { Host, HostRef, Pool, RefOf } from '#shared/domain/inventory/watched.ts';
import { MIGRATION_NETWORK_KEY, type PoolChanges, poolSettingsNow, settingsToChange } from '#shared/domain/operations/pool-settings.ts';
import type { Problem } from './problem.ts';

interface Facts {
  readonly inventory: Inventory;
  readonly pool: Pool;
}

/** What stands against deciding these for the pool, all of it at once. */
export function poolSettingsProblems(changes: PoolChanges, { inventory, pool }: Facts): readonly Problem[] {
  const problems = [
    ...nameProblems(changes, inventory),
    ...repositoryProblems(changes, inventory),
    ...networkProblems(changes, inventory),
    ...snoopingProblems(changes, inventory),
  ];
  if (problems.length > 0) return problems;
  return settingsToChange(poolSettingsNow(pool), changes).length === 0 ? [{ rule: 'unchanged' }] : [];
}

/** A host in no pool is a pool without a name. */
function nameProblems({ name }: PoolChanges, inventory: Inventory): readonly Problem[] {
  return name !== undefined && name.trim() === '' && inventory.host.size > 1 ? [{ rule: 'empty-name' }] : [];
}

function repositoryProblems({ defaultSr, suspendImageSr, crashDumpSr }: PoolChanges, inventory: Inventory): readonly Problem[] {
  const chosen = [defaultSr, suspendImageSr, crashDumpSr].flatMap((sr) => sr ?? []);
  const records = chosen.map((sr) => inventory.sr.get(sr));
  if (records.includes(undefined)) return [{ rule: 'not-there' }];
  return records.some((sr) => sr?.contentType === 'iso') ? [{ rule: 'sr-holds-no-disks' }] : [];
}

function networkProblems({ migrationNetwork }: PoolChanges, inventory: Inventory): readonly Problem[] {
  if (migrationNetwork === undefined || migrationNetwork === '') return [];
  const found = [...inventory.network].find(([, { uuid }]) => uuid === migrationNetwork);
  if (found === undefined) return [{ rule: 'not-there' }];
  const [ref, { name }] = found;
  const hosts = hostsWithoutAddress(inventory, ref).map((host) => host.name);
  return hosts.length === 0 ? [] : [{ rule: 'no-address-in', network: name, hosts: hosts.toSorted(byNaturalOrder) }];
}

function snoopingProblems({ isIgmpSnooping }: PoolChanges, inventory: Inventory): readonly Problem[] {
  const isBridge = [...inventory.host.values()].some(({ software }) => software['network_backend'] === 'bridge');
  return isIgmpSnooping === true && isBridge ? [{ rule: 'needs-open-vswitch' }] : [];
}

function hostsWithoutAddress(inventory: Inventory, network: RefOf<'network'>): readonly Host[] {
  const reached = new Set<HostRef | null>(
    [...inventory.pif.values()].filter((pif) => pif.network === network && hasAddress(pif)).map(({ host }) => host),
  );
  return [...inventory.host].filter(([ref]) => !reached.has(ref)).map(([, host]) => host);
}

function hasAddress({ isAttached, ip, ipv6 }: { readonly isAttached: boolean; readonly ip: string; readonly ipv6: readonly string[] }): boolean {
  return isAttached && (ip !== '' || ipv6.length > 0);
}

/** Those over which VMs could move: every host has an address there. */
export function migrationNetworks(inventory: Inventory): readonly { readonly uuid: string; readonly name: string }[] {
  return [...inventory.network].filter(([ref]) => hostsWithoutAddress(inventory, ref).length === 0).map(([, { uuid, name }]) => ({ uuid, name }));
}

/** The one the pool is set to, as long as every host has an address there; else VMs move over the management network. */
export function migrationNetwork(inventory: Inventory): RefOf<'network'> | undefined {
  const wished = onlyPool(inventory)?.pool.otherConfig[MIGRATION_NETWORK_KEY];
  const found = wished === undefined ? undefined : [...inventory.network].find(([, { uuid }]) => uuid === wished)?.[0];
  return found === undefined || hostsWithoutAddress(inventory, found).length > 0 ? undefined : found;
}

/** What a VM is moved with while it runs. */
export function liveMove(inventory: Inventory): Readonly<Record<string, string>> {
  const network = migrationNetwork(inventory);
  return { live: 'true', ...(network !== undefined && { network }) };
}
