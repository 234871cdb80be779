import type { Session } from '#engine/xapi/session.ts';
import { isXapiError } from '#engine/xapi/xapi-error.ts';
import type { Access } from '#shared/domain/connection/permissions.ts';

/** What this session may do. Releases from before roles let everybody do everything. */
export async function readAccess(session: Session, signal: AbortSignal): Promise<Access> {
  try {
    if ((await session.call('session.get_is_local_superuser', [session.ref], { signal })) === true) return { is: 'full' };
    const permissions = await session.call('session.get_rbac_permissions', [session.ref], { signal });
    return { is: 'limited', permissions: Array.isArray(permissions) ? permissions.map(String) : [] };
  } catch (error) {
    if (isXapiError(error, 'MESSAGE_METHOD_UNKNOWN')) return { is: 'full' };
    throw error;
  }
}
