import type { Ref } from '../value.ts';
import type { PoolState } from '../world.ts';
import type { XapiError } from '../xapi-error.ts';
import { vbdProblem, vifProblem } from './device-rules.ts';
import { allowedHostOperations, allowedPoolOperations, applianceProblem, hostProblem, poolProblem } from './host-rules.ts';
import { otherOperation } from './in-progress.ts';
import { allowedSrOperations, allowedVdiOperations, srProblem, vdiProblem } from './storage-rules.ts';
import { allowedVmOperations } from './vm-allowed.ts';
import { vmFacts, vmProblem } from './vm-rules.ts';

interface ClassRules {
  /** Why the operation is refused now, or undefined. */
  readonly problem: (pool: PoolState, self: Ref, operation: string) => XapiError | undefined;
  readonly allowed: (pool: PoolState, self: Ref) => string[];
}

const listed =
  (table: string, enumName: string, problem: ClassRules['problem']): ClassRules['allowed'] =>
  (pool, self) =>
    (pool.model.classes.get(table)?.enums[enumName] ?? []).filter((operation) => problem(pool, self, operation) === undefined);

const simple = (table: string, enumName: string): ClassRules => {
  const problem: ClassRules['problem'] = (pool, self) => otherOperation(table, self, pool.database.get(table, self));
  return { problem, allowed: listed(table, enumName, problem) };
};

/** Every class whose rows carry current and allowed operations, tasks apart: theirs are kept by hand. */
const RULES: ReadonlyMap<string, ClassRules> = new Map<string, ClassRules>([
  ['VM', { problem: (pool, self, operation) => vmProblem(vmFacts(pool, self), operation), allowed: allowedVmOperations }],
  ['host', { problem: hostProblem, allowed: allowedHostOperations }],
  ['pool', { problem: poolProblem, allowed: allowedPoolOperations }],
  ['SR', { problem: srProblem, allowed: allowedSrOperations }],
  ['VDI', { problem: vdiProblem, allowed: allowedVdiOperations }],
  ['VBD', { problem: vbdProblem, allowed: listed('VBD', 'vbd_operations', vbdProblem) }],
  ['VIF', { problem: vifProblem, allowed: listed('VIF', 'vif_operations', vifProblem) }],
  ['VM_appliance', { problem: applianceProblem, allowed: listed('VM_appliance', 'vm_appliance_operation', applianceProblem) }],
  ['VUSB', simple('VUSB', 'vusb_operations')],
  ['VTPM', simple('VTPM', 'vtpm_operations')],
  ['Cluster', simple('Cluster', 'cluster_operation')],
  ['Cluster_host', simple('Cluster_host', 'cluster_host_operation')],
]);

export function operationProblem(pool: PoolState, table: string, self: Ref, operation: string): XapiError | undefined {
  return RULES.get(table)?.problem(pool, self, operation);
}

export function assertAllowed(pool: PoolState, table: string, self: Ref, operation: string): void {
  const problem = operationProblem(pool, table, self, operation);
  if (problem !== undefined) throw problem;
}

/** Allowed operations are a cache of the rules: whoever changes what the rules look at calls this. */
export function refreshAllowed(pool: PoolState, table: string, self: Ref): void {
  const rules = RULES.get(table);
  const row = pool.database.find(table, self);
  // Older releases lack the field in some of these classes.
  if (rules === undefined || row === undefined || row['allowed_operations'] === undefined) return;
  pool.database.set(table, self, { allowed_operations: rules.allowed(pool, self) });
}

/** What the master does once when its database comes up. */
export function refreshAllAllowed(pool: PoolState): void {
  for (const table of RULES.keys()) {
    for (const self of pool.database.refs(table)) refreshAllowed(pool, table, self);
  }
}
