import { byNaturalOrder, isOrdinaryVm, onlyPool, recordAt } from '#shared/domain/inventory/facts.ts';
import type { Inventory } from '#shared/domain/inventory/inventory.ts';
import type { HostRef, RefOf } from '#shared/domain/inventory/watched.ts';
import type { Pif, PifRef } from './cards.ts';
import { plainIpv6 } from './ipv6-range.ts';

export interface OwnWay {
  readonly ref: PifRef;
  readonly pif: Pif;
}

/** How a host gets into a network: not the card of a bond, which has no life of its own. */
export function wayOfHost(inventory: Inventory, network: RefOf<'network'>, host: HostRef): OwnWay | undefined {
  for (const [ref, pif] of inventory.pif) if (pif.network === network && pif.host === host && pif.bondSlaveOf === null) return { ref, pif };
  return undefined;
}

/** Members by name, the master last: whoever holds the pool together is touched when all others have come through. */
export function membersFirst(inventory: Inventory, hosts: readonly HostRef[]): readonly HostRef[] {
  const master = onlyPool(inventory)?.pool.master;
  const name = (host: HostRef): string => inventory.host.get(host)?.name ?? '';
  return hosts.toSorted((a, b) => {
    const byRole = Number(a === master) - Number(b === master);
    return byRole === 0 ? byNaturalOrder(name(a), name(b)) : byRole;
  });
}

/** Every address that is known, with who has it; interfaces that are about to change may be left out. */
export function knownAddresses(inventory: Inventory, except: ReadonlySet<PifRef>): ReadonlyMap<string, string> {
  const gateways = [...inventory.pif.values()].flatMap(({ gateway, ipv6Gateway }) =>
    [gateway, plainIpv6(ipv6Gateway)].map((address) => [address, `gateway ${address}`] as const),
  );
  const known = [...gateways, ...guestAddresses(inventory), ...hostAddresses(inventory, except)];
  return new Map(known.filter(([address]) => address !== ''));
}

type Known = readonly [address: string, owner: string];

function hostAddresses(inventory: Inventory, except: ReadonlySet<PifRef>): readonly Known[] {
  return [...inventory.pif].flatMap(([ref, pif]): Known[] =>
    except.has(ref) ? [] : ownAddresses(pif).map((address): Known => [address, `${recordAt(inventory.host, pif.host)?.name ?? ''} (${pif.device})`]),
  );
}

function ownAddresses({ ip, ipv6 }: Pif): readonly string[] {
  return [ip, ...ipv6.map((one) => plainIpv6(one.split('/')[0] ?? ''))];
}

/** What guests say of themselves. */
function guestAddresses(inventory: Inventory): readonly Known[] {
  return [...inventory.vm.values()].filter(isOrdinaryVm).flatMap((vm) => {
    const networks = recordAt(inventory.guestMetrics, vm.guestMetrics)?.networks ?? {};
    return Object.values(networks).map((address): Known => [plainIpv6(address), vm.name]);
  });
}
