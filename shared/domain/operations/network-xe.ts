import { onlyPool } from '#shared/domain/inventory/facts.ts';
import type { Inventory } from '#shared/domain/inventory/inventory.ts';
import { cardsCalled } from '#shared/domain/networks/cards.ts';
import { unpluggedWays } from '#shared/domain/networks/unplugged-ways.ts';
import { unreachable } from '#shared/kernel/unreachable.ts';
import type { NetworkRequest, NetworkRequestOf, NewNetworkRequest } from './network-request.ts';
import { addressLines, moveLines } from './address-xe.ts';
import { bondLines, configureLines } from './network-property-xe.ts';
import { bondPart, cardNetwork, tagPart } from './storage-network.ts';
import { xe } from './xe-line.ts';

export function networkLines(request: NetworkRequest, inventory: Inventory): readonly string[] {
  switch (request.kind) {
    case 'network.create':
      return newLines(request, inventory);
    case 'network.destroy':
      return removalLines(request, inventory);
    case 'network.configure':
      return configureLines(request, inventory);
    case 'network.set-bond':
      return bondLines(request, inventory);
    case 'network.address':
      return addressLines(request, inventory);
    case 'network.build-storage':
      return storageLines(request, inventory);
    case 'network.move-management':
      return moveLines(request, inventory);
    case 'network.plug':
      return unpluggedWays(inventory, request.network).map((ref) => xe('pif-plug', { uuid: inventory.pif.get(ref)?.uuid ?? '' }));
    case 'network.rescan':
      return [xe('pif-scan', { 'host-uuid': inventory.host.get(request.host)?.uuid ?? '' })];
    default:
      return unreachable(request);
  }
}

/** What the line before has printed, kept for those that follow. */
const KEPT = 'network';

function newLines({ name, description, mtu, isAutomatic, uplink }: NewNetworkRequest, inventory: Inventory): readonly string[] {
  const create = xe('network-create', {
    'name-label': name.trim(),
    ...(description !== '' && { 'name-description': description }),
    MTU: String(mtu),
    'other-config:automatic': String(isAutomatic),
  });
  if (uplink.is === 'none') return [create];
  const keep = `${KEPT}=$(${create})`;
  if (uplink.is === 'vlan') {
    const master = onlyPool(inventory)?.pool.master;
    const card = [...cardsCalled(inventory, uplink.device)].find(([host]) => host === master)?.[1];
    return [keep, `${xe('pool-vlan-create', { 'pif-uuid': card?.pif.uuid ?? '', vlan: String(uplink.tag) })} network-uuid=$${KEPT}`];
  }
  if (uplink.is === 'sriov') {
    const cards = [...cardsCalled(inventory, uplink.device).values()];
    return [keep, ...cards.map(({ pif }) => `${xe('network-sriov-create', { 'pif-uuid': pif.uuid })} network-uuid=$${KEPT}`)];
  }
  const { devices, mode, hashing } = uplink;
  const bonds = [...inventory.host.keys()].map((host) => {
    const members = devices.flatMap((device) => cardsCalled(inventory, device).get(host)?.pif.uuid ?? []);
    const further = hashing === undefined ? {} : { 'properties:hashing_algorithm': hashing };
    return `${xe('bond-create', { 'pif-uuids': members.join(','), mode, ...further })} network-uuid=$${KEPT}`;
  });
  return [keep, ...bonds];
}

/** Line by line what the parts would be; addresses go to interfaces that are there when the lines before have been run. */
function storageLines(request: NetworkRequestOf<'network.build-storage'>, inventory: Inventory): readonly string[] {
  const bond = bondPart(request);
  const tagged = tagPart(request, bond === undefined ? (request.devices[0] ?? '') : 'bond0');
  const network = cardNetwork(inventory, request);
  const laid = [bond, tagged].flatMap((part) => (part === undefined ? [] : newLines(part, inventory)));
  const addresses = request.addresses.map(({ host, mode, ip, netmask }) => {
    const of = network === undefined ? `network-name-label=${request.name.trim()}` : `network-uuid=${inventory.network.get(network)?.uuid ?? ''}`;
    const pif = `$(xe pif-list host-uuid=${inventory.host.get(host)?.uuid ?? ''} '${of}' --minimal)`;
    return `xe pif-reconfigure-ip uuid=${pif} mode=${mode.toLowerCase()} IP=${ip} netmask=${netmask}`;
  });
  return [...laid, ...addresses];
}

function removalLines({ network }: Extract<NetworkRequest, { kind: 'network.destroy' }>, inventory: Inventory): readonly string[] {
  const record = inventory.network.get(network);
  if (record === undefined) return [];
  const pifs = [...inventory.pif].filter(([, pif]) => pif.network === network);
  const parts = pifs.flatMap(([ref, pif]) => {
    const vlan = pif.vlanMasterOf === null ? undefined : inventory.vlan.get(pif.vlanMasterOf);
    const bond = [...inventory.bond.values()].find(({ master }) => master === ref);
    const shared = pif.sriovLogicalOf.flatMap((sriov) => inventory.sriov.get(sriov) ?? []);
    return [
      ...shared.map(({ uuid }) => xe('network-sriov-destroy', { uuid })),
      ...(vlan === undefined ? [] : [xe('vlan-destroy', { uuid: vlan.uuid })]),
      ...(bond === undefined ? [] : [xe('bond-destroy', { uuid: bond.uuid })]),
    ];
  });
  return [...parts, xe('network-destroy', { uuid: record.uuid })];
}
