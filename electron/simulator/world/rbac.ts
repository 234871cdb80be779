import type { Model, ModelMessage } from '#shared/xapi/model.ts';
import { isRoleAtLeast, ROUTES, type Role } from './http-routes.ts';
import type { Value } from './value.ts';
import type { Call, Session } from './world.ts';
import { XapiError } from './xapi-error.ts';

interface GuardedKeys {
  readonly field: string;
  /** A trailing asterisk stands for anything. */
  readonly keys: readonly string[];
  readonly role: Role;
}

const UI_KEYS = ['folder', 'XenCenter.CustomFields.*'];

/** Map entries with a permission of their own: less is needed to file a VM in a folder than to change its other_config. */
const GUARDED_KEYS: readonly GuardedKeys[] = [
  { field: 'pool.other_config', keys: [...UI_KEYS, 'EMPTY_FOLDERS'], role: 'vm-operator' },
  { field: 'VM.other_config', keys: UI_KEYS, role: 'vm-operator' },
  { field: 'VM.other_config', keys: ['pci'], role: 'pool-admin' },
  { field: 'host.other_config', keys: UI_KEYS, role: 'vm-operator' },
  { field: 'SR.other_config', keys: UI_KEYS, role: 'vm-operator' },
  { field: 'VDI.other_config', keys: UI_KEYS, role: 'vm-operator' },
  { field: 'network.other_config', keys: [...UI_KEYS, 'XenCenterCreateInProgress'], role: 'vm-operator' },
  { field: 'task.other_config', keys: ['applies_to', 'XenCenterUUID', 'XenCenterMeddlingActionTitle'], role: 'vm-operator' },
];

/** Permissions beside those named after calls. */
const EXTRA_PERMISSIONS: ReadonlyMap<string, Role> = new Map([
  ['task.destroy/any', 'pool-operator'],
  ['task.cancel/any', 'pool-operator'],
  ['http/connect_console/host_console', 'pool-operator'],
  ...ROUTES.map((route) => [`http/${route.name}`, route.role] as const),
]);

const MAP_EDITOR = /^(?:add_to|remove_from)_(.+)$/;

function guardOf(message: ModelMessage, key: Value | undefined): { readonly permission: string; readonly role: Role } | undefined {
  const field = MAP_EDITOR.exec(message.name)?.[1];
  if (field === undefined || typeof key !== 'string') return undefined;
  for (const guard of GUARDED_KEYS) {
    if (guard.field !== `${message.class}.${field}`) continue;
    const pattern = guard.keys.find((candidate) => matches(candidate, key));
    if (pattern !== undefined) return { permission: keyPermission(message, pattern), role: guard.role };
  }
  return undefined;
}

function matches(pattern: string, key: string): boolean {
  return pattern.endsWith('*') ? key.startsWith(pattern.slice(0, -1)) : key === pattern;
}

function keyPermission(message: ModelMessage, pattern: string): string {
  return `${nameOf(message)}/key:${pattern}`.toLowerCase();
}

function nameOf(message: ModelMessage): string {
  return `${message.class}.${message.name}`.toLowerCase();
}

const byModel = new WeakMap<Model, Map<Role, ReadonlySet<string>>>();

/** Everything a role of this release may do, as lower-case permission names. */
export function permissionsOf(model: Model, role: Role): ReadonlySet<string> {
  const known = byModel.get(model) ?? new Map<Role, ReadonlySet<string>>();
  byModel.set(model, known);
  const permissions = known.get(role) ?? collectPermissions(model, role);
  known.set(role, permissions);
  return permissions;
}

function collectPermissions(model: Model, role: Role): ReadonlySet<string> {
  const permissions = new Set<string>();
  for (const message of model.messages.values()) {
    if (message.roles.includes(role)) permissions.add(nameOf(message));
    for (const guarded of guardsOf(message)) if (isRoleAtLeast(role, guarded.role)) permissions.add(guarded.permission);
  }
  for (const [permission, least] of EXTRA_PERMISSIONS) if (isRoleAtLeast(role, least)) permissions.add(permission);
  return permissions;
}

function guardsOf(message: ModelMessage): { readonly permission: string; readonly role: Role }[] {
  const field = MAP_EDITOR.exec(message.name)?.[1];
  return GUARDED_KEYS.filter((guard) => guard.field === `${message.class}.${field}`).flatMap((guard) =>
    guard.keys.map((key) => ({ permission: keyPermission(message, key), role: guard.role })),
  );
}

/** Throws RBAC_PERMISSION_DENIED unless the call's session may make it. */
export function assertPermitted(call: Pick<Call, 'session' | 'message'>, parameters: readonly Value[]): void {
  const { session, message } = call;
  if (session === undefined) return;
  const guard = guardOf(message, parameters[1]);
  if (guard === undefined) assertPermission(session, nameOf(message), message.roles);
  else assertPermission(session, guard.permission, rolesAtLeast(guard.role));
}

/** `rolesWithIt` is named in the refusal. */
export function assertPermission(session: Session, permission: string, rolesWithIt: readonly string[]): void {
  if (isPermitted(session, permission)) return;
  const roles = rolesWithIt.filter((role) => role !== 'client-cert').join(', ');
  throw new XapiError('RBAC_PERMISSION_DENIED', permission, `No permission in user session. (Roles with this permission: ${roles})`);
}

/** Local sessions and the superuser may do everything. */
export function isPermitted(session: Session, permission: string): boolean {
  return session.isSuperuser || session.kind === 'local' || session.permissions.has(permission);
}

export function rolesAtLeast(least: Role): readonly Role[] {
  return (['pool-admin', 'pool-operator', 'vm-power-admin', 'vm-admin', 'vm-operator', 'read-only'] as const).filter((role) =>
    isRoleAtLeast(role, least),
  );
}
