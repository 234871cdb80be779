import type { Model, ModelMessage } from '#shared/xapi/model.ts';
import { internalCallArity, internalCalls } from './internal-calls.ts';
import { unpublishedMessages } from './unpublished-messages.ts';

/** What a method name of the wire means. */
export type Method =
  | { readonly is: 'call'; readonly message: ModelMessage; readonly isAsync: boolean }
  /** Known, but only the hosts of a pool may use it among themselves. */
  | { readonly is: 'internal'; readonly name: string; readonly arity: number }
  | { readonly is: 'unknown'; readonly name: string };

const ASYNC = /^(?:Async|InternalAsync)\./;

export function findMethod(model: Model, method: string): Method {
  const isAsync = ASYNC.test(method);
  const name = method.replace(ASYNC, '');
  const message = model.messages.get(name) ?? unpublishedMessages.get(name) ?? (isAsync ? undefined : aliasesOf(model).get(name));
  if (message !== undefined) return { is: 'call', message, isAsync };
  const arity = internalCallArity(name);
  return arity === undefined ? { is: 'unknown', name } : { is: 'internal', name, arity };
}

const aliases = new WeakMap<Model, ReadonlyMap<string, ModelMessage>>();

/** Synchronous calls also go by 'VM_start'. */
function aliasesOf(model: Model): ReadonlyMap<string, ModelMessage> {
  const known = aliases.get(model) ?? new Map([...model.messages.values()].map((message) => [`${message.class}_${message.name}`, message]));
  aliases.set(model, known);
  return known;
}

/** A class of calls without objects, which the published model leaves out altogether. */
const DIAGNOSTICS = 'Diagnostics';

/** Asynchronous twins are not listed, calls among hosts are. */
export function listMethods(model: Model): string[] {
  const isKnown = (name: string): boolean => {
    const owner = name.slice(0, name.indexOf('.'));
    return owner === DIAGNOSTICS || model.classes.has(owner);
  };
  return [...model.messages.keys(), ...[...unpublishedMessages.keys(), ...internalCalls()].filter(isKnown)];
}
