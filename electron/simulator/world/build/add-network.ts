import { dateText } from '#simulator/world/times.ts';
import { NULL_REF, type Ref, type Row } from '#simulator/world/value.ts';
import type { Draft } from './draft.ts';

interface NetworkPlan {
  readonly name: string;
  readonly bridge: string;
  readonly description?: string;
  readonly mtu?: number;
  readonly tags?: readonly string[];
  readonly otherConfig?: Readonly<Record<string, string>>;
}

export function addNetwork(draft: Draft, plan: NetworkPlan): Ref {
  return draft.add('network', {
    name_label: plan.name,
    name_description: plan.description ?? '',
    bridge: plan.bridge,
    MTU: plan.mtu ?? 1500,
    tags: plan.tags ?? [],
    managed: true,
    default_locking_mode: 'unlocked',
    other_config: plan.otherConfig ?? {},
  });
}

/** Every pool has it: guests talk to their host's toolstack over it, and clients hide it. */
export function addInternalManagementNetwork(draft: Draft): Ref {
  return addNetwork(draft, {
    name: 'Host internal management network',
    description: 'Network on which guests will be assigned a private link-local IP address which can be used to talk XenAPI',
    bridge: 'xenapi',
    otherConfig: {
      is_guest_installer_network: 'true',
      is_host_internal_management_network: 'true',
      ip_begin: '169.254.0.1',
      ip_end: '169.254.255.254',
      netmask: '255.255.0.0',
    },
  });
}

export interface AddressPlan {
  readonly ip: string;
  readonly netmask?: string;
  readonly gateway?: string | undefined;
  readonly dns?: string | undefined;
}

interface NicPlan {
  readonly host: Ref;
  readonly device: string;
  readonly network: Ref;
  readonly address?: AddressPlan;
  readonly isManagement?: boolean;
  /** Connected to a switch; unused ports are not. */
  readonly hasLink?: boolean;
  readonly gigabits?: 1 | 10 | 25;
  /** Shown by clients as what the address is for: 'Storage'. */
  readonly purpose?: string;
}

const NIC_MODELS = {
  1: { vendor_id: '14e4', vendor_name: 'Broadcom Inc. and subsidiaries', device_id: '165f', device_name: 'NetXtreme BCM5720 Gigabit Ethernet' },
  10: { vendor_id: '8086', vendor_name: 'Intel Corporation', device_id: '1572', device_name: 'Ethernet Controller X710 for 10GbE SFP+' },
  25: { vendor_id: '8086', vendor_name: 'Intel Corporation', device_id: '159b', device_name: 'Ethernet Controller E810-XXV for SFP' },
};

const DRIVERS = { 1: 'tg3', 10: 'i40e', 25: 'ice' };

/** A physical port of a host, with its link. */
export function addNic(draft: Draft, plan: NicPlan): Ref {
  const gigabits = plan.gigabits ?? 1;
  const hasLink = plan.hasLink ?? true;
  const port = Number(plan.device.replaceAll(/\D/g, ''));
  const path = `0000:0${4 + (port >> 1)}:00.${port & 1}`;
  const metrics = draft.add('PIF_metrics', {
    carrier: hasLink,
    ...NIC_MODELS[gigabits],
    speed: hasLink ? gigabits * 1000 : 0,
    duplex: hasLink,
    pci_bus_path: path,
    last_updated: dateText(draft.startMs),
  });
  const pci = draft.add('PCI', {
    class_id: '02',
    class_name: 'Ethernet controller',
    ...NIC_MODELS[gigabits],
    host: plan.host,
    pci_id: path,
    driver_name: DRIVERS[gigabits],
  });
  return draft.add('PIF', {
    device: plan.device,
    network: plan.network,
    host: plan.host,
    PCI: pci,
    MAC: macAddress(draft),
    MTU: 1500,
    VLAN: -1,
    metrics,
    physical: true,
    currently_attached: true,
    management: plan.isManagement ?? false,
    disallow_unplug: plan.purpose !== undefined,
    other_config: plan.purpose === undefined ? {} : { management_purpose: plan.purpose },
    properties: { gro: 'on' },
    capabilities: gigabits === 1 ? [] : ['sriov'],
    ...addressFields(plan.address),
  });
}

function addressFields(address: AddressPlan | undefined): Row {
  const mode = { ipv6_configuration_mode: 'None', primary_address_type: 'IPv4' };
  if (address === undefined) return { ...mode, ip_configuration_mode: 'None' };
  return {
    ...mode,
    ip_configuration_mode: 'Static',
    IP: address.ip,
    netmask: address.netmask ?? '255.255.255.0',
    gateway: address.gateway ?? '',
    DNS: address.dns ?? '',
  };
}

/** Globally administered, as a card's maker gives it. */
function macAddress(draft: Draft): string {
  const tail = [1, 2, 3].map(() => draft.random.below(256).toString(16).padStart(2, '0'));
  return `bc:97:e1:${tail.join(':')}`;
}

interface BondPlan {
  readonly host: Ref;
  readonly device: string;
  readonly network: Ref;
  readonly members: readonly Ref[];
  readonly mode: 'balance-slb' | 'active-backup' | 'lacp';
  readonly address?: AddressPlan;
  readonly isManagement?: boolean;
}

export function addBond(draft: Draft, plan: BondPlan): Ref {
  const primary = plan.members[0] ?? NULL_REF;
  const metrics = draft.add('PIF_metrics', { carrier: true, speed: 1000 * plan.members.length, duplex: true, last_updated: dateText(draft.startMs) });
  const master = draft.add('PIF', {
    device: plan.device,
    network: plan.network,
    host: plan.host,
    MAC: draft.row('PIF', primary)['MAC'] ?? '',
    MTU: 1500,
    VLAN: -1,
    metrics,
    physical: false,
    currently_attached: true,
    management: plan.isManagement ?? false,
    properties: { gro: 'on' },
    ...addressFields(plan.address),
  });
  const bond = draft.add('Bond', {
    master,
    primary_slave: primary,
    mode: plan.mode,
    links_up: plan.members.length,
    properties: plan.mode === 'lacp' ? { hashing_algorithm: 'tcpudp_ports' } : {},
  });
  for (const member of plan.members) draft.change('PIF', member, { bond_slave_of: bond, currently_attached: true });
  return master;
}

/** The untagged side of a VLAN on one host; the network it leads to is the same on every host. */
export function addVlan(draft: Draft, plan: { taggedPif: Ref; tag: number; network: Ref }): Ref {
  const tagged = draft.row('PIF', plan.taggedPif);
  const untagged = draft.add('PIF', {
    device: tagged['device'] ?? '',
    network: plan.network,
    host: tagged['host'] ?? NULL_REF,
    MAC: 'fe:ff:ff:ff:ff:ff',
    MTU: 1500,
    VLAN: plan.tag,
    metrics: tagged['metrics'] ?? NULL_REF,
    physical: false,
    currently_attached: true,
    ...addressFields(undefined),
  });
  const vlan = draft.add('VLAN', { tagged_PIF: plan.taggedPif, untagged_PIF: untagged, tag: plan.tag });
  draft.change('PIF', untagged, { VLAN_master_of: vlan });
  return untagged;
}
