import type { Inventory } from '#shared/domain/inventory/inventory.ts';
import type { RefOf } from '#shared/domain/inventory/watched.ts';
import type { NetworkRequestOf, NewNetworkRequest } from './network-request.ts';

type Request = NetworkRequestOf<'network.build-storage'>;

/** The bond has a network of its own where tagged frames go over it. */
export function bondNetworkName({ name, tag }: Pick<Request, 'name' | 'tag'>): string {
  return tag === undefined ? name.trim() : `${name.trim()} (bond)`;
}

/** First the bond, where there are several cards. */
export function bondPart(request: Request): NewNetworkRequest | undefined {
  const { server, devices, mode, hashing, mtu } = request;
  if (devices.length < 2) return undefined;
  const uplink = { is: 'bond', devices, mode, ...(hashing !== undefined && { hashing }) } as const;
  return { kind: 'network.create', server, name: bondNetworkName(request), description: '', mtu, isAutomatic: false, uplink };
}

/** Then the tag, on the bond or on the only card. */
export function tagPart({ server, name, mtu, tag }: Request, device: string): NewNetworkRequest | undefined {
  if (tag === undefined) return undefined;
  return { kind: 'network.create', server, name: name.trim(), description: '', mtu, isAutomatic: false, uplink: { is: 'vlan', device, tag } };
}

/** The only card's own network, where nothing new is laid over it. */
export function cardNetwork(inventory: Inventory, { devices, tag }: Pick<Request, 'devices' | 'tag'>): RefOf<'network'> | undefined {
  const [device] = devices;
  if (devices.length !== 1 || tag !== undefined) return undefined;
  for (const pif of inventory.pif.values()) if (pif.device === device && pif.vlan < 0 && pif.network !== null) return pif.network;
  return undefined;
}
