import { refOf } from '../fields.ts';
import { change } from '../rows.ts';
import type { Implementation, Implementations } from '../world.ts';

/** Setters declared by hand in the model that do no more than a generated one. */
const PLAIN = [
  'VM.platform',
  'VM.other_config',
  'VM.blocked_operations',
  'VM.actions_after_crash',
  'VM.snapshot_schedule',
  'VM.NVRAM',
  'task.other_config',
  'task.error_info',
  'task.result',
  'task.progress',
  'task.status',
  'VMSS.type',
  'VMSS.last_run_time',
  'VMSS.schedule',
  'VMSS.frequency',
  'VMSS.retained_snapshots',
  'SR.physical_size',
  'VDI.allow_caching',
  'VDI.read_only',
  'VDI.sharable',
  'VIF.locking_mode',
  'host.numa_affinity_policy',
  'pool.telemetry_next_collection',
  'PVS_site.PVS_uuid',
];

export const plainSetterCalls: Implementations = Object.fromEntries(PLAIN.map((name) => [setterOf(name), plainSetter(name)]));

function setterOf(name: string): string {
  return name.replace('.', '.set_');
}

function plainSetter(name: string): Implementation {
  const [table = '', field = ''] = name.split('.');
  return ({ pool }, self, value) => {
    change(pool, table, refOf(self), { [field]: value });
    return '';
  };
}
