import { isHostLive } from '#shared/domain/inventory/facts.ts';
import type { Inventory } from '#shared/domain/inventory/inventory.ts';
import type { HostRef, RefOf, Vm, VmRef } from '#shared/domain/inventory/watched.ts';
import { sharedNetworkOf } from '#shared/domain/networks/shared-cards.ts';
import type { RequestOf } from '#shared/domain/operations/request.ts';
import { isVmPowerRequest, snapshotCall, type VmPowerRequest, type VmRequest } from '#shared/domain/operations/vm-request.ts';
import { driverCan } from '#shared/domain/storage/driver-can.ts';
import { hostVersionProblems } from './host-versions.ts';
import { isHardwareAssisted, type Placement } from './placement.ts';
import type { PoolIndex } from './pool-index.ts';
import type { Problem } from './problem.ts';
import { relocationProblems } from './relocation-rules.ts';
import { quiesceProblems } from './quiesce-rules.ts';
import { recordProblems } from './vm-record-rules.ts';
import { stateProblems } from './vm-state-rules.ts';
import { type VmOperation, vmOperation } from './vm-operation.ts';

export interface VmFacts {
  readonly inventory: Inventory;
  readonly index: () => PoolIndex;
  readonly placement: () => Placement;
}

type Places = Pick<VmFacts, 'inventory' | 'placement'>;

/** Everything that stands against it, as the server would see it; the server names only the first. */
export function vmProblems(request: Exclude<VmRequest, RequestOf<'vm.configure'>>, { inventory, index, placement }: VmFacts): readonly Problem[] {
  const vm = inventory.vm.get(request.vm);
  if (vm === undefined) return [{ rule: 'not-there' }];
  const kind = isOfSnapshot(request)
    ? snapshotProblem(vm)
    : isForTemplates(request) && vm.isTemplate
      ? templateProblem(request, vm)
      : kindProblem(vm);
  if (kind !== undefined) return [kind];
  if (isVmPowerRequest(request)) return operationProblems(request, vm, { inventory, index, placement });
  if (request.kind === 'vm.relocate') return relocationProblems(request, vm, leavingFacts({ inventory, index, placement }));
  const problems = recordProblems(request, vm, { inventory, placement });
  if (request.kind === 'vm.revert') return [...problems, ...hostProblems(inventory, vm)];
  return request.kind === 'vm.snapshot' ? [...problems, ...keepingProblems(request, vm, { inventory, index })] : problems;
}

function operationProblems(request: VmPowerRequest, vm: Vm, { inventory, index, placement }: VmFacts): readonly Problem[] {
  const operation = vmOperation(request);
  const problems = stateProblems(vm, operation);
  // What a machine would need to be moved or started says little while it is in the wrong state for that anyway.
  if (problems.some(({ rule }) => rule === 'wrong-power-state')) return problems;
  return [
    ...problems,
    ...hostProblems(inventory, vm),
    ...guestProblems(inventory, vm, operation),
    ...mobilityProblems(inventory, vm, operation),
    ...resetProblems(request, operation, { inventory, index }),
    ...placeProblems(request, vm, { inventory, placement }),
  ];
}

/** Its move with its disks asks what its other moves ask. */
function leavingFacts({ inventory, placement }: VmFacts) {
  const move = { name: 'migrate_send' };
  return {
    inventory,
    placement,
    mobility: (vm: Vm): readonly Problem[] =>
      vm.power === 'Running' ? [...hostProblems(inventory, vm), ...guestProblems(inventory, vm, move), ...mobilityProblems(inventory, vm, move)] : [],
    version: ({ residentOn }: Vm, to: HostRef): readonly Problem[] => versionProblems(inventory, { from: residentOn, to }),
  };
}

/** What stands against moving what a machine has on one of these repositories to the other, while it runs or not. */
export function storageMoveProblems(inventory: Inventory, ref: VmRef, repositories: readonly (RefOf<'sr'> | null)[]): readonly Problem[] {
  const vm = inventory.vm.get(ref);
  if (vm === undefined) return [{ rule: 'not-there' }];
  if (vm.isSnapshot) return [{ rule: 'is-snapshot' }];
  if (vm.isControlDomain) return [{ rule: 'is-control-domain' }];
  const move: VmOperation = { call: 'VM.migrate_send', name: 'migrate_send', from: ['Halted', 'Suspended', 'Running'], to: vm.power };
  const running = vm.power === 'Running' ? [...guestProblems(inventory, vm, move), ...mobilityProblems(inventory, vm, move)] : [];
  return [
    ...stateProblems(vm, move),
    ...hostProblems(inventory, vm),
    ...running,
    ...reachProblems(inventory, vm, repositories),
    ...mirrorProblems(inventory, repositories),
  ];
}

/** Some host has to reach both; for a machine that is up it is the one it runs on. */
function reachProblems(inventory: Inventory, vm: Vm, repositories: readonly (RefOf<'sr'> | null)[]): readonly Problem[] {
  const links = [...inventory.pbd.values()].filter(({ isAttached }) => isAttached);
  const reaches = (host: HostRef, sr: RefOf<'sr'> | null): boolean => links.some((link) => link.host === host && link.sr === sr);
  const names = (srs: readonly (RefOf<'sr'> | null)[]): string[] => srs.flatMap((sr) => (sr === null ? [] : (inventory.sr.get(sr)?.name ?? [])));
  const { residentOn } = vm;
  const host = residentOn === null ? undefined : inventory.host.get(residentOn);
  if (residentOn !== null && host !== undefined) {
    const away = repositories.filter((sr) => !reaches(residentOn, sr));
    return names(away).map((name) => ({ rule: 'not-on-host', what: 'storage', name, host: host.name }));
  }
  const isReached = [...inventory.host.keys()].some((candidate) => repositories.every((sr) => reaches(candidate, sr)));
  return isReached ? [] : [{ rule: 'no-host-reaches-both', vm: vm.name, names: names(repositories) }];
}

/** What is written meanwhile is written to both. */
function mirrorProblems(inventory: Inventory, repositories: readonly (RefOf<'sr'> | null)[]): readonly Problem[] {
  return repositories.flatMap((ref): Problem[] => {
    const sr = ref === null ? undefined : inventory.sr.get(ref);
    if (sr === undefined) return [];
    if (!driverCan(inventory, sr, 'VDI_SNAPSHOT')) return [{ rule: 'driver-cannot', sr: sr.name, feature: 'VDI_SNAPSHOT' }];
    const canMirror = driverCan(inventory, sr, 'VDI_MIRROR') || driverCan(inventory, sr, 'VDI_MIRROR_IN');
    return canMirror ? [] : [{ rule: 'driver-cannot', sr: sr.name, feature: 'VDI_MIRROR' }];
  });
}

/** Memory is kept by putting the guest to sleep for a moment; a disk that forgets keeps nothing. */
function keepingProblems(request: RequestOf<'vm.snapshot'>, vm: Vm, { inventory, index }: Pick<VmFacts, 'inventory' | 'index'>): readonly Problem[] {
  const operation = { name: snapshotCall[request.keeps] };
  return [
    ...hostProblems(inventory, vm),
    ...(request.keeps === 'quiesced' ? quiesceProblems(inventory, vm) : []),
    ...(vm.power === 'Running' ? guestProblems(inventory, vm, operation) : []),
    ...mobilityProblems(inventory, vm, operation),
    ...resetProblems(request, operation, { inventory, index }),
  ];
}

function isOfSnapshot({ kind }: VmRequest): boolean {
  return kind === 'vm.delete-snapshot' || kind === 'vm.from-snapshot';
}

function snapshotProblem(vm: Vm): Problem | undefined {
  return vm.isSnapshot ? undefined : { rule: 'is-no-snapshot' };
}

/** What can be done with templates as with machines. */
function isForTemplates({ kind }: VmRequest): boolean {
  return kind === 'vm.delete' || kind === 'vm.copy';
}

function templateProblem({ kind }: VmRequest, vm: Vm): Problem | undefined {
  if (vm.isSnapshot) return { rule: 'is-snapshot' };
  return kind === 'vm.delete' && vm.isDefaultTemplate ? { rule: 'is-built-in' } : undefined;
}

function kindProblem(vm: Vm): Problem | undefined {
  if (vm.isSnapshot) return { rule: 'is-snapshot' };
  if (vm.isTemplate) return { rule: 'is-template' };
  return vm.isControlDomain ? { rule: 'is-control-domain' } : undefined;
}

function hostProblems(inventory: Inventory, vm: Vm): readonly Problem[] {
  if (vm.residentOn === null || isHostLive(inventory, vm.residentOn)) return [];
  return [{ rule: 'host-not-live', host: inventory.host.get(vm.residentOn)?.name ?? '' }];
}

const ASKS_THE_GUEST = new Set(['clean_shutdown', 'clean_reboot', 'suspend', 'checkpoint', 'pool_migrate', 'migrate_send']);

function guestProblems(inventory: Inventory, vm: Vm, { name }: Pick<VmOperation, 'name'>): readonly Problem[] {
  if (!ASKS_THE_GUEST.has(name) || !needsTools(vm)) return [];
  const hasDrivers = vm.guestMetrics !== null && inventory.guestMetrics.get(vm.guestMetrics)?.hasDrivers === true;
  return hasDrivers ? [] : [{ rule: 'no-guest-tools' }];
}

/** A paravirtual guest answers by itself. */
function needsTools(vm: Vm): boolean {
  return isHardwareAssisted(vm) || vm.domainType === 'pv_in_pvh';
}

const MOVES_A_DOMAIN = new Set(['suspend', 'checkpoint', 'pool_migrate', 'migrate_send']);
const KEEPS_DISKS = new Set(['suspend', 'checkpoint', 'snapshot']);

function mobilityProblems(inventory: Inventory, vm: Vm, { name }: Pick<VmOperation, 'name'>): readonly Problem[] {
  if (!MOVES_A_DOMAIN.has(name)) return [];
  const metrics = vm.metrics === null ? undefined : inventory.vmMetrics.get(vm.metrics);
  const isTied = vm.attachedPcis.length + vm.vgpus.length + vm.vusbs.length > 0;
  const isImmobile = metrics?.isImmobile === true || metrics?.usesNestedVirtualisation === true;
  const network = sharedNetworkOf(inventory, vm);
  return [
    ...(isImmobile ? [{ rule: 'immobile' } as const] : []),
    ...(isTied ? [{ rule: 'tied-to-hardware' } as const] : []),
    ...(network === undefined ? [] : [{ rule: 'on-shared-card', network } as const]),
  ];
}

function resetProblems(
  { vm }: Pick<VmRequest, 'vm'>,
  { name }: Pick<VmOperation, 'name'>,
  { inventory, index }: Pick<VmFacts, 'inventory' | 'index'>,
): readonly Problem[] {
  if (!KEEPS_DISKS.has(name)) return [];
  const disks = index()
    .drivesOf(vm)
    .flatMap(({ vdi }) => (vdi === null ? [] : (inventory.vdi.get(vdi) ?? [])));
  return disks.filter((disk) => disk.onBoot === 'reset').map((disk) => ({ rule: 'disk-resets-on-boot', disk: disk.name }));
}

function placeProblems(request: VmPowerRequest, vm: Vm, { inventory, placement }: Places): readonly Problem[] {
  switch (request.kind) {
    case 'vm.resume':
      return vm.suspendVdi === null ? [{ rule: 'no-suspend-image' }] : startProblems(request, { inventory, placement });
    case 'vm.start':
      return startProblems(request, { inventory, placement });
    case 'vm.suspend':
      return suspendProblems(vm, inventory, placement());
    case 'vm.migrate':
      return moveProblems(request, vm, { inventory, placement });
    default:
      return [];
  }
}

/** Its memory goes where it says itself, else where its pool says, else where its host says. */
function suspendProblems(vm: Vm, inventory: Inventory, placement: Placement): readonly Problem[] {
  const { residentOn } = vm;
  const host = residentOn === null ? undefined : inventory.host.get(residentOn);
  if (residentOn === null || host === undefined) return [];
  const [pool] = inventory.pool.values();
  const choices = [vm.suspendSr, pool?.suspendImageSr ?? null, host.suspendImageSr];
  const isKept = choices.some((sr) => sr !== null && placement.isPluggedOn(sr, residentOn));
  return isKept ? [] : [{ rule: 'no-suspend-storage', host: host.name }];
}

function startProblems({ vm, host }: RequestOf<'vm.start' | 'vm.resume'>, { inventory, placement }: Places): readonly Problem[] {
  return host === undefined ? placement().startProblems(vm) : [...evacuationProblems(inventory, host), ...placement().problems(vm, host)];
}

function moveProblems(request: RequestOf<'vm.migrate'>, vm: Vm, { inventory, placement }: Places): readonly Problem[] {
  const host = inventory.host.get(request.host);
  if (host !== undefined && vm.residentOn === request.host) return [{ rule: 'already-on-host', host: host.name }];
  return [
    ...evacuationProblems(inventory, request.host),
    ...versionProblems(inventory, { from: vm.residentOn, to: request.host }),
    ...placement().problems(request.vm, request.host),
  ];
}

/** Whoever names a host is refused while everything is leaving it; the pool's own choice is not. */
function evacuationProblems(inventory: Inventory, ref: HostRef): readonly Problem[] {
  const host = inventory.host.get(ref);
  const evacuating = Object.values(host?.currentOperations ?? {}).filter((operation) => operation === 'evacuate');
  return evacuating.map((operation) => ({ rule: 'host-is-busy', host: host?.name ?? '', operation }));
}

function versionProblems(inventory: Inventory, of: { readonly from: HostRef | null; readonly to: HostRef }): readonly Problem[] {
  const from = of.from === null ? undefined : inventory.host.get(of.from);
  const to = inventory.host.get(of.to);
  return from === undefined || to === undefined ? [] : hostVersionProblems(from, to);
}
