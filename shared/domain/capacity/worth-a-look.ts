import { isOrdinaryVm } from '#shared/domain/inventory/facts.ts';
import type { Inventory } from '#shared/domain/inventory/inventory.ts';
import type { HostRef, RefOf, Vm, VmRef } from '#shared/domain/inventory/watched.ts';

const DAY_MS = 86_400_000;
const OLD_SNAPSHOT_MS = 90 * DAY_MS;
const CERTIFICATE_SOON_MS = 60 * DAY_MS;
/** Whoever installs something needs the disc that long. */
const INSTALLING_MS = DAY_MS;

/** Nothing that is wrong, only what nobody may have in mind. */
export interface WorthALook {
  readonly oldSnapshots: { readonly vms: readonly VmRef[]; readonly bytes: number };
  readonly withoutTools: readonly VmRef[];
  readonly forgottenDiscs: readonly VmRef[];
  readonly endingCertificates: readonly { readonly host: HostRef; readonly endsMs: number }[];
}

export function worthALook(inventory: Inventory, nowMs: number): WorthALook {
  return {
    oldSnapshots: oldSnapshots(inventory, nowMs),
    withoutTools: [...inventory.vm].filter(([, vm]) => isOrdinaryVm(vm) && vm.power === 'Running' && !hasTools(inventory, vm)).map(([ref]) => ref),
    forgottenDiscs: forgottenDiscs(inventory, nowMs),
    endingCertificates: [...inventory.certificate.values()].flatMap(({ host, type, validTo }) =>
      host === null || type === 'host_internal' || validTo === null || validTo - nowMs > CERTIFICATE_SOON_MS ? [] : [{ host, endsMs: validTo }],
    ),
  };
}

function oldSnapshots(inventory: Inventory, nowMs: number): WorthALook['oldSnapshots'] {
  const old = new Set(
    [...inventory.vm].filter(([, vm]) => vm.isSnapshot && vm.snapshotTime !== null && nowMs - vm.snapshotTime > OLD_SNAPSHOT_MS).map(([ref]) => ref),
  );
  let bytes = 0;
  if (old.size > 0) {
    for (const vbd of inventory.vbd.values()) {
      if (vbd.vm === null || vbd.vdi === null || vbd.type === 'CD' || !old.has(vbd.vm)) continue;
      bytes += inventory.vdi.get(vbd.vdi)?.physicalUtilisation ?? 0;
    }
  }
  return { vms: [...old], bytes };
}

export function hasTools(inventory: Inventory, { guestMetrics }: Pick<Vm, 'guestMetrics'>): boolean {
  const metrics = guestMetrics === null ? undefined : inventory.guestMetrics.get(guestMetrics);
  // Older servers say so only by naming the version.
  return metrics !== undefined && (metrics.hasDrivers || Object.keys(metrics.driversVersion).length > 0);
}

/** Discs left in the drives of VMs that have been running for more than a day; the tools' own disc is none. */
function forgottenDiscs(inventory: Inventory, nowMs: number): readonly VmRef[] {
  return [...inventory.vbd.values()].flatMap(({ vm, vdi, type, isEmpty }) => {
    if (type !== 'CD' || isEmpty || vm === null || vdi === null) return [];
    return runsLongerThanADay(inventory, { vm, nowMs }) && isDisc(inventory, vdi) ? [vm] : [];
  });
}

function runsLongerThanADay(inventory: Inventory, { vm: ref, nowMs }: { readonly vm: VmRef; readonly nowMs: number }): boolean {
  const vm = inventory.vm.get(ref);
  if (vm?.power !== 'Running' || !isOrdinaryVm(vm) || vm.metrics === null) return false;
  const started = inventory.vmMetrics.get(vm.metrics)?.startTime ?? nowMs;
  return started < nowMs - INSTALLING_MS;
}

function isDisc(inventory: Inventory, vdi: RefOf<'vdi'>): boolean {
  const disc = inventory.vdi.get(vdi);
  return disc !== undefined && !disc.isToolsIso;
}
