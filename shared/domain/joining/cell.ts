import type { HostFix, NetworkFix, PifFix, SrFix, VmFix } from './fix.ts';

/** In the order they are shown; a group is a heading over its rows. */
export const joinGroups = {
  rights: ['signed-in', 'alone', 'ha', 'size', 'licence', 'cluster'],
  software: ['product', 'toolstack', 'updates', 'packs', 'guidance', 'vendor', 'model', 'features', 'drivers'],
  network: ['interfaces', 'management', 'static-address', 'management-vlan', 'address-family', 'backend', 'purposes', 'clock'],
  content: ['running', 'suspended', 'busy', 'shared-storage'],
  trust: ['tls', 'authorities', 'certificate', 'directory'],
} as const;

export type JoinGroup = keyof typeof joinGroups;
export type JoinCheck = (typeof joinGroups)[JoinGroup][number];

export const joinChecks = Object.values(joinGroups).flat() as readonly JoinCheck[];

/** What can be had done about it from here. */
export type JoinFix =
  | VmFix
  | SrFix
  | NetworkFix
  | PifFix
  | HostFix
  | { readonly is: 'ha-off'; readonly on: Side }
  | { readonly is: 'verify-tls'; readonly on: Side };

export type Side = 'host' | 'pool';

/** What one check says of one candidate. */
export interface JoinCell {
  readonly check: JoinCheck;
  /** A warning never stands in the way. */
  readonly verdict: 'passed' | 'warns' | 'failed';
  /** The server's code for the refusal, where it refuses. */
  readonly code?: string | undefined;
  /** What the candidate has, and what the pool. */
  readonly host: string;
  readonly pool: string;
  /** The things it is about, by name. */
  readonly names: readonly string[];
  readonly count?: number | undefined;
  /** A forced join goes past it. */
  readonly isForcible?: true | undefined;
  readonly fixes?: readonly JoinFix[] | undefined;
}
