import { refOf, text } from '../fields.ts';
import { assertAllowed } from '../operations/rules.ts';
import { badPowerState } from '../operations/vm-rules.ts';
import { forwardTo } from '../reach.ts';
import type { Work } from '../process.ts';
import type { Value } from '../value.ts';
import type { Call, Implementation, Implementations } from '../world.ts';
import { XapiError } from '../xapi-error.ts';

/** Operations a simulated pool cannot carry out are refused, but only after the server's own objections have been heard. */
const REFUSED_OPERATIONS: Readonly<Record<string, { readonly table: string; readonly operation: string }>> = {
  'VM.sysprep': { table: 'VM', operation: 'sysprep' },
  'VM.get_boot_record': { table: 'VM', operation: 'get_boot_record' },
  'VM.call_host_plugin': { table: 'VM', operation: 'call_plugin' },
  'VDI.data_destroy': { table: 'VDI', operation: 'data_destroy' },
  'VDI.list_changed_blocks': { table: 'VDI', operation: 'list_changed_blocks' },
  'VDI.set_on_boot': { table: 'VDI', operation: 'set_on_boot' },
};

/** Monitoring is asked of the host a VM runs on. */
const NEEDS_RUNNING_VM = ['VM.record_data_source', 'VM.forget_data_source_archives'];

export const awaitedCalls: Implementations = {
  ...Object.fromEntries(Object.entries(REFUSED_OPERATIONS).map(([name, { table, operation }]) => [name, refusal(name, table, operation)])),
  ...Object.fromEntries(NEEDS_RUNNING_VM.map((name) => [name, (call: Call, vm: Value | undefined) => monitoring(call, vm, name)])),
};

function refusal(name: string, table: string, operation: string): Implementation {
  return ({ pool }, given) => {
    const self = refOf(given);
    pool.database.get(table, self);
    assertAllowed(pool, table, self, operation);
    throw new XapiError('NOT_IMPLEMENTED', name);
  };
}

function* monitoring(call: Call, vm: Value | undefined, name: string): Work<Value> {
  const { pool } = call;
  const row = pool.database.get('VM', refOf(vm));
  if (text(row, 'power_state') !== 'Running') throw badPowerState(refOf(vm), ['Running'], row);
  yield* forwardTo(call, text(row, 'resident_on'));
  throw new XapiError('NOT_IMPLEMENTED', name);
}
