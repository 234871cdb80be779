import { isOrdinaryVm } from '#shared/domain/inventory/facts.ts';
import type { Inventory } from '#shared/domain/inventory/inventory.ts';
import type { HostRef, RefOf, Vm, VmRef } from '#shared/domain/inventory/watched.ts';
import type { PoolPaths } from '#shared/domain/placement/homes.ts';
import { isSame } from '#shared/domain/tree/tree-row.ts';

const DAY_MS = 86_400_000;
const OLD_SNAPSHOT_MS = 90 * DAY_MS;
const CERTIFICATE_SOON_MS = 60 * DAY_MS;
/** Whoever installs something needs the disc that long. */
const INSTALLING_MS = DAY_MS;

/** Nothing that is wrong, only what nobody may have in mind. */
export interface WorthALook {
  readonly oldSnapshots: { readonly vms: readonly VmRef[]; readonly bytes: number };
  readonly withoutTools: readonly VmRef[];
  /** As often as it has one. */
  readonly forgottenDiscs: readonly VmRef[];
  readonly endingCertificates: readonly { readonly host: HostRef; readonly endsMs: number }[];
}

/** What could be worth a look of one VM: some of it only with time. */
interface Candidate {
  readonly snapshot: { readonly takenMs: number; readonly bytes: number } | undefined;
  readonly isWithoutTools: boolean;
  readonly discs: { readonly count: number; readonly sinceMs: number } | undefined;
}

/** The few VMs of a pool that are, or will be, worth a look, kept up one by one. */
export class LookCandidates {
  readonly #candidates = new Map<VmRef, Candidate>();

  /** Takes the VM as it is now, or that it is gone; says whether it matters. */
  take(pool: PoolPaths, ref: VmRef): boolean {
    const before = this.#candidates.get(ref);
    const now = candidateOf(pool, ref);
    if (before === now || (before !== undefined && now !== undefined && isSame(before, now))) return false;
    if (now === undefined) this.#candidates.delete(ref);
    else this.#candidates.set(ref, now);
    return true;
  }

  at({ certificate }: Inventory, nowMs: number): WorthALook {
    const oldSnapshots: VmRef[] = [];
    const withoutTools: VmRef[] = [];
    const forgottenDiscs: VmRef[] = [];
    let bytes = 0;
    for (const [ref, { snapshot, isWithoutTools, discs }] of this.#candidates) {
      if (snapshot !== undefined && nowMs - snapshot.takenMs > OLD_SNAPSHOT_MS) {
        oldSnapshots.push(ref);
        bytes += snapshot.bytes;
      }
      if (isWithoutTools) withoutTools.push(ref);
      if (discs !== undefined && discs.sinceMs < nowMs - INSTALLING_MS) for (let count = 0; count < discs.count; count += 1) forgottenDiscs.push(ref);
    }
    const endingCertificates = [...certificate.values()].flatMap(({ host, type, validTo }) =>
      host === null || type === 'host_internal' || validTo === null || validTo - nowMs > CERTIFICATE_SOON_MS ? [] : [{ host, endsMs: validTo }],
    );
    return { oldSnapshots: { vms: oldSnapshots, bytes }, withoutTools, forgottenDiscs, endingCertificates };
  }
}

function candidateOf(pool: PoolPaths, ref: VmRef): Candidate | undefined {
  const vm = pool.inventory.vm.get(ref);
  if (vm === undefined) return undefined;
  if (vm.isSnapshot) {
    const { snapshotTime: takenMs } = vm;
    return takenMs === null ? undefined : { snapshot: { takenMs, bytes: bytesOf(pool, ref) }, isWithoutTools: false, discs: undefined };
  }
  if (!isOrdinaryVm(vm) || vm.power !== 'Running') return undefined;
  const isWithoutTools = !hasTools(pool.inventory, vm);
  const discs = discsOf(pool, ref, vm);
  return isWithoutTools || discs !== undefined ? { snapshot: undefined, isWithoutTools, discs } : undefined;
}

function bytesOf({ inventory, drivesOf }: PoolPaths, ref: VmRef): number {
  let bytes = 0;
  for (const drive of drivesOf(ref)) {
    const vbd = inventory.vbd.get(drive);
    if (vbd === undefined || vbd.vdi === null || vbd.type === 'CD') continue;
    bytes += inventory.vdi.get(vbd.vdi)?.physicalUtilisation ?? 0;
  }
  return bytes;
}

/** The tools' own disc is none. */
function discsOf({ inventory, drivesOf }: PoolPaths, ref: VmRef, { metrics }: Vm): Candidate['discs'] {
  const sinceMs = metrics === null ? undefined : inventory.vmMetrics.get(metrics)?.startTime;
  if (sinceMs === undefined || sinceMs === null) return undefined;
  const count = drivesOf(ref).filter((drive) => {
    const vbd = inventory.vbd.get(drive);
    return vbd !== undefined && vbd.type === 'CD' && !vbd.isEmpty && vbd.vdi !== null && isDisc(inventory, vbd.vdi);
  }).length;
  return count === 0 ? undefined : { count, sinceMs };
}

function isDisc(inventory: Inventory, vdi: RefOf<'vdi'>): boolean {
  const disc = inventory.vdi.get(vdi);
  return disc !== undefined && !disc.isToolsIso;
}

export function hasTools(inventory: Inventory, { guestMetrics }: Pick<Vm, 'guestMetrics'>): boolean {
  const metrics = guestMetrics === null ? undefined : inventory.guestMetrics.get(guestMetrics);
  // Older servers say so only by naming the version.
  return metrics !== undefined && (metrics.hasDrivers || Object.keys(metrics.driversVersion).length > 0);
}
