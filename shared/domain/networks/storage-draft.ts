import type { Inventory } from '#shared/domain/inventory/inventory.ts';
import { isHostLive } from '#shared/domain/inventory/facts.ts';
import type { BondHashing, BondMode, HostAddress, NetworkRequestOf } from '#shared/domain/operations/network-request.ts';
import { type AddressRow, hostsByName } from './address-draft.ts';
import { knownAddresses } from './addresses.ts';
import { bondableDevices, cardsCalled } from './cards.ts';
import { addressesFrom } from './ip-range.ts';

/** What is typed of a storage network, as it was typed. */
export interface StorageDraft {
  readonly name: string;
  readonly devices: readonly string[];
  readonly mode: BondMode;
  readonly hashing: BondHashing;
  readonly tag: string;
  readonly mtu: string;
  readonly first: string;
  readonly netmask: string;
  readonly rows: readonly AddressRow[];
  readonly target: string;
}

const STORAGE_CARDS = 2;

/** Two cards nobody has an address on, where there are as many. */
export function storageDraft(inventory: Inventory, name: string): StorageDraft {
  const free = bondableDevices(inventory).filter((device) => [...cardsCalled(inventory, device).values()].every(({ pif }) => pif.ip === ''));
  return {
    name,
    devices: free.slice(0, STORAGE_CARDS),
    mode: 'active-backup',
    hashing: 'tcpudp_ports',
    tag: '',
    mtu: '1500',
    first: '',
    netmask: '255.255.255.0',
    rows: hostsByName(inventory).map((host) => ({ host, isChosen: isHostLive(inventory, host), ip: '', ipv6: '' })),
    target: '',
  };
}

/** Every host gets the next address that nobody is known to have. */
export function withStorageRange(draft: StorageDraft, inventory: Inventory): StorageDraft {
  const taken = new Set([...knownAddresses(inventory, new Set()).keys(), draft.target.trim()]);
  const found = addressesFrom(draft.first, { netmask: draft.netmask.trim(), count: draft.rows.length, taken });
  return { ...draft, rows: draft.rows.map((row, position) => ({ ...row, ip: found[position] ?? '' })) };
}

export function storageRequest(draft: StorageDraft, server: string, numberOf: (typed: string) => number): NetworkRequestOf<'network.build-storage'> {
  const { name, devices, mode, hashing, tag, mtu, target } = draft;
  return {
    kind: 'network.build-storage',
    server,
    name,
    devices,
    mode,
    ...(mode === 'lacp' && { hashing }),
    ...(tag.trim() !== '' && { tag: numberOf(tag) }),
    mtu: numberOf(mtu),
    addresses: draft.rows.map((row) => addressOf(row, draft)),
    ...(target.trim() !== '' && { target: target.trim() }),
  };
}

/** The subnet of storage has no way out, so there is no gateway that answers could be lost to. */
function addressOf({ host, ip }: AddressRow, { netmask }: StorageDraft): HostAddress {
  return { host, mode: 'Static', ip: ip.trim(), netmask: netmask.trim(), gateway: '', dns: '' };
}
