import { byNaturalOrder, isHostLive, recordAt } from '#shared/domain/inventory/facts.ts';
import type { Inventory } from '#shared/domain/inventory/inventory.ts';
import type { HostRef, RefOf } from '#shared/domain/inventory/watched.ts';
import type { NoWay } from '#shared/domain/storage/from-shell/shell-word.ts';
import { wayOfHost } from './addresses.ts';
import { addressIn } from './managed-at.ts';

/** How large a packet gets to one address in one piece. */
export interface PathSeen {
  readonly to: string;
  /** The largest that was tried and came through; 0 where not even a small one did. */
  readonly passes: number;
}

/** What came of having a host try it. */
export type PathWord =
  | {
      readonly is: 'said';
      /** What its own interface takes now; nothing larger can be tried. */
      readonly own: number;
      readonly paths: readonly PathSeen[];
    }
  | NoWay;

export interface PathQuestion {
  readonly host: HostRef;
  readonly name: string;
  readonly to: readonly string[];
}

/** From each host with an address in the network to every other by each kind of address that both have, and to what must be reached besides. */
export function pathQuestions(inventory: Inventory, network: RefOf<'network'>, reach: string | undefined): readonly PathQuestion[] {
  const ways = [...inventory.host].flatMap(([host, { name }]) => {
    const pif = wayOfHost(inventory, network, host)?.pif;
    const own = pif === undefined ? [] : FAMILIES.flatMap((family) => addressIn(pif, family) ?? []);
    return own.length === 0 ? [] : [{ host, name, own }];
  });
  const wanted = [...new Set([...ways.flatMap(({ own }) => own), ...(reach === undefined ? [] : [reach])])];
  return ways
    .filter(({ host }) => isHostLive(inventory, host))
    .toSorted((a, b) => byNaturalOrder(a.name, b.name))
    .map(({ host, name, own }) => ({
      host,
      name,
      to: wanted.filter((to) => !own.includes(to) && senderTo(to, own) !== undefined).sort(byNaturalOrder),
    }))
    .filter(({ to }) => to.length > 0);
}

const FAMILIES = ['IPv4', 'IPv6'] as const;

/** Which of these a packet there has to come from. */
export function senderTo(to: string, own: readonly string[]): string | undefined {
  return own.find((address) => address.includes(':') === to.includes(':'));
}

export interface PathSummary {
  readonly fits: number;
  /** All that the interface takes now comes through; more shows only once it takes more. */
  readonly notYet: number;
  /** Nobody answers there, or something on the way passes less than the interface itself takes. */
  readonly troubles: readonly PathSeen[];
}

/** What a host found, beside what is wished. */
export function pathSummary({ own, paths }: Extract<PathWord, { is: 'said' }>, mtu: number): PathSummary {
  const fits = paths.filter(({ passes }) => passes >= mtu);
  const troubles = paths.filter(({ passes }) => passes < Math.min(mtu, own));
  return { fits: fits.length, notYet: paths.length - fits.length - troubles.length, troubles };
}

/** Sizes to be tried one after the other until one comes through, the largest first. */
export function sizesToTry({ mtu, own }: { readonly mtu: number; readonly own: number }): readonly number[] {
  const most = Math.min(mtu, own);
  return [most, ...COMMON_SIZES.filter((size) => size < most)];
}

/** What networks are set to, and what everything passes. */
const COMMON_SIZES = [8_000, 4_000, 1_500, 1_400, 1_280, 576];
/** With it is seen whether anything answers there at all. */
export const SMALL_PACKET = 84;

/** A tag passes no more than the card or bond below it. */
export function narrowBelow(
  inventory: Inventory,
  network: RefOf<'network'>,
  mtu: number,
): { readonly device: string; readonly mtu: number } | undefined {
  for (const pif of inventory.pif.values()) {
    const vlan = pif.network === network && pif.vlanMasterOf !== null ? inventory.vlan.get(pif.vlanMasterOf) : undefined;
    const below = recordAt(inventory.network, recordAt(inventory.pif, vlan?.taggedPif ?? null)?.network ?? null);
    if (below !== undefined && below.mtu < mtu) return { device: pif.device, mtu: below.mtu };
  }
  return undefined;
}
