import { NetError } from '#engine/net/net-error.ts';
import { XapiError } from './xapi-error.ts';

/** The result of an answer; throws XapiError for a refusal and NetError for anything that is no answer at all. */
export function readAnswer(address: string, text: string): unknown {
  const answer = parse(text);
  if (typeof answer !== 'object' || answer === null) throw notXapi(address);
  const error: unknown = Reflect.get(answer, 'error');
  if (error !== undefined && error !== null) throw refusalOf(address, error);
  if (!('result' in answer)) throw notXapi(address);
  return answer.result;
}

function parse(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    // An error page or another protocol: the caller says so with the address.
    return undefined;
  }
}

/** Errors come as {message, data}, or as a bare array: from old servers always, from new ones before dispatch. */
export function refusalOf(address: string, error: unknown): Error {
  if (Array.isArray(error)) {
    const [code, ...parameters] = error.map(String);
    if (code !== undefined) return new XapiError(code, parameters);
  } else if (typeof error === 'object' && error !== null && 'message' in error) {
    const data: unknown = 'data' in error ? error.data : [];
    return new XapiError(String(error.message), Array.isArray(data) ? data.map(String) : []);
  }
  return notXapi(address);
}

/** Something answers there, but not as a XAPI server does. */
export function notXapi(address: string): Error {
  return new NetError({ kind: 'unreachable', address, why: 'not-xapi' });
}
