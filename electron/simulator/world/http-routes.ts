/** Decreasing; each role may do what those after it may. */
const ROLES = ['pool-admin', 'pool-operator', 'vm-power-admin', 'vm-admin', 'vm-operator', 'read-only', 'none'] as const;

/** The least role that may use something; `none` is open to everyone. */
export type Role = (typeof ROLES)[number];

export function isRoleAtLeast(role: Role, least: Role): boolean {
  return ROLES.indexOf(role) <= ROLES.indexOf(least);
}

export interface Route {
  readonly method: 'GET' | 'PUT' | 'POST' | 'CONNECT' | 'OPTIONS';
  readonly path: string;
  /** The real server's handler name: realm of its 401, and `http/<name>` is its permission. */
  readonly name: string;
  readonly role: Role;
}

const route = (method: Route['method'], path: string, name: string, role: Role): Route => ({ method, path, name, role });

/** What the real server registers; a request goes to the longest path that its own path starts with. */
export const ROUTES: readonly Route[] = [
  route('POST', '/', 'post_root', 'none'),
  route('POST', '/RPC2', 'post_RPC2', 'none'),
  route('POST', '/json', 'post_json', 'none'),
  route('POST', '/jsonrpc', 'post_jsonrpc', 'none'),
  route('OPTIONS', '/', 'post_root_options', 'none'),
  route('POST', '/cli', 'post_cli', 'read-only'),
  route('POST', '/remote_db_access', 'post_remote_db_access', 'pool-admin'),
  route('POST', '/remote_db_access_v2', 'post_remote_db_access_v2', 'pool-admin'),
  route('POST', '/services', 'post_services', 'pool-admin'),
  route('GET', '/services', 'get_services', 'pool-admin'),
  route('GET', '/services/xenops', 'get_services_xenops', 'pool-admin'),
  route('GET', '/services/SM', 'get_services_sm', 'pool-admin'),
  route('PUT', '/services', 'put_services', 'pool-admin'),
  route('CONNECT', '/migrate', 'connect_migrate', 'vm-power-admin'),
  route('CONNECT', '/remotecmd', 'connect_remotecmd', 'pool-admin'),
  route('CONNECT', '/console', 'connect_console', 'vm-operator'),
  route('GET', '/console', 'connect_console_ws', 'vm-operator'),
  route('GET', '/vncsnapshot', 'get_vncsnapshot', 'vm-operator'),
  route('PUT', '/import', 'put_import', 'vm-admin'),
  route('PUT', '/import_metadata', 'put_import_metadata', 'vm-admin'),
  route('PUT', '/import_raw_vdi', 'put_import_raw_vdi', 'vm-admin'),
  route('GET', '/export', 'get_export', 'vm-admin'),
  route('GET', '/export_metadata', 'get_export_metadata', 'vm-admin'),
  route('GET', '/export_raw_vdi', 'get_export_raw_vdi', 'vm-admin'),
  route('GET', '/host_backup', 'get_host_backup', 'pool-admin'),
  route('PUT', '/host_restore', 'put_host_restore', 'pool-admin'),
  route('GET', '/host_logs_download', 'get_host_logs_download', 'pool-operator'),
  route('GET', '/system-status', 'get_system_status', 'pool-operator'),
  route('GET', '/pool/xmldbdump', 'get_pool_xml_db_sync', 'pool-admin'),
  route('PUT', '/pool/xmldbdump', 'put_pool_xml_db_sync', 'pool-admin'),
  route('GET', '/sync_config_files', 'get_config_sync', 'pool-admin'),
  route('GET', '/rrd_updates', 'rrd_updates', 'read-only'),
  route('GET', '/host_rrd', 'host_rrd', 'read-only'),
  route('GET', '/vm_rrd', 'vm_rrd', 'read-only'),
  route('GET', '/sr_rrd', 'sr_rrd', 'read-only'),
  route('PUT', '/rrd', 'rrd', 'pool-admin'),
  route('GET', '/blob', 'get_blob', 'none'),
  route('PUT', '/blob', 'put_blob', 'vm-power-admin'),
  route('PUT', '/messages', 'put_messages', 'vm-power-admin'),
  route('GET', '/audit_log', 'get_audit_log', 'read-only'),
  route('GET', '/wlb_report', 'get_wlb_report', 'read-only'),
  route('GET', '/wlb_diagnostics', 'get_wlb_diagnostics', 'read-only'),
  route('PUT', '/pool_patch_upload', 'put_pool_patch_upload', 'pool-operator'),
  route('PUT', '/oem_patch_stream', 'put_oem_patch_stream', 'pool-operator'),
  route('GET', '/update/', 'get_pool_update_download', 'pool-operator'),
  route('GET', '/repository', 'get_repository', 'pool-operator'),
  route('GET', '/host_updates', 'get_host_updates', 'pool-operator'),
  route('GET', '/updates', 'get_updates', 'pool-operator'),
  route('PUT', '/bundle', 'put_bundle', 'pool-operator'),
];

/** Longest first, so the first match is the longest. */
const byMethod = Map.groupBy(
  ROUTES.toSorted((a, b) => b.path.length - a.path.length),
  (entry) => entry.method as string,
);

export function findRoute(method: string, path: string): Route | undefined {
  return byMethod.get(method)?.find((entry) => path.startsWith(entry.path));
}

export function isKnownMethod(method: string): boolean {
  return byMethod.has(method);
}
