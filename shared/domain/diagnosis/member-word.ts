import type { Believed, PoolHost } from './believed.ts';
import type { ProbeId } from './probe.ts';
import { valueOf } from './seen.ts';
import type { HostSight } from './sight.ts';

/** What another host of the pool has said of itself, asked on its own account. */
export interface MemberWord {
  readonly uuid: string;
  readonly atMs: number;
  readonly role?: 'master' | 'member' | 'broken' | undefined;
  /** Whom it follows. */
  readonly master?: string | undefined;
  readonly dbGeneration?: number | undefined;
  /** By its own clock. */
  readonly dbChangedAtS?: number | undefined;
  readonly isHaArmed?: boolean | undefined;
  /** Undefined where it could not list them; its control domain is left out. */
  readonly domains?: readonly string[] | undefined;
  readonly skewMs?: number | undefined;
}

/** Cheap files and the hypervisor's own list; nothing that may block. */
export const memberProbes: readonly ProbeId[] = ['identity', 'role', 'database', 'ha', 'domains'];

/** Undefined where it has not said who it is. */
export function memberWordOf(sight: HostSight): MemberWord | undefined {
  if (sight.identity.is !== 'seen') return undefined;
  const role = valueOf(sight, 'role');
  const database = valueOf(sight, 'dbGeneration');
  return {
    uuid: sight.identity.value.hostUuid,
    atMs: sight.identity.atMs,
    role: role?.is,
    ...(role?.is === 'member' && { master: role.master }),
    dbGeneration: database?.generation,
    dbChangedAtS: database?.changedAtS,
    isHaArmed: valueOf(sight, 'ha')?.isArmed,
    domains: guestsIn(sight),
    skewMs: valueOf(sight, 'clock')?.skewMs,
  };
}

/** Every guest by its id; undefined where one of them has none. */
function guestsIn(sight: HostSight): readonly string[] | undefined {
  const guests = valueOf(sight, 'domains')?.domains.filter(({ id, state }) => id > 0 && state !== 'dying');
  const named = guests?.flatMap(({ uuid }) => uuid ?? []);
  return named?.length === guests?.length ? named : undefined;
}

/** What runs on a host changes by the minute; what it once had of the database it does not lose. */
const COUNTS_MS = 120_000;

/** The records, with what each host says of itself where it was asked. */
export function withMemberWords(
  believed: Believed,
  of: { readonly words: readonly MemberWord[]; readonly off: ReadonlySet<string>; readonly nowMs: number },
): Believed {
  const told = (host: PoolHost): PoolHost => {
    const isProvenOff = of.off.has(host.uuid);
    const word = of.words.find(({ uuid }) => uuid === host.uuid);
    if (word === undefined) return isProvenOff ? { ...host, isProvenOff } : host;
    const isFresh = of.nowMs - word.atMs <= COUNTS_MS;
    return {
      ...host,
      ...(isProvenOff && { isProvenOff }),
      dbGeneration: word.dbGeneration,
      ...(isFresh && { saysRole: word.role, isHaArmed: word.isHaArmed, domains: word.domains, skewMs: word.skewMs }),
    };
  };
  return { ...believed, hosts: believed.hosts.map(told), ...(believed.master !== undefined && { master: told(believed.master) }) };
}
