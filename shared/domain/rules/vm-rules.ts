import { isHostLive } from '#shared/domain/inventory/facts.ts';
import type { Inventory } from '#shared/domain/inventory/inventory.ts';
import type { Host, HostRef, Vm } from '#shared/domain/inventory/watched.ts';
import type { RequestOf } from '#shared/domain/operations/request.ts';
import { isVmPowerRequest, type VmPowerRequest, type VmRequest } from '#shared/domain/operations/vm-request.ts';
import { isHardwareAssisted, type Placement } from './placement.ts';
import type { PoolIndex } from './pool-index.ts';
import type { Problem } from './problem.ts';
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
export function vmProblems(request: VmRequest, { inventory, index, placement }: VmFacts): readonly Problem[] {
  const vm = inventory.vm.get(request.vm);
  if (vm === undefined) return [{ rule: 'not-there' }];
  const kind = kindProblem(vm);
  if (kind !== undefined) return [kind];
  return isVmPowerRequest(request) ? operationProblems(request, vm, { inventory, index, placement }) : recordProblems(request, vm, inventory);
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

function kindProblem(vm: Vm): Problem | undefined {
  if (vm.isSnapshot) return { rule: 'is-snapshot' };
  if (vm.isTemplate) return { rule: 'is-template' };
  return vm.isControlDomain ? { rule: 'is-control-domain' } : undefined;
}

function hostProblems(inventory: Inventory, vm: Vm): readonly Problem[] {
  if (vm.residentOn === null || isHostLive(inventory, vm.residentOn)) return [];
  return [{ rule: 'host-not-live', host: inventory.host.get(vm.residentOn)?.name ?? '' }];
}

const ASKS_THE_GUEST = new Set(['clean_shutdown', 'clean_reboot', 'suspend', 'pool_migrate']);

function guestProblems(inventory: Inventory, vm: Vm, { name }: VmOperation): readonly Problem[] {
  if (!ASKS_THE_GUEST.has(name) || !needsTools(vm)) return [];
  const hasDrivers = vm.guestMetrics !== null && inventory.guestMetrics.get(vm.guestMetrics)?.hasDrivers === true;
  return hasDrivers ? [] : [{ rule: 'no-guest-tools' }];
}

/** A paravirtual guest answers by itself. */
function needsTools(vm: Vm): boolean {
  return isHardwareAssisted(vm) || vm.domainType === 'pv_in_pvh';
}

const MOVES_A_DOMAIN = new Set(['suspend', 'pool_migrate']);

function mobilityProblems(inventory: Inventory, vm: Vm, { name }: VmOperation): readonly Problem[] {
  if (!MOVES_A_DOMAIN.has(name)) return [];
  const metrics = vm.metrics === null ? undefined : inventory.vmMetrics.get(vm.metrics);
  const isTied = vm.attachedPcis.length + vm.vgpus.length + vm.vusbs.length > 0;
  const isImmobile = metrics?.isImmobile === true || metrics?.usesNestedVirtualisation === true;
  return [...(isImmobile ? [{ rule: 'immobile' } as const] : []), ...(isTied ? [{ rule: 'tied-to-hardware' } as const] : [])];
}

function resetProblems(
  { vm }: VmPowerRequest,
  { name }: VmOperation,
  { inventory, index }: Pick<VmFacts, 'inventory' | 'index'>,
): readonly Problem[] {
  if (name !== 'suspend') return [];
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

/** A running machine goes to hosts of the same or a later version only. */
function versionProblems(inventory: Inventory, of: { readonly from: HostRef | null; readonly to: HostRef }): readonly Problem[] {
  const from = of.from === null ? undefined : inventory.host.get(of.from);
  const to = inventory.host.get(of.to);
  if (from === undefined || to === undefined || compareVersions(versionOf(to), versionOf(from)) >= 0) return [];
  return [{ rule: 'host-too-old', host: to.name, version: versionOf(to), needs: versionOf(from) }];
}

function versionOf({ software }: Host): string {
  return software['platform_version'] ?? software['product_version'] ?? '';
}

/** Unknown versions say nothing. */
function compareVersions(a: string, b: string): number {
  if (a === '' || b === '') return 0;
  const theirs = b.split('.');
  for (const [index, part] of a.split('.').entries()) {
    const difference = Number(part) - Number(theirs[index] ?? 0);
    if (difference !== 0 && !Number.isNaN(difference)) return difference;
  }
  return 0;
}
