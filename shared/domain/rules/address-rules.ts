import { isHostLive, onlyPool } from '#shared/domain/inventory/facts.ts';
import type { Inventory } from '#shared/domain/inventory/inventory.ts';
import type { HostRef } from '#shared/domain/inventory/watched.ts';
import { isIpAddress } from '#shared/domain/address/ip-address.ts';
import { prefixOf } from '#shared/domain/address/netmask.ts';
import { knownAddresses, type OwnWay, wayOfHost } from '#shared/domain/networks/addresses.ts';
import type { Pif, PifRef } from '#shared/domain/networks/cards.ts';
import { hostIpv6, isBesideIpv6, plainIpv6 } from '#shared/domain/networks/ipv6-range.ts';
import { addressIn, type AddressFamily, familyOf, familyOfMove, otherFamily } from '#shared/domain/networks/managed-at.ts';
import { isHostAddress, ipNumber } from '#shared/domain/networks/ip-range.ts';
import type { HostAddress, NetworkRequestOf } from '#shared/domain/operations/network-request.ts';
import { type Rehearsals, secondWay } from '#shared/domain/routes/rehearsal.ts';
import { isSameSubnet } from '#shared/domain/routes/subnet.ts';
import type { Problem } from './problem.ts';

type Request = NetworkRequestOf<'network.address'>;

interface Wish {
  readonly address: HostAddress;
  readonly way: OwnWay | undefined;
  readonly name: string;
}

/** Every reason against every address at once, so that a table of them is corrected in one go. */
export function addressRules(request: Request, inventory: Inventory, rehearsals?: Rehearsals): readonly Problem[] {
  if (!inventory.network.has(request.network)) return [{ rule: 'not-there' }];
  if (request.addresses.length === 0) return [{ rule: 'nothing-chosen' }];
  const wishes = request.addresses.map(
    (address): Wish => ({
      address,
      way: wayOfHost(inventory, request.network, address.host),
      name: inventory.host.get(address.host)?.name ?? '',
    }),
  );
  const cut = wishes.flatMap(({ address, way }) => (way?.pif.isManagement === true ? [address.host] : []));
  return [
    ...wishes.flatMap((wish) => wishProblems(wish, inventory)),
    ...takenProblems(wishes, inventory),
    ...targetProblems(request.target),
    ...guardProblems(cut, { insists: request.insists, inventory, rehearsals }),
  ];
}

function targetProblems(target = ''): readonly Problem[] {
  return target === '' || ipNumber(target) !== undefined || isIpAddress(target, 6) ? [] : [{ rule: 'bad-target', typed: target }];
}

/** The same for hosts whose way into the network is still to be made, out of these cards; what those carry goes over to it. */
export function plainAddressProblems(
  {
    addresses,
    devices,
    target,
  }: { readonly addresses: readonly HostAddress[]; readonly devices: readonly string[]; readonly target?: string | undefined },
  inventory: Inventory,
): readonly Problem[] {
  const wishes = addresses.map((address): Wish => ({ address, way: undefined, name: inventory.host.get(address.host)?.name ?? '' }));
  const own = new Set([...inventory.pif].flatMap(([ref, { device, vlan }]) => (devices.includes(device) && vlan < 0 ? [ref] : [])));
  return [
    ...wishes.flatMap(({ address, name: host }): readonly Problem[] =>
      isHostLive(inventory, address.host) ? [] : [{ rule: 'every-host-needed', host }],
    ),
    ...wishes.flatMap(({ address, name: host }) => (address.mode === 'Static' ? staticProblems(address, { host, own, inventory }) : [])),
    ...takenProblems(wishes, inventory),
    ...targetProblems(target),
  ];
}

function wishProblems({ address, way, name: host }: Wish, inventory: Inventory): readonly Problem[] {
  if (host === '') return [{ rule: 'not-there' }];
  if (way === undefined) return [{ rule: 'host-has-no-way', host }];
  const away: Problem[] = isHostLive(inventory, address.host) ? [] : [{ rule: 'every-host-needed', host }];
  if (way.pif.isManagement && losesItsAddress(address, way.pif)) away.push({ rule: 'management-needs-address', host });
  return [
    ...away,
    ...(address.mode === 'Static' ? staticProblems(address, { host, own: new Set([way.ref]), inventory }) : []),
    ...ipv6Problems(address, host),
  ];
}

/** One that is managed over IPv6 has to keep that; and a server never lets go of the other where a managed host has it. */
function losesItsAddress({ mode, ipv6 }: HostAddress, pif: Pif): boolean {
  if (pif.ipMode !== 'None' && mode === 'None') return true;
  return ipv6?.mode === 'None' && (familyOf(pif) === 'IPv6' || mode === 'None');
}

interface Around {
  readonly host: string;
  /** What is about to have this address, or to lose its own. */
  readonly own: ReadonlySet<PifRef>;
  readonly inventory: Inventory;
}

function staticProblems({ host: ref, ip, netmask, gateway, dns }: HostAddress, { host, own, inventory }: Around): readonly Problem[] {
  if (prefixOf(netmask) === undefined) return [{ rule: 'bad-host-address', host, what: 'netmask', typed: netmask }];
  if (!isHostAddress(ip, netmask)) return [{ rule: 'bad-host-address', host, what: 'address', typed: ip }];
  return [
    ...(gateway === '' || ipNumber(gateway) !== undefined ? [] : [{ rule: 'bad-host-address', host, what: 'gateway', typed: gateway } as const]),
    ...(ipNumber(gateway) === undefined || isSameSubnet({ ip, netmask }, gateway) ? [] : [{ rule: 'gateway-outside', host, gateway } as const]),
    ...(dns.split(',').every((one) => one.trim() === '' || /^[\da-f.:]+$/i.test(one.trim()))
      ? []
      : [{ rule: 'bad-host-address', host, what: 'dns', typed: dns } as const]),
    ...overlaps({ ip, netmask, ref }, { own, inventory }).map((network) => ({ rule: 'subnets-overlap', host, network }) as const),
  ];
}

/** Networks of the host that an answer to this address might leave by. */
function overlaps(
  { ip, netmask, ref }: { readonly ip: string; readonly netmask: string; readonly ref: HostRef },
  { own, inventory }: Pick<Around, 'own' | 'inventory'>,
): readonly string[] {
  return [...inventory.pif].flatMap(([other, pif]) => {
    if (pif.host !== ref || own.has(other) || pif.ip === '') return [];
    const isSame = isSameSubnet({ ip, netmask }, pif.ip) || isSameSubnet({ ip: pif.ip, netmask: pif.netmask }, ip);
    return isSame ? [pif.network === null ? pif.device : (inventory.network.get(pif.network)?.name ?? pif.device)] : [];
  });
}

function ipv6Problems({ ipv6 }: HostAddress, host: string): readonly Problem[] {
  if (ipv6?.mode !== 'Static') return [];
  const { address, gateway } = ipv6;
  const own = hostIpv6(address);
  if (own === undefined) return [{ rule: 'bad-host-address', host, what: 'ipv6', typed: address }];
  if (gateway === '') return [];
  if (!isIpAddress(gateway, 6)) return [{ rule: 'bad-host-address', host, what: 'gateway', typed: gateway }];
  return isBesideIpv6(own, gateway) ? [] : [{ rule: 'gateway-outside', host, gateway }];
}

/** Twice in the table, or with somebody the pool knows. */
function takenProblems(wishes: readonly Wish[], inventory: Inventory): readonly Problem[] {
  const fixed = wishes.flatMap(({ address, way, name }) => fixedOf(address).map((one) => ({ ...one, way, name })));
  const known = knownAddresses(inventory, new Set(fixed.flatMap(({ way }) => way?.ref ?? [])));
  return fixed.flatMap(({ ip, gateway, name }, position): Problem[] => {
    const twin = fixed.slice(0, position).find((other) => other.ip === ip);
    const by = twin?.name ?? (ip === gateway ? 'gateway' : known.get(ip));
    return by === undefined || by === name ? [] : [{ rule: 'address-taken', address: ip, by }];
  });
}

function fixedOf({ mode, ip, gateway, ipv6 }: HostAddress): readonly { readonly ip: string; readonly gateway: string }[] {
  const six = ipv6?.mode === 'Static' ? plainIpv6(ipv6.address.split('/')[0] ?? '') : '';
  return [
    ...(mode === 'Static' && ip !== '' ? [{ ip, gateway }] : []),
    ...(six === '' ? [] : [{ ip: six, gateway: plainIpv6(ipv6?.gateway ?? '') }]),
  ];
}

interface Guard {
  readonly insists: boolean;
  readonly inventory: Inventory;
  readonly rehearsals: Rehearsals | undefined;
}

/** A change of what a host is reached by needs a second way to it, and no HA that takes the silence for a death. */
function guardProblems(hosts: readonly HostRef[], { insists, inventory, rehearsals }: Guard): readonly Problem[] {
  if (hosts.length === 0) return [];
  const isHaOn = onlyPool(inventory)?.pool.isHaEnabled === true;
  return [
    ...(isHaOn ? [{ rule: 'ha-must-be-off' } as const] : []),
    ...(insists ? [] : hosts.flatMap((host) => secondWayProblem(inventory, host, rehearsals) ?? [])),
  ];
}

/** One that was tried and did not lead there is as good as none; one that nobody has tried may be better. */
function secondWayProblem(inventory: Inventory, ref: HostRef, rehearsals: Rehearsals | undefined): Problem | undefined {
  const host = inventory.host.get(ref)?.name ?? '';
  const second = secondWay(inventory, ref, rehearsals?.get(ref));
  if (second.is === 'none') return { rule: 'no-second-way', host };
  if (second.is !== 'fails') return undefined;
  const { address, over } = second.way;
  return { rule: 'second-way-fails', host, address, ...(over !== undefined && { over }) };
}

export function moveProblems(
  { network, host, insists }: NetworkRequestOf<'network.move-management'>,
  inventory: Inventory,
  rehearsals?: Rehearsals,
): readonly Problem[] {
  if (!inventory.network.has(network)) return [{ rule: 'not-there' }];
  const hosts = host === undefined ? [...inventory.host.keys()] : [host];
  const ways = hosts.map((ref) => ({ ref, name: inventory.host.get(ref)?.name ?? '', way: wayOfHost(inventory, network, ref) }));
  const moved = ways.filter(({ way }) => way !== undefined && !way.pif.isManagement);
  const family = familyOfMove(inventory, { network, host });
  return [
    ...ways.flatMap(({ ref, name, way }): Problem[] => [
      ...(way === undefined ? [{ rule: 'host-has-no-way', host: name } as const] : []),
      ...(way === undefined || way.pif.isManagement ? [] : familyProblems(way.pif, { name, family })),
      ...(isHostLive(inventory, ref) ? [] : [{ rule: 'every-host-needed', host: name } as const]),
    ]),
    ...(ways.length > 0 && ways.every(({ way }) => way?.pif.isManagement === true) ? [{ rule: 'unchanged' } as const] : []),
    ...guardProblems(
      moved.map(({ ref }) => ref),
      { insists, inventory, rehearsals },
    ),
  ];
}

/** A server wants an address of the kind that all its hosts are managed by. */
function familyProblems(pif: Pif, { name: host, family }: { readonly name: string; readonly family: AddressFamily }): readonly Problem[] {
  if (addressIn(pif, family) !== undefined) return [];
  const has = otherFamily[family];
  return [addressIn(pif, has) === undefined ? { rule: 'no-address-there', host } : { rule: 'other-family-there', host, has, needs: family }];
}
