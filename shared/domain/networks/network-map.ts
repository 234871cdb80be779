import { byNaturalOrder, isHostLive, isOrdinaryVm, onlyPool, recordAt } from '#shared/domain/inventory/facts.ts';
import type { Inventory } from '#shared/domain/inventory/inventory.ts';
import type { HostRef, RecordOf, RefOf } from '#shared/domain/inventory/watched.ts';
import { linkOf, type Pif } from './cards.ts';

export type WayLink = 'up' | 'down' | 'degraded' | 'unknown';

/** How one host gets into a network. */
export interface Way {
  readonly pif: Pif;
  /** The card, or the bond. */
  readonly device: string;
  /** Cards of a bond. */
  readonly members: readonly string[];
  /** What it stands on in the end: the card, or those of the bond. */
  readonly cards: readonly Pif[];
  readonly vlan: number | undefined;
  readonly link: WayLink;
  readonly speedMbit: number;
  /** Its card is shared, but only once its host has restarted. */
  readonly needsRestart: boolean;
}

export interface NetworkRow {
  readonly ref: RefOf<'network'>;
  readonly network: RecordOf<'network'>;
  readonly kind: 'card' | 'bond' | 'vlan' | 'sriov' | 'private';
  readonly ways: ReadonlyMap<HostRef, Way>;
  readonly vms: number;
  /** In what the hosts are not alike. */
  readonly differences: readonly ('missing' | 'device' | 'address')[];
}

export interface NetworkMap {
  /** The master first, then by name. */
  readonly hosts: readonly HostRef[];
  readonly rows: readonly NetworkRow[];
}

const SYSTEM_KEY = 'is_host_internal_management_network';

export function networkMap(inventory: Inventory): NetworkMap {
  const master = onlyPool(inventory)?.pool.master;
  const name = (ref: HostRef): string => inventory.host.get(ref)?.name ?? '';
  const hosts = [...inventory.host.keys()].sort((a, b) => {
    const byRole = Number(b === master) - Number(a === master);
    return byRole === 0 ? byNaturalOrder(name(a), name(b)) : byRole;
  });
  const pifs = Map.groupBy(inventory.pif.values(), (pif) => pif.network);
  const users = Map.groupBy(inventory.vif.values(), (vif) => vif.network);
  const rows = [...inventory.network]
    .filter(([, network]) => network.otherConfig[SYSTEM_KEY] !== 'true')
    // The networks of cards that are part of a bond lead nowhere of their own.
    .filter(([ref]) => !(pifs.get(ref) ?? []).some(({ bondSlaveOf }) => bondSlaveOf !== null))
    .map(([ref, network]) => rowOf({ ref, network, pifs: pifs.get(ref) ?? [], vifs: users.get(ref) ?? [] }, { inventory, hosts }));
  const sorted = rows.toSorted((a, b) => {
    const byKind = order.indexOf(a.kind) - order.indexOf(b.kind);
    return byKind === 0 ? byNaturalOrder(a.network.name, b.network.name) : byKind;
  });
  return { hosts, rows: sorted };
}

const order: readonly NetworkRow['kind'][] = ['bond', 'card', 'vlan', 'sriov', 'private'];

interface Gathered {
  readonly ref: RefOf<'network'>;
  readonly network: RecordOf<'network'>;
  readonly pifs: readonly Pif[];
  readonly vifs: readonly RecordOf<'vif'>[];
}

function rowOf(
  { ref, network, pifs, vifs }: Gathered,
  { inventory, hosts }: { readonly inventory: Inventory; readonly hosts: readonly HostRef[] },
): NetworkRow {
  const ways = new Map(pifs.flatMap((pif) => (pif.host === null ? [] : [[pif.host, wayOf(pif, inventory)] as const])));
  const machines = new Set(vifs.map(({ vm }) => vm));
  const vms = [...machines].filter((vm) => {
    const record = vm === null ? undefined : inventory.vm.get(vm);
    return record !== undefined && isOrdinaryVm(record);
  });
  return { ref, network, kind: kindOf(pifs), ways, vms: vms.length, differences: differencesOf([...ways.values()], hosts.length) };
}

function kindOf(pifs: readonly Pif[]): NetworkRow['kind'] {
  if (pifs.some(({ vlan }) => vlan >= 0)) return 'vlan';
  if (pifs.some(({ sriovLogicalOf }) => sriovLogicalOf.length > 0)) return 'sriov';
  if (pifs.some(({ bondMasterOf }) => bondMasterOf.length > 0)) return 'bond';
  return pifs.length > 0 ? 'card' : 'private';
}

/** A network that leads nowhere on any host is alike on all of them. */
function differencesOf(ways: readonly Way[], hosts: number): NetworkRow['differences'] {
  if (ways.length === 0) return [];
  const devices = new Set(ways.map(({ device, vlan }) => `${device} ${vlan ?? ''}`));
  const addressed = ways.filter(({ pif }) => pif.ip !== '').length;
  return [
    ...(ways.length < hosts ? (['missing'] as const) : []),
    ...(devices.size > 1 ? (['device'] as const) : []),
    ...(addressed > 0 && addressed < ways.length ? (['address'] as const) : []),
  ];
}

export function wayOf(pif: Pif, inventory: Inventory): Way {
  const base = pif.vlanMasterOf === null ? pif : (taggedOf(pif, inventory) ?? pif);
  const bond = base.bondMasterOf.flatMap((ref) => inventory.bond.get(ref) ?? [])[0];
  const slaves = (bond?.slaves ?? []).flatMap((ref) => inventory.pif.get(ref) ?? []);
  return {
    pif,
    device: pif.device,
    members: slaves.map(({ device }) => device).sort(byNaturalOrder),
    cards: cardsBelow(base, { slaves, inventory }),
    vlan: pif.vlan < 0 ? undefined : pif.vlan,
    link: linkStateOf(base, { slaves, inventory }),
    speedMbit: linkOf(inventory, base)?.speed ?? 0,
    needsRestart: base.sriovLogicalOf.some((ref) => inventory.sriov.get(ref)?.needsRestart === true),
  };
}

/** What stands for the parts of a shared card is none itself. */
function cardsBelow(base: Pif, { slaves, inventory }: { readonly slaves: readonly Pif[]; readonly inventory: Inventory }): readonly Pif[] {
  if (slaves.length > 0) return slaves.toSorted((a, b) => byNaturalOrder(a.device, b.device));
  const shared = base.sriovLogicalOf.flatMap((ref) => recordAt(inventory.pif, inventory.sriov.get(ref)?.physicalPif ?? null) ?? []);
  return shared.length > 0 ? shared : base.isPhysical ? [base] : [];
}

function taggedOf(pif: Pif, inventory: Inventory): Pif | undefined {
  const tagged = pif.vlanMasterOf === null ? null : (inventory.vlan.get(pif.vlanMasterOf)?.taggedPif ?? null);
  return tagged === null ? undefined : inventory.pif.get(tagged);
}

/** What the pool says of a host it does not hear from is old. */
function linkStateOf(pif: Pif, { slaves, inventory }: { readonly slaves: readonly Pif[]; readonly inventory: Inventory }): WayLink {
  if (pif.host === null || !isHostLive(inventory, pif.host)) return 'unknown';
  if (slaves.length === 0) return carrier(pif, inventory);
  const up = slaves.filter((slave) => carrier(slave, inventory) === 'up').length;
  if (up === 0) return 'down';
  return up < slaves.length ? 'degraded' : 'up';
}

function carrier(pif: Pif, inventory: Inventory): WayLink {
  const link = linkOf(inventory, pif);
  if (link === undefined) return 'unknown';
  return link.hasCarrier ? 'up' : 'down';
}
