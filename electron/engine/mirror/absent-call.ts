import { isXapiError } from '#engine/xapi/xapi-error.ts';

/** A release that does not have the call; for a class it means that there are no such objects. */
export function isAbsentCall(error: unknown): boolean {
  return isXapiError(error, 'MESSAGE_METHOD_UNKNOWN') || isXapiError(error, 'MESSAGE_REMOVED');
}
