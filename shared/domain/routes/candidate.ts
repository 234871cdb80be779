import type { HostRef } from '#shared/domain/inventory/watched.ts';

export type RouteKind = 'direct-management' | 'direct-secondary' | 'jump' | 'bastion' | 'jump-link-local' | 'xapi-only' | 'bmc';

/** Why a route stands where it stands; the points of all of them are its score. */
export interface RankReason {
  readonly what:
    | 'kind'
    | 'static-address'
    | 'address-may-be-outdated'
    | 'worked-today'
    | 'worked-this-month'
    | 'failed-just-now'
    | 'same-card-as-management'
    | 'jump-is-live-with-link'
    | 'jump-is-master'
    | 'not-attached';
  readonly points: number;
}

/** Over whom a route leads. */
export type Via =
  | { readonly is: 'member'; readonly host: HostRef; readonly name: string }
  | { readonly is: 'bastion'; readonly bastion: string; readonly name: string };

/** One way in which a host could be reached. */
export interface RouteCandidate {
  /** The same for the same way, as long as the pool's picture and the settings name it. */
  readonly id: string;
  readonly kind: RouteKind;
  /** For a link-local address with the bridge of the jump as its scope. */
  readonly address: string;
  readonly port: number;
  readonly via?: Via | undefined;
  /** The card or bond the address lives on, as the host calls it: `eth1`, `bond0`; absent where nobody knows. */
  readonly nic?: string | undefined;
  /** The name of the network it lies in. */
  readonly network?: string | undefined;
  readonly score: number;
  readonly because: readonly RankReason[];
}
