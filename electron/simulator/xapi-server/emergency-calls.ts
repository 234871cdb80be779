/** All a host in emergency mode does for anyone; everything else is refused with the error that put it there. */
const EMERGENCY_CALLS: ReadonlySet<string> = new Set([
  'session.login_with_password',
  'session.slave_login',
  'session.slave_local_login',
  'session.slave_local_login_with_password',
  'session.local_logout',
  'pool.emergency_reset_master',
  'pool.emergency_transition_to_master',
  'pool.ping_slave',
  'host.propose_new_master',
  'host.commit_new_master',
  'host.abort_new_master',
  'host.local_assert_healthy',
  'host.signal_networking_change',
  'host.local_management_reconfigure',
  'host.ha_xapi_healthcheck',
  'host.emergency_ha_disable',
  'host.management_disable',
  'host.get_system_status_capabilities',
  'host.is_in_emergency_mode',
  'host.shutdown_agent',
  'host.emergency_reset_server_certificate',
  'host.emergency_disable_tls_verification',
  'host.emergency_reenable_tls_verification',
  'host.emergency_clear_mandatory_guidance',
  'host.update_firewalld_service_status',
]);

/** Logging in gets past the gate only to be told the same error there. */
const LOGINS: ReadonlySet<string> = new Set(['session.login_with_password', 'session.slave_login']);

export function isEmergencyCall(method: string): boolean {
  return EMERGENCY_CALLS.has(method);
}

export function isPoolLogin(method: string): boolean {
  return LOGINS.has(method);
}
