import type { Inventory } from '#shared/domain/inventory/inventory.ts';
import type { Host, HostRef, RecordOf, RefOf, Vm } from '#shared/domain/inventory/watched.ts';

/** The states of each kind of object, of which the first that holds is shown. */
export type HostState =
  | 'lost'
  | 'file'
  | 'connecting'
  | 'dark'
  | 'disagree'
  | 'evacuating'
  | 'maintenance'
  | 'disabled'
  | 'unlicensed'
  | 'older'
  | 'restart-due'
  | 'live';
/** Whether there is anybody to ask: not yet, a server, none at the moment, or only a file. */
export type LinkState = 'connecting' | 'live' | 'lost' | 'file';
export type VmState = 'changing' | 'migrating' | 'running' | 'paused' | 'suspended' | 'halted' | 'unknown';
export type SrState = 'detached' | 'unplugged' | 'broken' | 'paths-lost' | 'fine';

/** What picks a row's icon and the one short fact at its right edge. */
export type RowMark =
  | { readonly is: 'server'; readonly state: LinkState }
  | { readonly is: 'pool'; readonly state: LinkState }
  | { readonly is: 'host'; readonly state: HostState; readonly isMaster: boolean }
  | { readonly is: 'vm'; readonly state: VmState }
  | { readonly is: 'template'; readonly isDefault: boolean }
  | { readonly is: 'snapshot'; readonly hasMemory: boolean }
  | { readonly is: 'sr'; readonly state: SrState; readonly isDefault: boolean; readonly isDisc: boolean; readonly paths?: Paths | undefined }
  | { readonly is: 'vdi' }
  | { readonly is: 'network' }
  | { readonly is: 'appliance' }
  | { readonly is: 'group'; readonly of: string };

export interface Paths {
  readonly up: number;
  readonly all: number;
}

/** What others than its record know of a host. */
export interface HostWord {
  readonly is: 'live' | 'dark' | 'disagree';
  /** When it was last known to be live; absent while it is, or when nobody knows. */
  readonly sinceMs?: number | undefined;
  /** When the host itself last told us what it runs, by a route around its toolstack. */
  readonly sshMs?: number | undefined;
  /** The VMs it named then, and whether those are all. */
  readonly runs?: { readonly uuids: ReadonlySet<string>; readonly isComplete: boolean } | undefined;
}

export function hostState(host: Host, facts: { link: LinkState; word: HostWord['is']; master: Host | undefined; nowMs: number }): HostState {
  if (facts.link !== 'live') return facts.link;
  if (facts.word !== 'live') return facts.word;
  const closed = closedState(host);
  if (closed !== undefined) return closed;
  if (hasExpired(host, facts.nowMs)) return 'unlicensed';
  if (facts.master !== undefined && isOlder(host, facts.master)) return 'older';
  return host.pendingGuidances.length > 0 ? 'restart-due' : 'live';
}

/** Why it takes no VMs. */
function closedState(host: Host): HostState | undefined {
  if (Object.values(host.currentOperations).includes('evacuate')) return 'evacuating';
  if (host.isEnabled) return undefined;
  return host.otherConfig['MAINTENANCE_MODE'] === 'true' ? 'maintenance' : 'disabled';
}

/** Licence dates are written without separators. */
function hasExpired(host: Host, nowMs: number): boolean {
  const [, year, month, day] = /^(\d{4})-?(\d\d)-?(\d\d)T/.exec(host.licenseParameters['expiry'] ?? '') ?? [];
  if (year === undefined || month === undefined || day === undefined) return false;
  return Date.UTC(Number(year), Number(month) - 1, Number(day)) < nowMs;
}

function isOlder(host: Host, master: Host): boolean {
  const [mine, its] = [host, master].map(({ software }) => (software['product_version'] ?? '').split('.').map(Number));
  for (const [index, part] of (its ?? []).entries()) {
    const own = mine?.[index] ?? 0;
    if (own !== part) return own < part;
  }
  return false;
}

/** A change of the memory's limits does not touch the life of a VM. */
const QUIET_OPERATIONS: readonly string[] = ['changing_dynamic_range', 'changing_static_range', 'changing_memory_limits', 'changing_memory_live'];
const MOVES: readonly string[] = ['migrate_send', 'pool_migrate'];

export function vmState({ power, currentOperations }: Pick<Vm, 'power' | 'currentOperations'>): VmState {
  const operations = Object.values(currentOperations);
  if (operations.some((name) => MOVES.includes(name))) return 'migrating';
  if (operations.some((name) => !QUIET_OPERATIONS.includes(name))) return 'changing';
  switch (power) {
    case 'Running':
      return 'running';
    case 'Paused':
      return 'paused';
    case 'Suspended':
      return 'suspended';
    case 'Halted':
      return 'halted';
    default:
      return 'unknown';
  }
}

export interface SrFacts {
  readonly inventory: Inventory;
  readonly connections: readonly RefOf<'pbd'>[];
  /** Hosts whose word is out of date: what they say of a connection proves nothing. */
  readonly isDark: (host: HostRef) => boolean;
}

export function srMark(ref: RefOf<'sr'>, sr: RecordOf<'sr'>, facts: SrFacts): Extract<RowMark, { is: 'sr' }> {
  const connections = facts.connections.flatMap((connection) => facts.inventory.pbd.get(connection) ?? []);
  const paths = worstPaths(connections);
  const [pool] = facts.inventory.pool.values();
  return {
    is: 'sr',
    state: srState(sr, { ...facts, pbds: connections, paths }),
    isDefault: pool?.defaultSr === ref,
    isDisc: sr.contentType === 'iso' || sr.type === 'iso' || sr.type === 'udev',
    ...(paths !== undefined && paths.up < paths.all && { paths }),
  };
}

type Pbd = RecordOf<'pbd'>;

function srState(sr: RecordOf<'sr'>, facts: SrFacts & { pbds: readonly Pbd[]; paths: Paths | undefined }): SrState {
  const { pbds, paths, inventory, isDark } = facts;
  if (pbds.length === 0) return 'detached';
  const judged = pbds.filter((pbd) => pbd.host === null || !isDark(pbd.host));
  if (judged.length > 0 && judged.every((pbd) => !pbd.isAttached)) return 'unplugged';
  const isMissingOnHost = sr.isShared && pbds.length < inventory.host.size;
  if (judged.some((pbd) => !pbd.isAttached) || isMissingOnHost) return 'broken';
  return paths !== undefined && paths.up < paths.all ? 'paths-lost' : 'fine';
}

function worstPaths(pbds: readonly Pbd[]): Paths | undefined {
  const all = pbds.flatMap(({ otherConfig }) => Object.entries(otherConfig)).flatMap(pathsIn);
  return all.reduce<Paths | undefined>((worst, paths) => (worst === undefined || lostIn(paths) > lostIn(worst) ? paths : worst), undefined);
}

function lostIn({ up, all }: Paths): number {
  return all - up;
}

/** The storage drivers write '[up, all]' for each LUN they reach by several ways. */
function pathsIn([key, value]: readonly [string, string]): readonly Paths[] {
  const [, up, all] = /^\[\s*(\d+),\s*(\d+)/.exec(value) ?? [];
  return !key.startsWith('mpath-') || up === undefined || all === undefined ? [] : [{ up: Number(up), all: Number(all) }];
}

/** How bad it is, for the parents that hide it: 2 is dark, 1 deserves a look. */
export function troubleOf(mark: RowMark): 0 | 1 | 2 {
  switch (mark.is) {
    case 'host':
      return hostTrouble[mark.state] ?? 0;
    case 'sr':
      return mark.state === 'broken' || mark.state === 'unplugged' || mark.state === 'paths-lost' ? 1 : 0;
    case 'pool':
    case 'server':
      return mark.state === 'lost' ? 1 : 0;
    default:
      return 0;
  }
}

const hostTrouble: Readonly<Partial<Record<HostState, 1 | 2>>> = { dark: 2, disagree: 2, unlicensed: 1, older: 1 };
