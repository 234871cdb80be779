import { map } from '../fields.ts';
import type { Ref, Row } from '../value.ts';
import { XapiError } from '../xapi-error.ts';

/** The refusal every class but the VM gives while something else runs on the same object. */
export function otherOperation(table: string, self: Ref, row: Row): XapiError | undefined {
  const [running] = Object.entries(map(row, 'current_operations'));
  return running === undefined ? undefined : new XapiError('OTHER_OPERATION_IN_PROGRESS', table, self, String(running[1]), running[0]);
}
