import type { Ref } from '../value.ts';
import type { PoolState } from '../world.ts';
import { vmFacts, vmProblem } from './vm-rules.ts';

/** Operations the server never lists although they can be called. */
const NEVER_LISTED = new Set(
  `create_template power_state_reset csvm get_boot_record send_sysrq send_trigger query_services shutdown call_plugin changing_memory_live
  awaiting_memory_live changing_memory_limits changing_shadow_memory_live changing_VCPUs assert_operation_valid data_source_op
  update_allowed_operations import reverting`.split(/\s+/),
);

/** In the server's order: the data model's, backwards. */
export function allowedVmOperations(pool: PoolState, vm: Ref): string[] {
  const facts = vmFacts(pool, vm);
  const known = pool.model.classes.get('VM')?.enums['vm_operations'] ?? [];
  const isRemoved = (operation: string): boolean => pool.model.messages.get(`VM.${operation}`)?.removed !== undefined;
  return known.filter((operation) => !NEVER_LISTED.has(operation) && !isRemoved(operation) && vmProblem(facts, operation) === undefined).toReversed();
}
