import { flag, ref, refOf, text } from '../fields.ts';
import { refreshAllowed } from '../operations/rules.ts';
import { withOperation } from '../operations/with-operation.ts';
import type { Work } from '../process.ts';
import { change } from '../rows.ts';
import { atRepository } from '../storage/at-repository.ts';
import { NULL_REF, type Ref, type Value } from '../value.ts';
import type { Call, Implementations } from '../world.ts';
import { XapiError } from '../xapi-error.ts';

export const vdiTrackingCalls: Implementations = {
  'VDI.enable_cbt': (call, vdi) => track(call, refOf(vdi), true),
  'VDI.disable_cbt': (call, vdi) => track(call, refOf(vdi), false),
};

/** Asked for what is so already, the server does nothing. */
function* track(call: Call, vdi: Ref, isOn: boolean): Work<Value> {
  const { pool } = call;
  return yield* withOperation(call, { table: 'VDI', self: vdi, name: isOn ? 'enable_cbt' : 'disable_cbt' }, function* () {
    const row = pool.database.get('VDI', vdi);
    if (isOn && flag(row, 'is_a_snapshot')) throw new XapiError('OPERATION_NOT_ALLOWED', 'VDI is a snapshot');
    if (isOn && text(row, 'on_boot') === 'reset') throw new XapiError('VDI_ON_BOOT_MODE_INCOMPATIBLE_WITH_OPERATION');
    yield* atRepository(call, ref(row, 'SR') ?? NULL_REF);
    change(pool, 'VDI', vdi, { cbt_enabled: isOn });
    refreshAllowed(pool, 'VDI', vdi);
    return '';
  });
}
