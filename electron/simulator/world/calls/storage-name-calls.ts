import { flag, list, ref, refOf, text } from '../fields.ts';
import { change } from '../rows.ts';
import type { Ref, Value } from '../value.ts';
import type { Call, Implementation, Implementations, PoolState } from '../world.ts';
import { XapiError } from '../xapi-error.ts';

/** Names are also kept in the storage itself, which some host must have attached for that. */
function assertAttached(pool: PoolState, sr: Ref): void {
  const isAttached = list(pool.database.get('SR', sr), 'PBDs').some((pbd) => flag(pool.database.get('PBD', pbd), 'currently_attached'));
  if (!isAttached) throw new XapiError('SR_NOT_ATTACHED', sr);
}

function nameSetter(table: 'SR' | 'VDI', field: 'name_label' | 'name_description'): Implementation {
  return ({ pool }: Call, self: Value | undefined, name: Value = '') => {
    const row = pool.database.get(table, refOf(self));
    assertAttached(pool, table === 'SR' ? refOf(self) : (ref(row, 'SR') ?? text(row, 'SR')));
    change(pool, table, refOf(self), { [field]: name });
    return '';
  };
}

export const storageNameCalls: Implementations = {
  'SR.set_name_label': nameSetter('SR', 'name_label'),
  'SR.set_name_description': nameSetter('SR', 'name_description'),
  'VDI.set_name_label': nameSetter('VDI', 'name_label'),
  'VDI.set_name_description': nameSetter('VDI', 'name_description'),
};
