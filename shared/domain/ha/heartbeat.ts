import { linksOfSr, type Paths } from '#shared/domain/capacity/storage-links.ts';
import { byNaturalOrder } from '#shared/domain/inventory/facts.ts';
import type { Inventory } from '#shared/domain/inventory/inventory.ts';
import type { HostRef, RecordOf, RefOf } from '#shared/domain/inventory/watched.ts';

type SrRef = RefOf<'sr'>;
type Sr = RecordOf<'sr'>;

const BLOCK_BYTES = 4 * 1024 * 1024;
/** The heartbeat's own disk and the copy of the pool's database, in whole blocks. */
const NEEDED: Readonly<Record<string, number>> = { ha_statefile: BLOCK_BYTES, redo_log: 951 * BLOCK_BYTES };
export const HEARTBEAT_BYTES = Object.values(NEEDED).reduce((sum, bytes) => sum + bytes, 0);
const ATTACHES_EARLY = ['VDI_GENERATE_CONFIG', 'VDI_ATTACH_OFFLINE'];
const ON_FILES = new Set(['nfs', 'smb', 'cifs']);

/** Why storage cannot carry the heartbeat, in the server's order where it has a say. */
export type HeartbeatObstacle =
  | { readonly is: 'iso-library' }
  /** The one host that has it, by name. */
  | { readonly is: 'not-shared'; readonly host?: string | undefined }
  /** Hosts by name that are not connected to it. */
  | { readonly is: 'not-everywhere'; readonly hosts: readonly string[] }
  | { readonly is: 'other-cluster'; readonly stack: string }
  | { readonly is: 'driver' }
  | { readonly is: 'too-full'; readonly needsBytes: number; readonly freeBytes: number };

/** What makes it a worse choice than it could be. */
export type HeartbeatDoubt = { readonly is: 'not-block-storage' } | { readonly is: 'paths-lost'; readonly host: string; readonly paths: Paths };

export interface HeartbeatChoice {
  readonly sr: SrRef;
  readonly name: string;
  readonly obstacles: readonly HeartbeatObstacle[];
  readonly doubts: readonly HeartbeatDoubt[];
  readonly hosts: number;
}

/** All storage of a pool, the best choice first. */
export function heartbeatChoices(inventory: Inventory): readonly HeartbeatChoice[] {
  const choices = [...inventory.sr].filter(([, sr]) => !sr.isToolsSr && sr.type !== 'udev').map(([ref]) => heartbeatChoice(inventory, ref));
  return choices.sort((a, b) => (rank(a) === rank(b) ? byNaturalOrder(a.name, b.name) : rank(a) - rank(b)));
}

export function heartbeatChoice(inventory: Inventory, ref: SrRef): HeartbeatChoice {
  const sr = inventory.sr.get(ref);
  const hosts = inventory.host.size;
  if (sr === undefined) return { sr: ref, name: '', obstacles: [{ is: 'not-shared' }], doubts: [], hosts };
  return { sr: ref, name: sr.name, obstacles: obstaclesOf(inventory, ref, sr), doubts: doubtsOf(inventory, ref, sr), hosts };
}

function obstaclesOf(inventory: Inventory, ref: SrRef, sr: Sr): readonly HeartbeatObstacle[] {
  if (sr.contentType === 'iso' || sr.type === 'iso') return [{ is: 'iso-library' }];
  // The server does not ask whether it is shared; local storage passes there only where there is one host.
  const links = [...inventory.pbd.values()].filter((pbd) => pbd.sr === ref);
  if (!sr.isShared) return [{ is: 'not-shared', host: links.map(({ host }) => nameOf(inventory, host))[0] }];
  const attached = new Set(links.filter(({ isAttached }) => isAttached).map(({ host }) => host));
  const missing = [...inventory.host].filter(([host]) => !attached.has(host)).map(([, { name }]) => name);
  const driver = [...inventory.sm.values()].find(({ type }) => type === sr.type);
  const stack = driver?.requiredClusterStack[0];
  const canAttachEarly = driver === undefined || ATTACHES_EARLY.some((feature) => feature in driver.features);
  const [needsBytes, freeBytes] = [neededBytes(inventory, ref), sr.physicalSize - sr.physicalUtilisation];
  return [
    ...(missing.length > 0 ? [{ is: 'not-everywhere', hosts: missing } as const] : []),
    ...(stack === undefined ? [] : [{ is: 'other-cluster', stack } as const]),
    ...(canAttachEarly ? [] : [{ is: 'driver' } as const]),
    ...(needsBytes > freeBytes ? [{ is: 'too-full', needsBytes, freeBytes } as const] : []),
  ];
}

function nameOf(inventory: Inventory, host: HostRef | null): string | undefined {
  return host === null ? undefined : inventory.host.get(host)?.name;
}

/** Disks left from the last time are used again. */
function neededBytes(inventory: Inventory, sr: SrRef): number {
  const there = new Set([...inventory.vdi.values()].filter((vdi) => vdi.sr === sr).map(({ type }) => type));
  return Object.entries(NEEDED).reduce((sum, [type, bytes]) => (there.has(type) ? sum : sum + bytes), 0);
}

function doubtsOf(inventory: Inventory, ref: SrRef, sr: Sr): readonly HeartbeatDoubt[] {
  const [lost] = linksOfSr(inventory, ref).filter(({ state }) => state === 'paths-lost');
  const host = lost === undefined ? undefined : inventory.host.get(lost.host)?.name;
  return [
    ...(ON_FILES.has(sr.type) ? [{ is: 'not-block-storage' } as const] : []),
    ...(lost?.paths === undefined || host === undefined ? [] : [{ is: 'paths-lost', host, paths: lost.paths } as const]),
  ];
}

function rank({ obstacles, doubts }: HeartbeatChoice): number {
  if (obstacles.length > 0) return 2 + (obstacles.some(({ is }) => is === 'not-shared' || is === 'iso-library') ? 1 : 0);
  return doubts.length > 0 ? 1 : 0;
}
