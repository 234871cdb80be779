import { list, refOf, text, textOf } from '../fields.ts';
import type { Role } from '../http-routes.ts';
import { permissionsOf } from '../rbac.ts';
import { change } from '../rows.ts';
import type { Ref, Value } from '../value.ts';
import type { Call, Implementations, PoolState } from '../world.ts';
import { XapiError } from '../xapi-error.ts';

const ROLES: readonly Role[] = ['pool-admin', 'pool-operator', 'vm-power-admin', 'vm-admin', 'vm-operator', 'read-only'];

export const roleCalls: Implementations = {
  'role.get_permissions_name_label': ({ pool }, role) => permissionNames(pool, refOf(role)),
  'subject.get_permissions_name_label': ({ pool }, subject) => {
    const names = list(pool.database.get('subject', refOf(subject)), 'roles').flatMap((role) => permissionNames(pool, role));
    return [...new Set(names)];
  },
  'subject.add_to_roles': (call, subject, role) => editRoles(call, refOf(subject), refOf(role), 'add'),
  'subject.remove_from_roles': (call, subject, role) => editRoles(call, refOf(subject), refOf(role), 'remove'),
  'role.get_by_permission': ({ pool }, permission) =>
    pool.database.refs('role').filter((role) => list(pool.database.get('role', role), 'subroles').includes(refOf(permission))),
  'role.get_by_permission_name_label': ({ pool }, permission) =>
    pool.database.refs('role').filter((role) => permissionNames(pool, role).includes(textOf(permission).toLowerCase())),
};

function permissionNames(pool: PoolState, role: Ref): readonly string[] {
  const name = text(pool.database.get('role', role), 'name_label');
  const known = ROLES.find((candidate) => candidate === name);
  return known === undefined ? [] : [...permissionsOf(pool.model, known)];
}

function editRoles({ pool }: Call, subject: Ref, role: Ref, edit: 'add' | 'remove'): Value {
  const roles = list(pool.database.get('subject', subject), 'roles');
  pool.database.get('role', role);
  if (edit === 'add' && roles.includes(role)) throw new XapiError('ROLE_ALREADY_EXISTS');
  if (edit === 'remove' && !roles.includes(role)) throw new XapiError('ROLE_NOT_FOUND');
  change(pool, 'subject', subject, { roles: edit === 'add' ? [role, ...roles] : roles.filter((other) => other !== role) });
  return '';
}
