import { allCalls } from './all-calls.ts';
import { genericCall } from './generic-calls.ts';
import { assertLive } from './reach.ts';
import type { Value } from './value.ts';
import type { Call, Implementation } from './world.ts';
import { XapiError } from './xapi-error.ts';

/** Written by hand, else generated from the model, else the server's own refusal. */
export function findImplementation({ message, pool }: Call): Implementation {
  return allCalls[`${message.class}.${message.name}`] ?? genericCall(pool.model, message) ?? refuse;
}

function refuse(call: Call, ...parameters: readonly Value[]): Value {
  const { message } = call;
  if (message.removed !== undefined) throw new XapiError('MESSAGE_REMOVED');
  assertSubjectExists(call, parameters[0]);
  throw new XapiError('NOT_IMPLEMENTED', `${message.class}.${message.name}`);
}

/** What a call is about is looked up before anything else; a call for a host is first of all sent there. */
function assertSubjectExists({ message, pool }: Call, subject: Value | undefined): void {
  const type = message.parameters[0]?.type;
  if (type?.kind !== 'ref' || typeof subject !== 'string') return;
  if (type.class === 'host' && message.class === 'host') assertLive(pool, subject);
  else pool.database.get(type.class, subject);
}
