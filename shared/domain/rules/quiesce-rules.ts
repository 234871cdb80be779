import { onlyPool, recordAt } from '#shared/domain/inventory/facts.ts';
import type { Inventory } from '#shared/domain/inventory/inventory.ts';
import type { Vm } from '#shared/domain/inventory/watched.ts';
import { compareVersions, versionOf } from './host-versions.ts';
import type { Problem } from './problem.ts';

/** The platform that came with 8.1, which can do it no more. */
const REMOVED_IN = '3.1';
/** Either says that the agent in the guest can have everything written out. */
const OFFERED_BY = ['feature-quiesce', 'feature-snapshot'];

/** A server that does not say what it is is asked. */
function isRemovedIn(version: string): boolean {
  return version !== '' && compareVersions(version, REMOVED_IN) >= 0;
}

/** Whether the pool can ask, and the guest can answer. */
export function quiesceProblems(inventory: Inventory, vm: Vm): readonly Problem[] {
  const master = recordAt(inventory.host, onlyPool(inventory)?.pool.master);
  // What no guest could be asked for is no matter of this one's tools.
  if (master !== undefined && isRemovedIn(versionOf(master))) return [{ rule: 'quiescing-removed' }];
  if (vm.power !== 'Running') return [];
  const offered = recordAt(inventory.guestMetrics, vm.guestMetrics)?.features ?? {};
  return OFFERED_BY.some((feature) => feature in offered) ? [] : [{ rule: 'guest-cannot-quiesce' }];
}
