import { text } from '#simulator/world/fields.ts';
import { addRow } from '#simulator/world/rows.ts';
import type { Account, PoolState, World } from '#simulator/world/world.ts';
import { type FaultCommand, FaultError } from './command.ts';
import { poolIn } from './look-up.ts';

const ROLES = ['pool-admin', 'pool-operator', 'vm-power-admin', 'vm-admin', 'vm-operator', 'read-only'] as const satisfies readonly Account['role'][];

/** Who may log in, and as what. */
export const accessCommands: readonly FaultCommand[] = [
  {
    name: 'add-user',
    parameters: [
      { name: 'pool', kind: 'pool' },
      { name: 'user', kind: 'text' },
      { name: 'role', kind: 'text', choices: ROLES },
    ],
    description: 'Someone of the directory may log in to the pool in a role, with the password root has; tells the subject',
    run: (world, values) => addUser(world, poolIn(world, values), { user: values['user'] ?? '', role: roleIn(values['role']) }),
  },
];

function roleIn(wanted: string | undefined): (typeof ROLES)[number] {
  const role = ROLES.find((known) => known === wanted);
  if (role === undefined) throw new FaultError(`role is one of ${ROLES.join(', ')}`);
  return role;
}

function addUser(world: World, pool: PoolState, { user, role }: { readonly user: string; readonly role: (typeof ROLES)[number] }): string {
  const password = pool.accounts.find((account) => account.role === 'superuser')?.password;
  if (password === undefined) throw new FaultError('the pool has no root');
  if (pool.accounts.some((account) => account.user === user)) throw new FaultError(`the pool has a user ${user} already`);
  pool.accounts.push({ user, password, role });
  const roles = pool.database.refs('role').filter((ref) => text(pool.database.get('role', ref), 'name_label') === role);
  return addRow({ world, pool }, 'subject', {
    subject_identifier: `S-1-5-21-1708537768-1482476501-3284-${1000 + pool.accounts.length}`,
    other_config: { 'subject-name': user, 'subject-displayname': user, 'subject-is-group': 'false' },
    roles,
  });
}
