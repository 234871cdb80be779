import { flag, list, number, ref, text } from '#simulator/world/fields.ts';
import type { Ref, Row } from '#simulator/world/value.ts';
import type { SimHost } from '#simulator/world/world.ts';
import { prefixOf } from './ip.ts';

/** One of a host's bridges with what it stands on and the address it really has. */
export interface Leg {
  readonly pif: Ref;
  readonly bridge: string;
  readonly network: Ref;
  /** Physical ports below it. */
  readonly uplinks: readonly string[];
  /** The device it stands on: a port, or a bond of ports. */
  readonly device: string;
  readonly vlan: number;
  readonly ip: string | undefined;
  readonly prefix: number;
  readonly gateway: string | undefined;
  readonly isManagement: boolean;
  readonly mac: string;
}

export interface Nic {
  readonly device: string;
  readonly pif: Ref;
  readonly mac: string;
  readonly speedMib: number;
  readonly pci: string;
  readonly model: string;
  readonly hasSwitchPort: boolean;
  readonly mtu: number;
}

export type Family = 'IPv4' | 'IPv6';

export function familyOf(address: string): Family {
  return address.includes(':') ? 'IPv6' : 'IPv4';
}

/** Bridges of the host as they are now, with their addresses of one kind: as recorded, unless somebody changed them underneath. */
export function legsOf(host: SimHost, family: Family = 'IPv4'): readonly Leg[] {
  const { database } = host.pool;
  const rows = pifsOf(host).map(({ pif, row }) => ({ pif, row, network: database.find('network', text(row, 'network')) }));
  const { managementBridge } = host.dom0.network;
  return rows.flatMap(({ pif, row, network }) => {
    const bridge = network === undefined ? '' : text(network, 'bridge');
    // Parts of a shared card go to machines past every bridge.
    const isShared = list(below(host, row), 'sriov_logical_PIF_of').length > 0;
    if (bridge === '' || isShared || ref(row, 'bond_slave_of') !== undefined || !flag(row, 'currently_attached')) return [];
    const own = addressed[family](host, bridge, row);
    const isManagement = managementBridge === undefined ? flag(row, 'management') : managementBridge === bridge;
    return [
      {
        pif,
        bridge,
        network: text(row, 'network'),
        uplinks: uplinksOf(host, row),
        device: deviceOf(host, row),
        vlan: number(row, 'VLAN'),
        ...own,
        isManagement,
        mac: macOf(host, row),
      },
    ];
  });
}

type Addressed = Pick<Leg, 'ip' | 'prefix' | 'gateway'>;

const addressed: Readonly<Record<Family, (host: SimHost, bridge: string, row: Row) => Addressed>> = {
  IPv4: (host, bridge, row) => ({ ip: undefined, prefix: 0, ...addressOf(host, bridge, row), gateway: gatewayOf(host, bridge, row) }),
  IPv6: (host, bridge, row) => ({ ip: undefined, prefix: 0, ...address6Of(host, bridge, row), gateway: nonEmpty(text(row, 'ipv6_gateway')) }),
};

function gatewayOf(host: SimHost, bridge: string, row: Row): string | undefined {
  const { gateway } = host.dom0.network;
  if (gateway !== 'recorded') return gateway.bridge === bridge ? gateway.via : undefined;
  return nonEmpty(text(row, 'gateway'));
}

function nonEmpty(value: string): string | undefined {
  return value === '' ? undefined : value;
}

function address6Of(host: SimHost, bridge: string, row: Row): { readonly ip: string; readonly prefix: number } | undefined {
  const { addresses6 } = host.dom0.network;
  if (addresses6.has(bridge)) return addresses6.get(bridge);
  const [ip = '', prefix] = (list(row, 'IPv6')[0] ?? '').split('/');
  return ip === '' ? undefined : { ip, prefix: Number(prefix ?? 64) };
}

function addressOf(host: SimHost, bridge: string, row: Row): { readonly ip: string; readonly prefix: number } | undefined {
  const { addresses } = host.dom0.network;
  if (addresses.has(bridge)) return addresses.get(bridge);
  const ip = text(row, 'IP');
  return ip === '' ? undefined : { ip, prefix: prefixOf(text(row, 'netmask')) };
}

/** A tagged network has no card of its own: it stands on the one below. */
function below(host: SimHost, row: Row): Row {
  const { database } = host.pool;
  const vlan = ref(row, 'VLAN_master_of');
  const tagged = vlan === undefined ? undefined : ref(database.find('VLAN', vlan) ?? {}, 'tagged_PIF');
  return (tagged === undefined ? undefined : database.find('PIF', tagged)) ?? row;
}

function uplinksOf(host: SimHost, row: Row): readonly string[] {
  const { database } = host.pool;
  const card = below(host, row);
  const bond = list(card, 'bond_master_of')[0];
  if (bond === undefined) return flag(card, 'physical') ? [text(card, 'device')] : [];
  return list(database.find('Bond', bond) ?? {}, 'slaves').map((slave) => text(database.find('PIF', slave) ?? {}, 'device'));
}

function deviceOf(host: SimHost, row: Row): string {
  return text(below(host, row), 'device');
}

function macOf(host: SimHost, row: Row): string {
  return text(below(host, row), 'MAC');
}

export function pifsOf(host: SimHost): readonly { readonly pif: Ref; readonly row: Row }[] {
  const { database } = host.pool;
  const own = list(database.find('host', host.ref) ?? {}, 'PIFs');
  return own
    .flatMap((pif) => {
      const row = database.find('PIF', pif);
      return row === undefined ? [] : [{ pif, row }];
    })
    .toSorted((a, b) => {
      const byDevice = text(a.row, 'device').localeCompare(text(b.row, 'device'), 'en', { numeric: true });
      return byDevice === 0 ? number(a.row, 'VLAN') - number(b.row, 'VLAN') : byDevice;
    });
}

export function nicsOf(host: SimHost): readonly Nic[] {
  const { database } = host.pool;
  const { renamed, removed, mtu } = host.dom0.network;
  return pifsOf(host).flatMap(({ pif, row }) => {
    if (!flag(row, 'physical') || removed.has(text(row, 'device'))) return [];
    const metrics = database.find('PIF_metrics', ref(row, 'metrics') ?? '') ?? {};
    const device = text(row, 'device');
    return [
      {
        device,
        pif,
        mac: renamed.get(device) ?? text(row, 'MAC'),
        speedMib: number(metrics, 'speed') === 0 ? 1000 : number(metrics, 'speed'),
        pci: text(metrics, 'pci_bus_path') === '' ? '0000:04:00.0' : text(metrics, 'pci_bus_path'),
        model: text(metrics, 'device_name'),
        hasSwitchPort: flag(metrics, 'carrier') || number(metrics, 'speed') > 0,
        mtu: mtu.get(device) ?? recordedMtu(host, row),
      },
    ];
  });
}

/** Part of a bond, a card takes packets as large as that does. */
function recordedMtu(host: SimHost, row: Row): number {
  const { database } = host.pool;
  const bond = ref(row, 'bond_slave_of');
  const master = bond === undefined ? undefined : ref(database.find('Bond', bond) ?? {}, 'master');
  return number((master === undefined ? undefined : database.find('PIF', master)) ?? row, 'MTU');
}

/** A bridge takes no larger packets than its cards do. */
export function mtuOf(host: SimHost, { uplinks }: Pick<Leg, 'uplinks'>): number {
  const cards = nicsOf(host).filter(({ device }) => uplinks.includes(device));
  return cards.length === 0 ? USUAL_MTU : Math.min(...cards.map(({ mtu }) => mtu));
}

const USUAL_MTU = 1500;

export function hasCarrier(host: SimHost, device: string): boolean {
  const { pulled, adminDown } = host.dom0.network;
  if (pulled.has(device) || adminDown.has(device)) return false;
  const nic = nicsOf(host).find((known) => known.device === device);
  if (nic === undefined || !nic.hasSwitchPort) return false;
  if (host.cables.management === 'pulled' && managementPorts(host).includes(device)) return false;
  return host.cables.storage === 'plugged' || !storagePorts(host).includes(device);
}

/** The ports that carry what the records call the management network, whatever the host uses now. */
export function managementPorts(host: SimHost): readonly string[] {
  return pifsOf(host).flatMap(({ row }) => (flag(row, 'management') ? uplinksOf(host, row) : []));
}

export function storagePorts(host: SimHost): readonly string[] {
  const management = new Set(managementPorts(host));
  return legsOf(host)
    .filter((leg) => !leg.isManagement && (leg.ip !== undefined || text(host.pool.database.get('PIF', leg.pif), 'IP') !== ''))
    .flatMap(({ uplinks }) => uplinks)
    .filter((device) => !management.has(device));
}

/** With the address that it is managed by. */
export function managementLeg(host: SimHost): Leg | undefined {
  const leg = legsOf(host).find(({ isManagement }) => isManagement);
  const isBySix = leg !== undefined && text(host.pool.database.find('PIF', leg.pif) ?? {}, 'primary_address_type') === 'IPv6';
  return isBySix ? legsOf(host, 'IPv6').find(({ isManagement }) => isManagement) : leg;
}

/** The address by which this record says that the host is managed. */
export function managedAt(row: Row): string | undefined {
  const isBySix = text(row, 'primary_address_type') === 'IPv6';
  return nonEmpty(isBySix ? (list(row, 'IPv6')[0]?.split('/')[0] ?? '') : text(row, 'IP'));
}

/** A bridge passes frames while one of its ports has a link in the right network. */
export function isLinked(host: SimHost, leg: Leg): boolean {
  return leg.uplinks.some((device) => hasCarrier(host, device) && !host.dom0.network.wrongVlan.has(device));
}

/** The record of what the pool believes to be this host's management interface. */
export function managementPifOf(host: SimHost): Row | undefined {
  return pifsOf(host).find(({ row }) => flag(row, 'management'))?.row;
}

export function driverOf(nic: Pick<Nic, 'speedMib'>): string {
  return nic.speedMib >= 25_000 ? 'ice' : nic.speedMib >= 10_000 ? 'i40e' : 'tg3';
}
