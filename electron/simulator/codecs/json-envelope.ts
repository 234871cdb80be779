import { MalformedMessage } from './malformed.ts';
import { readJson } from './json-read.ts';
import { jsonString, writeJson } from './json-write.ts';
import { memberOf, NULL, type RpcMember, type RpcValue } from './rpc-value.ts';

export interface JsonCall {
  readonly version: '1.0' | '2.0';
  readonly id: RpcValue;
  readonly method: string;
  readonly parameters: readonly RpcValue[];
}

function malformed(problem: string): MalformedMessage {
  return new MalformedMessage(`Jsonrpc.Malformed_method_request("${problem}")`);
}

function invalidField(name: string): MalformedMessage {
  return malformed(`Invalid field '${name}' in request body`);
}

export function readJsonCall(text: string): JsonCall {
  const body = readJson(text);
  if (body.is !== 'struct') throw malformed('Invalid request body');
  const version = versionOf(body.members);
  const method = memberOf(body.members, 'method');
  if (method === undefined) throw malformed('Required field method is missing');
  if (method.is !== 'string') throw invalidField('method');
  const parameters = parametersOf(version, memberOf(body.members, 'params'));
  const id = memberOf(body.members, 'id');
  if (id?.is !== 'int' && id?.is !== 'string') throw invalidField('id');
  return { version, id, method: method.value, parameters };
}

function versionOf(members: readonly RpcMember[]): '1.0' | '2.0' {
  const version = memberOf(members, 'jsonrpc');
  if (version === undefined) return '1.0';
  if (version.is !== 'string' || version.value !== '2.0') throw invalidField('jsonrpc');
  return '2.0';
}

function parametersOf(version: '1.0' | '2.0', parameters: RpcValue | undefined): readonly RpcValue[] {
  if (parameters?.is === 'array') return parameters.items;
  if (version === '1.0') {
    if (parameters === undefined) throw malformed('Required field params is missing');
    throw invalidField('params');
  }
  if (parameters === undefined || parameters.is === 'null') return [];
  // Named parameters are not understood: the whole object becomes the only parameter.
  if (parameters.is === 'struct') return [parameters];
  throw invalidField('params');
}

type Reply = Pick<JsonCall, 'version' | 'id'>;

/** `result` is JSON text, in pieces. */
export function jsonSuccess(call: Reply, result: readonly string[]): string[] {
  const id = writeJson(call.id);
  if (call.version === '2.0') return ['{"jsonrpc":"2.0","result":', ...result, `,"id":${id}}`];
  return ['{"result":', ...result, `,"error":null,"id":${id}}`];
}

export function jsonFailure(call: Reply, code: string, parameters: readonly string[]): string {
  if (call.version === '1.0') return rawJsonFailure(call, errorArray(code, parameters));
  return rawJsonFailure(call, `{"code":1,"message":${jsonString(code)},"data":[${parameters.map(jsonString).join(',')}]}`);
}

/** `error` is JSON text. */
export function rawJsonFailure(call: Reply, error: string): string {
  const id = writeJson(call.id);
  return call.version === '2.0' ? `{"jsonrpc":"2.0","error":${error},"id":${id}}` : `{"result":${writeJson(NULL)},"error":${error},"id":${id}}`;
}

/** Errors raised before the envelope is looked at have this one shape, whatever the client sent. */
export function jsonFailureBeforeDispatch(code: string, parameters: readonly string[]): string {
  return rawJsonFailure({ version: '2.0', id: { is: 'int', value: 0n } }, errorArray(code, parameters));
}

function errorArray(code: string, parameters: readonly string[]): string {
  return `[${[code, ...parameters].map(jsonString).join(',')}]`;
}
