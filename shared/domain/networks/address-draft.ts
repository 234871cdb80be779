import type { Inventory } from '#shared/domain/inventory/inventory.ts';
import { byNaturalOrder, isHostLive } from '#shared/domain/inventory/facts.ts';
import type { HostRef, RefOf } from '#shared/domain/inventory/watched.ts';
import type { HostAddress } from '#shared/domain/operations/network-request.ts';
import { knownAddresses, wayOfHost } from './addresses.ts';
import { addressesFrom } from './ip-range.ts';
import { ipv6From, plainIpv6 } from './ipv6-range.ts';
import { ipv6Of } from './managed-at.ts';

/** What one host gets, as it was typed. */
export interface AddressRow {
  readonly host: HostRef;
  readonly isChosen: boolean;
  readonly ip: string;
  readonly ipv6: string;
}

/** What is typed to give hosts addresses on a network. */
export interface AddressDraft {
  readonly mode: HostAddress['mode'];
  /** Each host gets the next one that is free. */
  readonly first: string;
  readonly netmask: string;
  readonly gateway: string;
  readonly dns: string;
  readonly ipv6: 'keep' | NonNullable<HostAddress['ipv6']>['mode'];
  /** With the length of its network. */
  readonly firstIpv6: string;
  readonly ipv6Gateway: string;
  readonly rows: readonly AddressRow[];
  readonly target: string;
  readonly insists: boolean;
}

export function hostsByName(inventory: Inventory): readonly HostRef[] {
  return [...inventory.host].toSorted(([, a], [, b]) => byNaturalOrder(a.name, b.name)).map(([ref]) => ref);
}

const NOTHING = { ipMode: 'None', netmask: '255.255.255.0', gateway: '', dns: '' };

/** As it is now: hosts that have a way into the network, with what they have there. */
export function addressDraft(inventory: Inventory, network: RefOf<'network'>): AddressDraft {
  const hosts = hostsByName(inventory);
  const ways = hosts.flatMap((host) => {
    const pif = wayOfHost(inventory, network, host)?.pif;
    return pif === undefined ? [] : [{ host, pif }];
  });
  const { ipMode, netmask, gateway, dns } = ways.find(({ pif }) => pif.ip !== '')?.pif ?? NOTHING;
  return {
    mode: ipMode === 'DHCP' ? 'DHCP' : 'Static',
    first: '',
    netmask,
    gateway,
    dns,
    ipv6: 'keep',
    firstIpv6: '',
    ipv6Gateway: ways.find(({ pif }) => pif.ipv6Gateway !== '')?.pif.ipv6Gateway ?? '',
    rows: ways.map(({ host, pif }) => ({ host, isChosen: isHostLive(inventory, host), ip: pif.ip, ipv6: ipv6Of(pif) ?? '' })),
    target: '',
    insists: false,
  };
}

/** Counts on from the first address; what somebody has already is left out. */
export function withFirst(draft: AddressDraft, inventory: Inventory, network: RefOf<'network'>): AddressDraft {
  const { chosen, taken } = takenBeside(draft, inventory, network);
  const found = addressesFrom(draft.first, { netmask: draft.netmask.trim(), count: chosen.length, taken });
  if (found.length === 0) return draft;
  const next = new Map(chosen.map(({ host }, position) => [host, found[position] ?? '']));
  return { ...draft, rows: draft.rows.map((row) => ({ ...row, ip: next.get(row.host) ?? row.ip })) };
}

/** The same of IPv6. */
export function withFirstIpv6(draft: AddressDraft, inventory: Inventory, network: RefOf<'network'>): AddressDraft {
  const { chosen, taken } = takenBeside(draft, inventory, network);
  const found = ipv6From(draft.firstIpv6, { count: chosen.length, taken });
  if (found.length === 0) return draft;
  const next = new Map(chosen.map(({ host }, position) => [host, found[position] ?? '']));
  return { ...draft, rows: draft.rows.map((row) => ({ ...row, ipv6: next.get(row.host) ?? row.ipv6 })) };
}

function takenBeside(draft: AddressDraft, inventory: Inventory, network: RefOf<'network'>) {
  const chosen = draft.rows.filter(({ isChosen }) => isChosen);
  const own = new Set(chosen.flatMap(({ host }) => wayOfHost(inventory, network, host)?.ref ?? []));
  const taken = new Set([...knownAddresses(inventory, own).keys(), draft.gateway.trim(), plainIpv6(draft.ipv6Gateway.trim())]);
  return { chosen, taken };
}

export function addressesOf({ mode, netmask, gateway, dns, ipv6, ipv6Gateway, rows }: AddressDraft): readonly HostAddress[] {
  const isStatic = mode === 'Static';
  return rows
    .filter(({ isChosen }) => isChosen)
    .map((row) => ({
      host: row.host,
      mode,
      ip: isStatic ? row.ip.trim() : '',
      netmask: isStatic ? netmask.trim() : '',
      gateway: isStatic ? gateway.trim() : '',
      dns: isStatic || ipv6 === 'Static' ? dns.trim() : '',
      ...(ipv6 !== 'keep' && {
        ipv6: { mode: ipv6, address: ipv6 === 'Static' ? row.ipv6.trim() : '', gateway: ipv6 === 'Static' ? ipv6Gateway.trim() : '' },
      }),
    }));
}
