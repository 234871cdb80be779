/** What keeps a host in emergency mode. */
const CODES: ReadonlySet<string> = new Set([
  'HOST_STILL_BOOTING',
  'HOST_HAS_NO_MANAGEMENT_IP',
  'HOST_MASTER_CANNOT_TALK_BACK',
  'HOST_UNKNOWN_TO_MASTER',
  'HOST_ITS_OWN_SLAVE',
  'HOST_BROKEN',
  'HOST_XAPI_VERSION_HIGHER_THAN_COORDINATOR',
  'HA_HOST_CANNOT_ACCESS_STATEFILE',
  'HA_HEARTBEAT_DAEMON_STARTUP_FAILED',
  'HA_POOL_IS_ENABLED_BUT_HOST_IS_DISABLED',
]);

export function isEmergencyCode(code: string): boolean {
  return CODES.has(code);
}
