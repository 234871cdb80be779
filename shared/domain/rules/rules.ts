import type { Inventory } from '#shared/domain/inventory/inventory.ts';
import type { EditRequest, OperationRequest, RequestOf } from '#shared/domain/operations/request.ts';
import { isDeviceRequest, isDriveRequest } from '#shared/domain/operations/device-request.ts';
import { isDiskRequest } from '#shared/domain/operations/disk-request.ts';
import { isNewVmRequest, type NewVmRequest } from '#shared/domain/operations/new-vm-request.ts';
import type { VmRequest } from '#shared/domain/operations/vm-request.ts';
import { isNetworkRequest } from '#shared/domain/operations/network-request.ts';
import { isStorageRequest } from '#shared/domain/operations/storage-request.ts';
import { type DrivesOf, drivesByDisk } from '#shared/domain/storage/drives-of.ts';
import { cardProblems } from './card-rules.ts';
import { diskProblems } from './disk-rules.ts';
import { driveProblems } from './drive-rules.ts';
import { editProblems } from './edit-rules.ts';
import { haProblems } from './ha-rules.ts';
import { networkProblems } from './network-rules.ts';
import { newVmProblems } from './new-vm-rules.ts';
import { permissionProblems } from './permission-rules.ts';
import { type Placement, placementIn } from './placement.ts';
import { KeptPoolIndex, type PoolIndex } from './pool-index.ts';
import type { Problem } from './problem.ts';
import type { RuleFacts } from './rule-facts.ts';
import { isPoolRequest } from '#shared/domain/operations/pool-request.ts';
import { poolProblems } from './pool-rules.ts';
import { storageProblems } from './storage-rules.ts';
import { vmProblems } from './vm-rules.ts';
import { vmSettingsProblems } from './vm-settings-rules.ts';

/** The rules over one state of one pool; what is costly to gather is gathered once, and only if a rule asks. */
export interface Rules {
  /** Every reason at once; empty when it can be done. */
  problemsOf(request: OperationRequest): readonly Problem[];
  placement(): Placement;
}

export function rulesFor({ inventory, link, access, keptIndex, rehearsals }: RuleFacts): Rules {
  let ownIndex: PoolIndex | undefined;
  let known: { readonly index: PoolIndex; readonly placement: Placement } | undefined;
  const index = (): PoolIndex => keptIndex?.() ?? (ownIndex ??= new KeptPoolIndex(inventory));

  function placement(): Placement {
    const now = index();
    if (known?.index !== now) known = { index: now, placement: placementIn(now) };
    return known.placement;
  }

  let held: DrivesOf | undefined;
  const drives = (): DrivesOf => (held ??= drivesByDisk(inventory));

  function objectProblems(request: OperationRequest): readonly Problem[] {
    switch (request.kind) {
      case 'server.reconnect':
      // What speaks against a repair is read off the host itself, when it begins.
      case 'host.repair':
        return [];
      case 'task.cancel':
        return taskProblems(request, inventory);
      case 'alerts.dismiss':
        return alertProblems(request, inventory);
      case 'ha.enable':
      case 'ha.disable':
      case 'ha.configure':
        return haProblems(request, inventory);
      default:
        if (isStorageRequest(request)) return storageProblems(request, inventory);
        if (isDiskRequest(request)) return diskProblems(request, { inventory, drives });
        if (isDriveRequest(request)) return driveProblems(request, { inventory, drives });
        if (isDeviceRequest(request)) return cardProblems(request, inventory);
        if (isNetworkRequest(request)) return networkProblems(request, inventory, rehearsals);
        if (isPoolRequest(request)) return poolProblems(request, inventory);
        return machineProblems(request);
    }
  }

  function machineProblems(request: VmRequest | NewVmRequest | EditRequest): readonly Problem[] {
    if (isNewVmRequest(request)) return newVmProblems(request, { inventory, placement });
    if (request.kind === 'vm.configure') return vmSettingsProblems(request, inventory);
    return 'vm' in request ? vmProblems(request, { inventory, index, placement }) : editProblems(request, inventory);
  }

  return {
    placement,
    problemsOf(request) {
      if (link === 'file') return [{ rule: 'only-a-picture' }];
      if (request.kind === 'server.reconnect') return link === 'live' ? [{ rule: 'unchanged' }] : [];
      // A host is repaired over its own shell, also while its pool answers nobody.
      if (request.kind === 'host.repair') return inventory.host.has(request.host) ? [] : [{ rule: 'not-there' }];
      if (link === 'lost') return [{ rule: 'server-not-live' }];
      return [...permissionProblems(request, access), ...objectProblems(request)];
    },
  };
}

/** For one request; whoever has many asks `rulesFor` once. */
export function problemsOf(request: OperationRequest, facts: RuleFacts): readonly Problem[] {
  return rulesFor(facts).problemsOf(request);
}

function taskProblems({ task }: RequestOf<'task.cancel'>, inventory: Inventory): readonly Problem[] {
  const record = inventory.task.get(task);
  if (record === undefined) return [{ rule: 'not-there' }];
  return record.status === 'pending' ? [] : [{ rule: 'task-ended' }];
}

/** Some of them may have gone meanwhile, which is what is wanted. */
function alertProblems({ messages }: RequestOf<'alerts.dismiss'>, inventory: Inventory): readonly Problem[] {
  if (messages.length === 0) return [{ rule: 'nothing-chosen' }];
  return messages.some((message) => inventory.message.has(message)) ? [] : [{ rule: 'not-there' }];
}
