import { bytesOfText, chunksOfPieces, textOfBytes } from '../codecs/byte-text.ts';
import { jsonFailure, jsonFailureBeforeDispatch, jsonSuccess, readJsonCall, type JsonCall } from '../codecs/json-envelope.ts';
import { writeJson } from '../codecs/json-write.ts';
import { xmlValue } from '../codecs/xml-value.ts';
import { writeXml } from '../codecs/xml-write.ts';
import { readXmlCall, xmlAnswer, xmlFailure, xmlSuccess } from '../codecs/xmlrpc.ts';
import { profileOf } from '../model/profiles.ts';
import { dispatch, type RpcCall, type RpcOutcome } from './dispatch.ts';
import type { Service } from './http/service.ts';
import { encoderFor } from './json-encoders.ts';

export interface RpcAnswer {
  readonly contentType: string;
  /** Pages of other origins may read it: all but the early refusals. */
  readonly isShared: boolean;
  readonly body: readonly Uint8Array[];
}

function outcomeOf({ world, host, during, isLocal = false }: Service, call: RpcCall): Promise<RpcOutcome> {
  return new Promise((resolve) => during(() => dispatch(world, host, { ...call, isLocal }, resolve)));
}

/** Throws MalformedMessage for a body that cannot be read or an answer that JSON cannot say. */
export async function answerJson(service: Service, body: Uint8Array): Promise<RpcAnswer> {
  const call = asUnderstood(service, readJsonCall(textOfBytes(body)));
  const outcome = await outcomeOf(service, call);
  return { contentType: 'application/json', isShared: outcome.is !== 'refused', body: chunksOfPieces(jsonPieces(call, outcome)) };
}

/** Releases before 7.3 take version 2.0 calls but answer them like 1.0. */
function asUnderstood({ host }: Service, call: JsonCall): JsonCall {
  return profileOf(host.pool.profile).jsonRpcErrors === 'arrays' ? { ...call, version: '1.0' } : call;
}

function jsonPieces(call: JsonCall, outcome: RpcOutcome): readonly string[] {
  switch (outcome.is) {
    case 'done':
      return jsonSuccess(call, encoderFor(outcome.model).pieces(outcome.type, outcome.value));
    case 'bare':
      return jsonSuccess(call, [writeJson(outcome.value)]);
    case 'failed':
      return [jsonFailure(call, outcome.code, outcome.parameters)];
    case 'refused':
      return [jsonFailureBeforeDispatch(outcome.code, outcome.parameters)];
  }
}

export async function answerXml(service: Service, body: Uint8Array): Promise<RpcAnswer> {
  const call = readXmlCall(body);
  const outcome = await outcomeOf(service, call);
  return { contentType: 'text/xml', isShared: outcome.is !== 'refused', body: [bytesOfText(xmlTextOf(outcome))] };
}

function xmlTextOf(outcome: RpcOutcome): string {
  switch (outcome.is) {
    case 'done':
      return xmlSuccess(xmlValue(outcome.value, outcome.type, outcome.model));
    case 'bare':
      return xmlAnswer(writeXml(outcome.value));
    case 'failed':
    case 'refused':
      return xmlFailure(outcome.code, outcome.parameters);
  }
}
