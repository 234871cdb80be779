import { numberOf, refOf } from '../fields.ts';
import { change } from '../rows.ts';
import type { Value } from '../value.ts';
import type { Call, Implementations } from '../world.ts';
import { XapiError } from '../xapi-error.ts';

/** Where a VM stands among those that start together; kept to the last digit, however large. */
function setter(field: 'order' | 'start_delay' | 'shutdown_delay') {
  return ({ pool }: Call, vm: Value | undefined, value: Value = 0): Value => {
    if (numberOf(value) < 0) throw new XapiError('INVALID_VALUE', `${field} must be non-negative`, String(value));
    change(pool, 'VM', refOf(vm), { [field]: value });
    return '';
  };
}

export const vmOrderCalls: Implementations = {
  'VM.set_order': setter('order'),
  'VM.set_start_delay': setter('start_delay'),
  'VM.set_shutdown_delay': setter('shutdown_delay'),
};
