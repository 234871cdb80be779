/** What a host said when asked to let somebody in: one of XAPI's refusals, read for what it means. */
export type LoginAnswer =
  | { readonly is: 'member'; readonly master: string }
  | { readonly is: 'starting' }
  | { readonly is: 'no-management-address' }
  | { readonly is: 'master-cannot-talk-back'; readonly address: string }
  | { readonly is: 'unknown-to-master'; readonly host: string }
  | { readonly is: 'its-own-member' }
  | { readonly is: 'newer-than-master'; readonly version: string }
  | { readonly is: 'broken' }
  | { readonly is: 'lost-statefile' }
  | { readonly is: 'ha-not-started' }
  | { readonly is: 'password-differs' }
  | { readonly is: 'not-authorised' }
  | { readonly is: 'no-role' }
  /** Emergency mode stores whatever stopped the host from joining its master, often no more than a connection's error. */
  | { readonly is: 'cannot-reach-master'; readonly detail: string }
  | { readonly is: 'other'; readonly code: string };

/** A refused login, decoded. Codes nobody listed keep their name. */
export function readLoginAnswer(code: string, parameters: readonly string[]): LoginAnswer {
  const [first = ''] = parameters;
  switch (code) {
    case 'HOST_IS_SLAVE':
      return { is: 'member', master: first };
    case 'HOST_STILL_BOOTING':
      return { is: 'starting' };
    case 'HOST_HAS_NO_MANAGEMENT_IP':
      return { is: 'no-management-address' };
    case 'HOST_MASTER_CANNOT_TALK_BACK':
      return { is: 'master-cannot-talk-back', address: first };
    case 'HOST_UNKNOWN_TO_MASTER':
      return { is: 'unknown-to-master', host: first };
    case 'HOST_ITS_OWN_SLAVE':
      return { is: 'its-own-member' };
    case 'HOST_XAPI_VERSION_HIGHER_THAN_COORDINATOR':
      return { is: 'newer-than-master', version: first };
    case 'HOST_BROKEN':
      return { is: 'broken' };
    case 'HA_HOST_CANNOT_ACCESS_STATEFILE':
      return { is: 'lost-statefile' };
    case 'HA_HEARTBEAT_DAEMON_STARTUP_FAILED':
    case 'HA_POOL_IS_ENABLED_BUT_HOST_IS_DISABLED':
      return { is: 'ha-not-started' };
    case 'SESSION_AUTHENTICATION_FAILED':
      return { is: 'password-differs' };
    case 'SESSION_AUTHORIZATION_FAILED':
      return { is: 'not-authorised' };
    case 'RBAC_PERMISSION_DENIED':
      return { is: 'no-role' };
    case 'INTERNAL_ERROR':
      return isConnectionError(first) ? { is: 'cannot-reach-master', detail: first } : { is: 'other', code };
    default:
      return { is: 'other', code };
  }
}

/** How the toolstack prints a system call that failed on its way to the master. */
function isConnectionError(text: string): boolean {
  return /\b(?:ECONNREFUSED|EHOSTUNREACH|ENETUNREACH|ETIMEDOUT|ECONNRESET)\b|Connection refused|No route to host/i.test(text);
}
