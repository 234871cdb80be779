import { flag } from '../fields.ts';
import type { Row } from '../value.ts';

type PowerState = 'Halted' | 'Paused' | 'Running' | 'Suspended';

const ANY: readonly PowerState[] = ['Halted', 'Paused', 'Suspended', 'Running'];

/** In the order the server names them in VM_BAD_POWER_STATE. */
const STATES: Readonly<Record<string, readonly PowerState[]>> = {
  import: [],
  changing_VCPUs: ['Halted'],
  changing_static_range: ['Halted'],
  changing_memory_limits: ['Halted'],
  changing_shadow_memory: ['Halted'],
  changing_NVRAM: ['Halted'],
  create_vtpm: ['Halted'],
  make_into_template: ['Halted'],
  provision: ['Halted'],
  start: ['Halted'],
  start_on: ['Halted'],
  unpause: ['Paused'],
  csvm: ['Suspended'],
  resume: ['Suspended'],
  resume_on: ['Suspended'],
  awaiting_memory_live: ['Running'],
  call_plugin: ['Running'],
  changing_memory_live: ['Running'],
  changing_shadow_memory_live: ['Running'],
  changing_VCPUs_live: ['Running'],
  clean_reboot: ['Running'],
  clean_shutdown: ['Running'],
  pause: ['Running'],
  pool_migrate: ['Running'],
  query_services: ['Running'],
  send_sysrq: ['Running'],
  send_trigger: ['Running'],
  snapshot_with_quiesce: ['Running'],
  suspend: ['Running'],
  sysprep: ['Running'],
  changing_dynamic_range: ['Halted', 'Running'],
  clone: ['Halted'],
  copy: ['Halted'],
  create_template: ['Halted', 'Suspended'],
  destroy: ['Halted', 'Suspended'],
  export: ['Halted', 'Suspended'],
  hard_reboot: ['Paused', 'Running'],
  checkpoint: ['Paused', 'Suspended', 'Running'],
  get_boot_record: ['Paused', 'Suspended', 'Running'],
  hard_shutdown: ['Paused', 'Suspended', 'Running'],
  shutdown: ['Paused', 'Suspended', 'Running'],
  migrate_send: ['Halted', 'Suspended', 'Running'],
};

const CONTROL_DOMAIN_ALSO_RUNNING = new Set(['changing_VCPUs', 'changing_static_range', 'changing_memory_limits']);

/** The power states in which an operation makes sense for this VM. */
export function statesFor(operation: string, vm: Row): readonly string[] {
  const states = STATES[operation] ?? ANY;
  if (flag(vm, 'is_control_domain') && CONTROL_DOMAIN_ALSO_RUNNING.has(operation)) return [...states, 'Running'];
  if (flag(vm, 'is_a_snapshot') && (operation === 'clone' || operation === 'copy')) return [...states, 'Suspended'];
  return states;
}
