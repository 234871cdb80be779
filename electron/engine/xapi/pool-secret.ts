import type { Session } from './session.ts';
import { isXapiError } from './xapi-error.ts';

/** A password the pool keeps for us, by the UUID it was given then. */
export async function readSecret(session: Session, uuid: string): Promise<string> {
  const secret = await session.call('secret.get_by_uuid', [uuid]);
  // What a look-up by UUID answers with.
  return String(await session.call('secret.get_value', [secret as never]));
}

export async function dropSecret(session: Session, uuid: string): Promise<void> {
  try {
    const secret = await session.call('secret.get_by_uuid', [uuid]);
    await session.call('secret.destroy', [secret as never]);
  } catch (error) {
    // Gone already, which is what is wanted.
    if (!isXapiError(error, 'UUID_INVALID') && !isXapiError(error, 'HANDLE_INVALID')) throw error;
  }
}
