import { isHostLive, isOrdinaryVm, onlyPool } from '#shared/domain/inventory/facts.ts';
import type { Inventory } from '#shared/domain/inventory/inventory.ts';
import type { RecordOf, RefOf } from '#shared/domain/inventory/watched.ts';
import type { NewSrRequest, SrRequest, StorageRequest } from '#shared/domain/operations/storage-request.ts';
import { clusterObstacle, hostsOutOfCluster } from '#shared/domain/storage/clustering.ts';
import { defaultUses, usesOfDefault } from '#shared/domain/storage/default-uses.ts';
import { driverCan } from '#shared/domain/storage/driver-can.ts';
import { driverTerms } from '#shared/domain/storage/driver-terms.ts';
import { knownOnDevice, srWithUuid } from '#shared/domain/storage/offer.ts';
import { nameProblem } from '#shared/domain/storage/typed.ts';
import { unreachable } from '#shared/kernel/unreachable.ts';
import type { Problem } from './problem.ts';

type SrRef = RefOf<'sr'>;
type Sr = RecordOf<'sr'>;

export function storageProblems(request: StorageRequest, inventory: Inventory): readonly Problem[] {
  return 'source' in request ? newSrProblems(request, inventory) : srProblems(request, inventory);
}

function newSrProblems(request: NewSrRequest, inventory: Inventory): readonly Problem[] {
  const terms = driverTerms(request.source);
  const isHostMissing = !terms.isShared && (terms.host === undefined || !inventory.host.has(terms.host));
  return [
    ...nameProblems(request, inventory),
    ...driverProblems(terms.type, inventory),
    ...placeProblems(request, terms.deviceConfig['SCSIid'], inventory),
    ...(isHostMissing ? [{ rule: 'not-there' } as const] : []),
  ];
}

/** What the pool has a record of keeps its own name. */
function nameProblems(request: NewSrRequest, inventory: Inventory): readonly Problem[] {
  const name = request.name.trim();
  if (nameProblem(name) !== undefined) return [{ rule: 'empty-name' }];
  const own = request.kind === 'sr.introduce' ? srWithUuid(inventory, request.uuid)?.ref : undefined;
  return [...inventory.sr].some(([ref, sr]) => sr.name === name && ref !== own) ? [{ rule: 'sr-name-taken', name }] : [];
}

/** A pool that tells of no driver at all is one we are not let see them in. */
function driverProblems(type: string, inventory: Inventory): readonly Problem[] {
  const drivers = [...inventory.sm.values()];
  const driver = drivers.find((known) => known.type === type);
  if (driver !== undefined) return clusterProblems(driver, inventory);
  return drivers.length === 0 ? [] : [{ rule: 'no-storage-driver', type }];
}

/** The master makes it; hosts that are out of the cluster besides are connected when they are in. */
function clusterProblems(driver: RecordOf<'sm'>, inventory: Inventory): readonly Problem[] {
  const obstacle = clusterObstacle(inventory, driver);
  if (obstacle !== undefined) return [{ rule: obstacle === 'no-licence' ? 'no-cluster-licence' : obstacle }];
  const master = onlyPool(inventory)?.pool.master;
  const isOut = hostsOutOfCluster(inventory, driver).some((host) => host === master);
  return master !== undefined && master !== null && isOut ? [{ rule: 'master-out-of-cluster', host: inventory.host.get(master)?.name ?? '' }] : [];
}

function placeProblems(request: NewSrRequest, scsiId: string | undefined, inventory: Inventory): readonly Problem[] {
  const same = request.kind === 'sr.introduce' ? srWithUuid(inventory, request.uuid) : undefined;
  const links = same === undefined ? [] : linksOf(inventory, same.ref);
  const [onDevice] = scsiId === undefined ? [] : knownOnDevice([{ server: request.server, inventory }], scsiId);
  return [
    ...(onDevice === undefined || links.length > 0 ? [] : [{ rule: 'device-in-use', sr: onDevice.name } as const]),
    ...(same === undefined || links.length === 0 ? [] : [placedProblem(same.sr.name, links)]),
  ];
}

/** Its record tells where it lies: plugging is all it needs, and taking it in anew would lose which VM has which disk. */
function placedProblem(sr: string, links: readonly RecordOf<'pbd'>[]): Problem {
  return links.some(({ isAttached }) => isAttached) ? { rule: 'sr-there-already', sr } : { rule: 'sr-only-detached', sr };
}

function srProblems(request: SrRequest, inventory: Inventory): readonly Problem[] {
  const sr = inventory.sr.get(request.sr);
  if (sr === undefined) return [{ rule: 'not-there' }];
  return [...busyProblems(sr), ...ownProblems(request, sr, inventory)];
}

/** Everything else waits for its turn on the server. */
const ENDS_IT = new Set(['destroy', 'forget']);

function busyProblems(sr: Sr): readonly Problem[] {
  const operation = Object.values(sr.currentOperations).find((name) => ENDS_IT.has(name));
  return operation === undefined ? [] : [{ rule: 'busy', operation }];
}

function ownProblems(request: SrRequest, sr: Sr, inventory: Inventory): readonly Problem[] {
  const links = linksOf(inventory, request.sr);
  switch (request.kind) {
    case 'sr.repair':
      return repairProblems({ ref: request.sr, sr, host: request.host }, inventory);
    case 'sr.detach':
      return links.some(({ isAttached }) => isAttached) ? removalProblems(request.sr, sr, inventory) : [{ rule: 'unchanged' }];
    case 'sr.forget':
      return removalProblems(request.sr, sr, inventory);
    case 'sr.destroy':
      return [...removalProblems(request.sr, sr, inventory), ...destroyProblems(request.sr, sr, inventory)];
    case 'sr.rescan':
      return links.some(({ isAttached }) => isAttached) ? [] : [{ rule: 'sr-not-connected' }];
    case 'sr.set-default':
      return defaultProblems(request.sr, sr, inventory);
    case 'sr.trim':
      return trimProblems(request.sr, sr, inventory);
    default:
      return unreachable(request);
  }
}

function linksOf(inventory: Inventory, sr: SrRef): readonly RecordOf<'pbd'>[] {
  return [...inventory.pbd.values()].filter((pbd) => pbd.sr === sr);
}

/** Hosts that should have the repository but are not connected to it. */
export function unconnectedHosts(
  inventory: Inventory,
  ref: SrRef,
): readonly { readonly host: RefOf<'host'>; readonly pbd: RefOf<'pbd'> | undefined }[] {
  const sr = inventory.sr.get(ref);
  if (sr === undefined) return [];
  const links = [...inventory.pbd].filter(([, pbd]) => pbd.sr === ref);
  const hosts = sr.isShared ? [...inventory.host.keys()] : links.flatMap(([, { host }]) => host ?? []);
  return hosts.flatMap((host) => {
    const link = links.find(([, pbd]) => pbd.host === host);
    return link?.[1].isAttached === true ? [] : [{ host, pbd: link?.[0] }];
  });
}

interface Repair {
  readonly ref: SrRef;
  readonly sr: Sr;
  readonly host: RefOf<'host'> | undefined;
}

function repairProblems({ ref, sr, host: only }: Repair, inventory: Inventory): readonly Problem[] {
  const links = linksOf(inventory, ref);
  if (links.length === 0) return [{ rule: 'sr-without-config' }];
  if (only !== undefined && !inventory.host.has(only)) return [{ rule: 'not-there' }];
  const broken = unconnectedHosts(inventory, ref).filter(({ host }) => only === undefined || host === only);
  if (broken.length === 0) return [{ rule: 'unchanged' }];
  const live = broken.filter(({ host }) => isHostLive(inventory, host));
  const [first] = broken;
  if (live.length > 0 || first === undefined) return [];
  return [{ rule: 'host-not-live', host: inventory.host.get(first.host)?.name ?? sr.name }];
}

function removalProblems(ref: SrRef, sr: Sr, inventory: Inventory): readonly Problem[] {
  const problems: Problem[] = [];
  if (sr.isToolsSr || sr.type === 'udev') problems.push({ rule: 'sr-belongs-to-host' });
  const vms = runningUsers(inventory, ref);
  if (vms.length > 0) problems.push({ rule: 'sr-used-by', vms });
  if (holdsStatefile(inventory, ref)) problems.push({ rule: 'sr-holds-heartbeat' });
  return problems;
}

/** Names of machines that have a disk or a disc of it open. */
function runningUsers(inventory: Inventory, sr: SrRef): readonly string[] {
  const names = new Set<string>();
  for (const { vm, vdi, isAttached } of inventory.vbd.values()) {
    if (!isAttached || vm === null || vdi === null || inventory.vdi.get(vdi)?.sr !== sr) continue;
    const machine = inventory.vm.get(vm);
    if (machine !== undefined && isOrdinaryVm(machine) && machine.power !== 'Halted') names.add(machine.name);
  }
  return [...names].sort();
}

function holdsStatefile(inventory: Inventory, sr: SrRef): boolean {
  if (onlyPool(inventory)?.pool.isHaEnabled !== true) return false;
  return [...inventory.vdi.values()].some((vdi) => vdi.sr === sr && vdi.type === 'ha_statefile');
}

function destroyProblems(ref: SrRef, sr: Sr, inventory: Inventory): readonly Problem[] {
  const problems: Problem[] = [];
  const disks = [...inventory.vdi.values()].filter((vdi) => vdi.sr === ref && vdi.isManaged && vdi.type !== 'rrd');
  if (disks.length > 0) problems.push({ rule: 'sr-not-empty', disks: disks.length });
  if (sr.otherConfig['indestructible'] === 'true') problems.push({ rule: 'sr-indestructible' });
  if (linksOf(inventory, ref).length === 0) problems.push({ rule: 'sr-without-config' });
  return problems;
}

function defaultProblems(ref: SrRef, sr: Sr, inventory: Inventory): readonly Problem[] {
  if (sr.contentType === 'iso' || sr.type === 'iso' || sr.type === 'udev') return [{ rule: 'sr-holds-no-disks' }];
  if (!sr.isShared && inventory.host.size > 1) return [{ rule: 'sr-not-shared' }];
  if (linksOf(inventory, ref).length === 0) return [{ rule: 'sr-without-config' }];
  return usesOfDefault(inventory, ref) === defaultUses.length ? [{ rule: 'unchanged' }] : [];
}

function trimProblems(ref: SrRef, sr: Sr, inventory: Inventory): readonly Problem[] {
  if (!driverCan(inventory, sr, 'SR_TRIM')) return [{ rule: 'sr-cannot-trim' }];
  return linksOf(inventory, ref).some(({ isAttached }) => isAttached) ? [] : [{ rule: 'sr-not-connected' }];
}
