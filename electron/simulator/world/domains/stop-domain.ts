import { ref } from '../fields.ts';
import { refreshAllowed } from '../operations/rules.ts';
import { change } from '../rows.ts';
import { NULL_REF, type Ref } from '../value.ts';
import type { PoolState } from '../world.ts';
import { closeConsoles } from './consoles.ts';
import { refreshDependents, unplugAll } from './devices.ts';

/** The domain is gone and the VM is halted. */
export function haltDomain(pool: PoolState, vm: Ref): void {
  closeConsoles(pool, vm);
  unplugAll(pool, vm);
  stopMetrics(pool, vm);
  change(pool, 'VM', vm, {
    resident_on: NULL_REF,
    scheduled_to_be_resident_on: NULL_REF,
    domid: -1,
    power_state: 'Halted',
    requires_reboot: false,
    pending_guidances: [],
    pending_guidances_recommended: [],
    pending_guidances_full: [],
  });
  refreshAllowed(pool, 'VM', vm);
  refreshDependents(pool, vm);
}

/** The domain is gone and its memory lies in a disk; devices stay plugged in name, so that resuming plugs them again. */
export function freezeDomain(pool: PoolState, vm: Ref, image: Ref): void {
  closeConsoles(pool, vm);
  stopMetrics(pool, vm);
  change(pool, 'VM', vm, { suspend_VDI: image, resident_on: NULL_REF, domid: -1, power_state: 'Suspended' });
  refreshAllowed(pool, 'VM', vm);
  refreshDependents(pool, vm);
}

function stopMetrics(pool: PoolState, vm: Ref): void {
  const metrics = ref(pool.database.get('VM', vm), 'metrics');
  if (metrics === undefined || pool.database.find('VM_metrics', metrics) === undefined) return;
  change(pool, 'VM_metrics', metrics, { VCPUs_number: 0, memory_actual: 0, state: [] });
}
