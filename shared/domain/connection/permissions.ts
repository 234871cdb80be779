/** What a session may do, as the pool says. */
export type Access =
  /** The local superuser: nothing is asked. */
  | { readonly is: 'full' }
  /** Names as the pool writes them: 'vm.start', 'pool.add_to_other_config/key:folder', 'http/get_rrd_updates'. */
  | { readonly is: 'limited'; readonly permissions: readonly string[] };

/** Whether the pool would let this session make a call; `detail` is what some permissions name after a slash. */
export function mayCall(access: Access, method: string, detail?: string): boolean {
  if (access.is === 'full') return true;
  const name = method.toLowerCase();
  if (access.permissions.includes(name)) return true;
  return detail !== undefined && access.permissions.includes(`${name}/${detail.toLowerCase()}`);
}
