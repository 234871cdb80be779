import type { Model, TypeShape } from '#shared/xapi/model.ts';
import type { Value } from '../world/value.ts';
import { rpcOfValue } from './rpc-of-value.ts';
import { writeXml } from './xml-write.ts';

/** One value as the XML-RPC dialect of the server writes it: answers of calls, and results of tasks. */
export function xmlValue(value: Value, type: TypeShape, model: Model): string {
  return writeXml(rpcOfValue(model, type, value));
}
