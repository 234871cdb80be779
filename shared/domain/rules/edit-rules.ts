import type { Inventory } from '#shared/domain/inventory/inventory.ts';
import { editableObject, isSameValue, valueNow } from '#shared/domain/operations/property.ts';
import type { EditRequest } from '#shared/domain/operations/request.ts';
import type { Problem } from './problem.ts';

/** Parts between slashes, none of them empty. */
const FOLDER_PATH = /^(?:\/[^/]+)+$/;

export function editProblems(request: EditRequest, inventory: Inventory): readonly Problem[] {
  if (editableObject(inventory, request) === undefined) return [{ rule: 'not-there' }];
  const now = valueNow(inventory, request);
  if (now === undefined) return [{ rule: 'no-such-property', class: request.class }];
  const badValue = valueProblem(request);
  if (badValue !== undefined) return [badValue];
  return isSameValue(now, request.value) ? [{ rule: 'unchanged' }] : [];
}

function valueProblem(request: EditRequest): Problem | undefined {
  switch (request.kind) {
    case 'object.rename':
      // A host in no pool is a pool without a name.
      return request.value.trim() === '' && request.class !== 'pool' ? { rule: 'empty-name' } : undefined;
    case 'object.set-folder':
      return request.value === '' || FOLDER_PATH.test(request.value) ? undefined : { rule: 'bad-folder' };
    case 'object.set-custom-field':
      return request.field.trim() === '' ? { rule: 'bad-field-name' } : undefined;
    default:
      return undefined;
  }
}
