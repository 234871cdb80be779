import { byNaturalOrder } from '#shared/domain/inventory/facts.ts';
import type { Inventory } from '#shared/domain/inventory/inventory.ts';
import type { HostRef, RecordOf } from '#shared/domain/inventory/watched.ts';
import { planCommands } from './network-plan-commands.ts';

type Pif = RecordOf<'pif'>;

/** What a reset takes away of a host's network, and how it is set up again. */
export interface NetworkPlan {
  readonly host: { readonly uuid: string; readonly name: string; readonly address: string };
  /** When the picture was true that it is made of. */
  readonly asOfMs: number;
  readonly interfaces: readonly PlannedInterface[];
  /** Storage the host is connected to: over addresses that will be gone, it stays disconnected. */
  readonly storage: readonly { readonly pbd: string; readonly name: string; readonly type: string }[];
  /** For a shell of the pool's master, once the host has joined again. */
  readonly commands: readonly string[];
}

export interface PlannedInterface {
  /** `other`: a tunnel, or a share of a card; somebody has to set it up by hand. */
  readonly is: 'card' | 'bond' | 'vlan' | 'other';
  readonly device: string;
  readonly mac: string;
  readonly network: { readonly uuid: string; readonly name: string };
  /** The cards of a bond, and how they share the work. */
  readonly members: readonly string[];
  readonly mode?: string | undefined;
  readonly properties: Readonly<Record<string, string>>;
  /** Of a VLAN: its number, and the network of what it stands on where that is no card. */
  readonly tag?: number | undefined;
  readonly under?: { readonly device: string; readonly network: string; readonly isCard: boolean } | undefined;
  readonly address: PlannedAddress;
  readonly purpose: string;
  readonly isManagement: boolean;
  readonly isUnplugForbidden: boolean;
}

export interface PlannedAddress {
  readonly mode: 'none' | 'dhcp' | 'static';
  readonly ip: string;
  readonly netmask: string;
  readonly gateway: string;
  readonly dns: string;
  readonly ipv6Mode: string;
  readonly ipv6: readonly string[];
  readonly ipv6Gateway: string;
}

/** Undefined for a host the picture does not know. */
export function networkPlan(inventory: Inventory, of: { readonly host: HostRef; readonly asOfMs: number }): NetworkPlan | undefined {
  const host = inventory.host.get(of.host);
  if (host === undefined) return undefined;
  const pifs = [...inventory.pif.values()].filter((pif) => pif.host === of.host);
  const order: readonly PlannedInterface['is'][] = ['card', 'bond', 'vlan', 'other'];
  const interfaces = pifs
    .map((pif) => planned(inventory, pif))
    .toSorted((a, b) => (a.tag ?? -1) - (b.tag ?? -1))
    .toSorted((a, b) => byNaturalOrder(a.device, b.device))
    .toSorted((a, b) => order.indexOf(a.is) - order.indexOf(b.is));
  const storage = [...inventory.pbd.values()].flatMap((pbd) => {
    const sr = pbd.sr === null ? undefined : inventory.sr.get(pbd.sr);
    return pbd.host !== of.host || !pbd.isAttached || sr?.isShared !== true ? [] : [{ pbd: pbd.uuid, name: sr.name, type: sr.type }];
  });
  return {
    host: { uuid: host.uuid, name: host.name, address: host.address },
    asOfMs: of.asOfMs,
    interfaces,
    storage,
    commands: planCommands(host.uuid, interfaces, storage),
  };
}

function planned(inventory: Inventory, pif: Pif): PlannedInterface {
  const is = kindOf(pif);
  return {
    is,
    device: pif.device,
    mac: pif.mac,
    network: networkOf(inventory, pif),
    ...bondOf(inventory, pif),
    ...(is === 'vlan' && { tag: pif.vlan, under: underOf(inventory, pif) }),
    address: addressOf(pif),
    purpose: pif.otherConfig['management_purpose'] ?? '',
    isManagement: pif.isManagement,
    isUnplugForbidden: pif.isUnplugForbidden,
  };
}

function addressOf({ ipMode, ip, netmask, gateway, dns, ipv6Mode, ipv6, ipv6Gateway }: Pif): PlannedAddress {
  const mode = ipMode === 'Static' ? 'static' : ipMode === 'DHCP' ? 'dhcp' : 'none';
  return { mode, ip, netmask, gateway, dns, ipv6Mode, ipv6, ipv6Gateway };
}

function bondOf(inventory: Inventory, pif: Pif): Pick<PlannedInterface, 'members' | 'mode' | 'properties'> {
  const [bond] = pif.bondMasterOf.flatMap((ref) => inventory.bond.get(ref) ?? []);
  if (bond === undefined) return { members: [], properties: {} };
  const members = bond.slaves.flatMap((slave) => inventory.pif.get(slave)?.device ?? []);
  return { members, mode: bond.mode, properties: bond.properties };
}

function networkOf(inventory: Inventory, { network }: Pif): PlannedInterface['network'] {
  const { uuid = '', name = '' } = (network === null ? undefined : inventory.network.get(network)) ?? {};
  return { uuid, name };
}

function kindOf(pif: Pif): PlannedInterface['is'] {
  if (pif.isPhysical) return 'card';
  if (pif.bondMasterOf.length > 0) return 'bond';
  return pif.vlan >= 0 && pif.sriovLogicalOf.length === 0 ? 'vlan' : 'other';
}

function underOf(inventory: Inventory, { vlanMasterOf, device }: Pif): PlannedInterface['under'] {
  const tagged = vlanMasterOf === null ? null : (inventory.vlan.get(vlanMasterOf)?.taggedPif ?? null);
  const below = tagged === null ? undefined : inventory.pif.get(tagged);
  if (below === undefined) return { device, network: '', isCard: true };
  return { device: below.device, network: networkOf(inventory, below).uuid, isCard: below.isPhysical };
}
