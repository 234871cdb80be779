import type { Model, ModelMessage, TypeShape } from '#shared/xapi/model.ts';
import { hasEscapedBytes } from '../codecs/byte-text.ts';
import { describeValue, rpcString, type RpcValue } from '../codecs/rpc-value.ts';
import { readParameter } from '../codecs/typed-parameters.ts';
import { perform } from '../world/perform.ts';
import { type Outcome, run } from '../world/process.ts';
import { canReachDatabase, waitForDatabase } from '../world/reach.ts';
import { sessionFor } from '../world/sessions.ts';
import type { Value } from '../world/value.ts';
import type { Session, SimHost, World } from '../world/world.ts';
import { XapiError } from '../world/xapi-error.ts';
import { isEmergencyCall, isPoolLogin } from './emergency-calls.ts';
import { findMethod, listMethods, type Method } from './find-method.ts';
import { HttpFailure } from './routes.ts';

export interface RpcCall {
  readonly method: string;
  readonly parameters: readonly RpcValue[];
  /** From the host itself. */
  readonly isLocal?: boolean;
}

export type RpcOutcome =
  | { readonly is: 'done'; readonly value: Value; readonly type: TypeShape; readonly model: Model }
  /** The one answer that XML-RPC does not wrap in a status. */
  | { readonly is: 'bare'; readonly value: RpcValue }
  | { readonly is: 'failed'; readonly code: string; readonly parameters: readonly string[] }
  /** Refused before the envelope was looked at, which shows in the shape of the answer. */
  | { readonly is: 'refused'; readonly code: string; readonly parameters: readonly string[] };

const TASK: TypeShape = { kind: 'ref', class: 'task' };

/** Answers one call, at once or when the world's clock has moved on. Throws HttpFailure for what only a status page can say. */
export function dispatch(world: World, host: SimHost, call: RpcCall, answer: (outcome: RpcOutcome) => void): void {
  const refusal = refusalBeforeDispatch(host, call);
  if (refusal !== undefined) return answer({ is: 'refused', code: refusal.code, parameters: refusal.parameters });
  const attempt = (): void => {
    try {
      start(world, host, call, answer);
    } catch (error) {
      if (error instanceof HttpFailure) throw error;
      answer(failed(error));
    }
  };
  if (isSessionOutOfReach(host, call)) run(world.clock, waitForDatabase(host), attempt);
  else attempt();
}

/** Sessions are kept in the pool's database: while a slave's master is gone nobody can tell whether one is good. */
function isSessionOutOfReach(host: SimHost, { method, parameters }: RpcCall): boolean {
  const [session] = parameters;
  if (session?.is !== 'string' || host.localSessions.has(session.value) || canReachDatabase(host)) return false;
  const found = findMethod(host.pool.model, method);
  return found.is !== 'call' || found.message.takesSession;
}

function failed(error: unknown): RpcOutcome {
  const { code, parameters } = error instanceof XapiError ? error : new XapiError('INTERNAL_ERROR', String(error));
  return { is: 'failed', code, parameters };
}

function refusalBeforeDispatch(host: SimHost, call: RpcCall): XapiError | undefined {
  const bad = call.parameters.find(hasInvalidText);
  if (bad !== undefined) return new XapiError('INVALID_VALUE', 'Invalid UTF-8 string in parameter', describeValue(bad));
  if (host.toolstack.is !== 'emergency' || isEmergencyCall(call.method)) return undefined;
  return new XapiError(host.toolstack.code, ...host.toolstack.parameters);
}

function hasInvalidText(value: RpcValue): boolean {
  switch (value.is) {
    case 'string':
      return hasEscapedBytes(value.value);
    case 'array':
      return value.items.some(hasInvalidText);
    case 'struct':
      return value.members.some(([name, member]) => hasEscapedBytes(name) || hasInvalidText(member));
    default:
      return false;
  }
}

function start(world: World, host: SimHost, call: RpcCall, answer: (outcome: RpcOutcome) => void): void {
  const { model } = host.pool;
  if (call.method === 'system.listMethods') return answer({ is: 'bare', value: { is: 'array', items: listMethods(model).map(rpcString) } });
  // The real server cuts the part after the colon out of the wrong string.
  if (call.method.startsWith('system.isAlive:')) throw new HttpFailure(500, 'Invalid_argument("String.sub / Bytes.sub")');
  const method = findMethod(model, call.method);
  switch (method.is) {
    case 'unknown':
      return answer(failed(unknownMethod(world, host, method.name, call.parameters)));
    case 'internal':
      return answer(failed(internalCall(world, host, method, call.parameters)));
    case 'call':
      return startCall(
        world,
        host,
        { message: method.message, isAsync: method.isAsync, parameters: call.parameters, isLocal: call.isLocal === true },
        answer,
      );
  }
}

/** A name nobody knows might be an extension of the host, and those need a session. */
function unknownMethod(world: World, host: SimHost, name: string, parameters: readonly RpcValue[]): XapiError {
  const session = parameters[0];
  if (session !== undefined && !name.startsWith('unknown-message-')) checkedSession(world, host, session);
  return new XapiError('MESSAGE_METHOD_UNKNOWN', name);
}

function internalCall(world: World, host: SimHost, method: Extract<Method, { is: 'internal' }>, parameters: readonly RpcValue[]): XapiError {
  assertArity(method.name, { required: method.arity, received: parameters.length - 1, hasOptional: false });
  checkedSession(world, host, parameters[0]);
  return new XapiError('INTERNAL_ERROR', `Internal API "${method.name}" call attempted with non-pool (external) session`);
}

function checkedSession(world: World, host: SimHost, value: RpcValue | undefined): Session {
  if (value === undefined) throw new XapiError('SESSION_INVALID', '');
  const ref = readParameter(host.pool.model, { kind: 'ref', class: 'session' }, value);
  return sessionFor(world, host, String(ref));
}

/** The session counts neither among the expected parameters nor among the received: none at all is -1. */
function assertArity(name: string, count: { readonly required: number; readonly received: number; readonly hasOptional: boolean }): void {
  const { required, received, hasOptional } = count;
  // Once a call has optional parameters, superfluous ones are passed over.
  if (received === required || (hasOptional && received > required)) return;
  throw new XapiError('MESSAGE_PARAMETER_COUNT_MISMATCH', name, String(required), String(received));
}

interface TypedCall {
  readonly message: ModelMessage;
  readonly isAsync: boolean;
  readonly parameters: readonly RpcValue[];
  readonly isLocal: boolean;
}

function startCall(world: World, host: SimHost, call: TypedCall, answer: (outcome: RpcOutcome) => void): void {
  const { message, isAsync } = call;
  const { model } = host.pool;
  const name = `${message.class}.${message.name}`;
  const given = message.takesSession ? call.parameters.slice(1) : call.parameters;
  const optional = message.parameters.filter((parameter) => parameter.isOptional).length;
  const received = message.takesSession ? call.parameters.length - 1 : call.parameters.length;
  assertArity(name, { required: message.parameters.length - optional, received, hasOptional: optional > 0 });
  const session = message.takesSession ? checkedSession(world, host, call.parameters[0]) : undefined;
  if (message.removed !== undefined) throw new XapiError('MESSAGE_REMOVED');
  const parameters = given.slice(0, message.parameters.length).map((value, index) => readParameterAt(model, message, index, value));
  if (isAsync && !message.isAsync) throw new XapiError('Fault', `No async mode for this operation (rpc: ${name})`);
  if (host.toolstack.is === 'emergency' && isPoolLogin(name)) throw new XapiError(host.toolstack.code, ...host.toolstack.parameters);
  const type = isAsync ? TASK : message.result;
  perform(world, { host, session, message, isAsync, parameters, isLocal: call.isLocal }, (outcome) => answer(outcomeOf(outcome, type, model)));
}

function readParameterAt(model: Model, message: ModelMessage, index: number, value: RpcValue): Value {
  const type = message.parameters[index]?.type ?? { kind: 'void' };
  return readParameter(model, type, value);
}

function outcomeOf(outcome: Outcome<Value>, type: TypeShape, model: Model): RpcOutcome {
  return outcome.is === 'done' ? { is: 'done', value: outcome.value, type, model } : failed(outcome.error);
}
