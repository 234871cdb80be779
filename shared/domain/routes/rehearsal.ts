import type { Inventory } from '#shared/domain/inventory/inventory.ts';
import type { HostRef } from '#shared/domain/inventory/watched.ts';
import { someAddress } from '#shared/domain/networks/managed-at.ts';
import type { AttemptFailure, HostKey } from './attempt.ts';
import type { RouteCandidate, RouteKind } from './candidate.ts';
import { cardsOf, type Pif, pifsOf, sharesCard } from './cards.ts';

/** How a way fared when it was tried while all was well. */
export interface TriedWay {
  /** The id of its candidate. */
  readonly route: string;
  readonly kind: RouteKind;
  readonly address: string;
  readonly nic?: string | undefined;
  /** The name of whom it leads over. */
  readonly over?: string | undefined;
  /** `waits`: nothing speaks against it, but a key or a secret that only a person can give. */
  readonly came: 'works' | 'waits' | 'failed';
  readonly failure?: AttemptFailure | undefined;
}

/** Where a card's cable ends, as the switch itself says; empty where it said nothing. */
export interface SwitchPort {
  readonly nic: string;
  readonly switch: string;
  readonly port: string;
}

/** What came of trying the ways to a host for the day it goes dark. */
export interface Rehearsal {
  readonly atMs: number;
  /** Of the addresses it was done with. */
  readonly print: string;
  readonly ways: readonly TriedWay[];
  /** As the host itself says. */
  readonly bmcAddress?: string | undefined;
  readonly ports: readonly SwitchPort[];
}

/** All that is kept of a host for that day, beside its pool's picture. */
export interface KnownWays {
  readonly keys: readonly HostKey[];
  readonly bmcAddress?: string | undefined;
  readonly rehearsal?: Rehearsal | undefined;
}

/** Of each host that somebody has tried. */
export type Rehearsals = ReadonlyMap<HostRef, Rehearsal>;

/** Whether anything leads to a host that does not stand on the card of its management. */
export type SecondWay =
  | { readonly is: 'none' }
  /** There is an address; whether it leads there nobody has tried since it is as it is. */
  | { readonly is: 'untried' }
  | { readonly is: 'waits' | 'works' | 'fails'; readonly way: TriedWay; readonly atMs: number };

/** What a rehearsal is good for: as long as this stays the same, nothing of it is out of date but by age. */
export function addressPrint(inventory: Inventory, host: HostRef): string {
  const pifs = pifsOf(inventory, host)
    .filter((pif) => pif.ip !== '' || pif.isManagement || pif.ipv6.length > 0)
    .map((pif) => [pif.device, pif.vlan, pif.ip, pif.netmask, pif.ipv6, pif.isManagement, pif.isAttached, [...cardsOf(inventory, pif)].sort()]);
  return JSON.stringify([inventory.host.get(host)?.address, pifs.map((pif) => JSON.stringify(pif)).sort()]);
}

/** Of ways that are tried beforehand: so many, for each costs the host a connection. */
const MOST_TRIED = 6;
/** Where the one who is gone over is the trouble, another one tells more. */
const MOST_OVER_OTHERS = 2;

const triedKinds: ReadonlySet<RouteKind> = new Set<RouteKind>(['direct-management', 'direct-secondary', 'jump', 'bastion']);

/** Of each kind of way to each address the best, with others to be tried where it fails; best first. */
export function worthTrying(routes: readonly RouteCandidate[]): readonly (readonly RouteCandidate[])[] {
  const groups = Map.groupBy(
    routes.filter(({ kind }) => triedKinds.has(kind)),
    ({ kind, address }) => `${kind} ${address}`,
  );
  return [...groups.values()].slice(0, MOST_TRIED).map((group) => group.slice(0, MOST_OVER_OTHERS));
}

export function secondWay(inventory: Inventory, host: HostRef, rehearsal: Rehearsal | undefined): SecondWay {
  const others = new Set(
    onOtherCards(inventory, host)
      .flatMap((pif) => [pif.ip, ...pif.ipv6.map((address) => address.split('/')[0] ?? '')])
      .filter((one) => one !== ''),
  );
  if (others.size === 0) return { is: 'none' };
  if (rehearsal === undefined || rehearsal.print !== addressPrint(inventory, host)) return { is: 'untried' };
  const { atMs } = rehearsal;
  const tried = rehearsal.ways.filter(({ address }) => others.has(address));
  const found = (came: TriedWay['came']): TriedWay | undefined => tried.find((way) => way.came === came);
  const works = found('works');
  if (works !== undefined) return { is: 'works', way: works, atMs };
  const waits = found('waits');
  if (waits !== undefined) return { is: 'waits', way: waits, atMs };
  // Where one leads over a member, that one tells more than what this computer cannot reach itself.
  const fails = tried.find(({ over, came }) => over !== undefined && came === 'failed') ?? found('failed');
  return fails === undefined ? { is: 'untried' } : { is: 'fails', way: fails, atMs };
}

/** Those with an address that a broken management card or cable leaves as they are. */
function onOtherCards(inventory: Inventory, host: HostRef): readonly Pif[] {
  const all = pifsOf(inventory, host);
  const managed = new Set(all.filter(({ isManagement }) => isManagement).flatMap((pif) => [...cardsOf(inventory, pif)]));
  return all.filter((pif) => !pif.isManagement && pif.isAttached && someAddress(pif) !== undefined && !sharesCard(cardsOf(inventory, pif), managed));
}
