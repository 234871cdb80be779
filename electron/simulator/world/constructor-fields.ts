import type { Model, ModelMessage } from '#shared/xapi/model.ts';
import { isMap } from './fields.ts';
import type { Value } from './value.ts';
import { XapiError } from './xapi-error.ts';

/** A constructor's record must have every field without a default; the first one missing is named as the server names it. */
export function missingFieldProblem(model: Model, message: ModelMessage, parameters: readonly Value[]): XapiError | undefined {
  const [given] = parameters;
  const isConstructor = message.isImplicit && message.name === 'create' && message.parameters[0]?.type.kind === 'record';
  if (!isConstructor || !isMap(given)) return undefined;
  const missing = model.classes
    .get(message.class)
    ?.fields.find((field) => field.access !== 'RO/runtime' && field.default === undefined && given[field.name] === undefined);
  return missing === undefined ? undefined : new XapiError('INTERNAL_ERROR', `Server_helpers.Dispatcher_FieldNotFound("${missing.name}")`);
}
