import { byNaturalOrder, isHostLive, onlyPool } from '#shared/domain/inventory/facts.ts';
import type { Inventory } from '#shared/domain/inventory/inventory.ts';
import type { HostRef } from '#shared/domain/inventory/watched.ts';
import type { RouteCandidate, RouteKind, Via } from './candidate.ts';
import { cardsOf, pifsOf, sharesCard } from './cards.ts';
import { jumpsTo, linkLocalWays, type Jump } from './jumps.ts';
import { type RouteHistory, rank, scoreOf } from './rank.ts';
import { addressesOf, type Target } from './targets.ts';

/** A machine of the user's that can be gone over to reach a host. */
export interface Bastion {
  readonly id: string;
  readonly name: string;
}

export interface RouteSettings {
  readonly bastions: readonly Bastion[];
  /** Addresses of this host that the user knows. */
  readonly addresses: readonly string[];
  readonly bmcAddress?: string | undefined;
}

export interface PlanFacts {
  readonly inventory: Inventory;
  /** When the picture was true. */
  readonly asOfMs: number;
  readonly host: HostRef;
  readonly settings: RouteSettings;
  /** How each route fared, by its id. */
  readonly history: ReadonlyMap<string, RouteHistory>;
  readonly nowMs: number;
}

const SSH_PORT = 22;
const HTTPS_PORT = 443;
const IPMI_PORT = 623;

/** Every way in which a host could be reached, best first. */
export function planRoutes(facts: PlanFacts): readonly RouteCandidate[] {
  const targets = addressesOf(facts.inventory, facts.host, facts.settings.addresses);
  const ways = [
    ...targets.map((target) => candidate(facts, { kind: kindOf(target), target })),
    ...targets.flatMap((target) => jumpsTo(facts.inventory, facts.host, target).map((jump) => candidate(facts, { kind: 'jump', target, jump }))),
    ...facts.settings.bastions.flatMap((bastion) =>
      targets.map((target) => candidate(facts, { kind: 'bastion', target, via: { is: 'bastion', bastion: bastion.id, name: bastion.name } })),
    ),
    ...linkLocalWays(facts.inventory, facts.host).map(({ target, jump }) => candidate(facts, { kind: 'jump-link-local', target, jump })),
    ...targets.map((target) => candidate(facts, { kind: 'xapi-only', target, port: HTTPS_PORT })),
    ...bmcOf(facts),
  ];
  return ways.toSorted((a, b) => (a.score === b.score ? byNaturalOrder(a.id, b.id) : b.score - a.score));
}

function kindOf(target: Target): RouteKind {
  return target.isManagement ? 'direct-management' : 'direct-secondary';
}

function bmcOf(facts: PlanFacts): readonly RouteCandidate[] {
  const address = facts.settings.bmcAddress;
  if (address === undefined) return [];
  return [candidate(facts, { kind: 'bmc', target: { address, isManagement: false, pif: undefined, mode: 'unknown' }, port: IPMI_PORT })];
}

interface Way {
  readonly kind: RouteKind;
  readonly target: Target;
  readonly jump?: Jump;
  readonly via?: Via;
  readonly port?: number;
}

function candidate(facts: PlanFacts, { kind, target, jump, via: bastion, port = SSH_PORT }: Way): RouteCandidate {
  const via = bastion ?? (jump === undefined ? undefined : viaMember(facts.inventory, jump));
  const id = idOf({ kind, address: target.address, port, via });
  const because = rank(
    {
      kind,
      isRouted: jump?.isRouted === true,
      address: target.mode,
      ageMs: facts.nowMs - facts.asOfMs,
      history: facts.history.get(id),
      sharesFailedCard: sharesFailedCard(facts, target),
      isAttached: target.pif?.isAttached !== false,
      jump: jump === undefined ? undefined : { isLiveWithLink: jump.isLiveWithLink, isMaster: jump.host === onlyPool(facts.inventory)?.pool.master },
    },
    facts.nowMs,
  );
  return {
    id,
    kind,
    address: target.address,
    port,
    ...(via !== undefined && { via }),
    ...placeOf(facts.inventory, target),
    score: scoreOf(because),
    because,
  };
}

function placeOf(inventory: Inventory, { pif }: Target): Pick<RouteCandidate, 'nic' | 'network'> {
  if (pif === undefined) return {};
  const network = pif.network === null ? undefined : inventory.network.get(pif.network)?.name;
  return { nic: pif.device, ...(network !== undefined && { network }) };
}

function viaMember(inventory: Inventory, { host }: Jump): Via {
  return { is: 'member', host, name: inventory.host.get(host)?.name ?? '' };
}

function idOf({ kind, address, port, via }: { kind: RouteKind; address: string; port: number; via: Via | undefined }): string {
  const over = via === undefined ? '' : `@${via.is === 'member' ? via.host : via.bastion}`;
  return `${kind}:${address}:${port}${over}`;
}

/** While the pool has lost the host, the card of its management interface counts as failed, with all that is on it. */
function sharesFailedCard({ inventory, host }: PlanFacts, { pif, isManagement }: Target): boolean {
  if (pif === undefined || isManagement || isHostLive(inventory, host)) return false;
  const cards = cardsOf(inventory, pif);
  return pifsOf(inventory, host).some((other) => other.isManagement && sharesCard(cards, cardsOf(inventory, other)));
}
