import type { Ref } from '#simulator/world/value.ts';
import type { Draft } from './draft.ts';

/** The roles are the same on every pool, down to their uuids; clients know them by these. */
const ROLES = [
  { uuid: '0165f154-ba3e-034e-6b27-5d271af109ba', name: 'pool-admin', description: 'The Pool Administrator role can do anything' },
  {
    uuid: 'b9ce9791-0604-50cd-0649-09b3284c7dfd',
    name: 'pool-operator',
    description: 'The Pool Operator role can do anything but access Dom0 and manage subjects and roles',
  },
  {
    uuid: '7955168d-7bec-10ed-105f-c6a7e6e63249',
    name: 'vm-power-admin',
    description: 'The VM Power Administrator role can do anything affecting VM properties across the pool',
  },
  { uuid: 'aaa00ab5-7340-bfbc-0d1b-7cf342639a6e', name: 'vm-admin', description: 'The VM Administrator role can do anything to a VM' },
  {
    uuid: 'fb8d4ff9-310c-a959-0613-54101535d3d5',
    name: 'vm-operator',
    description: 'The VM Operator role can do anything to an already existing VM',
  },
  { uuid: '7233b8e3-eacb-d7da-2c95-f2e581cdbf4e', name: 'read-only', description: 'The Read-Only role can only read values' },
] as const;

type RoleName = (typeof ROLES)[number]['name'];

export function addRoles(draft: Draft): void {
  for (const role of ROLES) draft.add('role', { uuid: role.uuid, name_label: role.name, name_description: role.description }, roleRef(role.uuid));
}

const roleRef = (uuid: string): Ref => `OpaqueRef:${uuid}`;

/** Someone from the company's directory who may log in, with one role. */
export function addSubject(draft: Draft, plan: { name: string; displayName: string; isGroup?: boolean; role: RoleName }): Ref {
  const role = ROLES.find((known) => known.name === plan.role);
  return draft.add('subject', {
    subject_identifier: `S-1-5-21-1708537768-1482476501-${draft.random.below(1_000_000_000)}-${1000 + draft.random.below(9000)}`,
    other_config: {
      'subject-name': plan.name,
      'subject-displayname': plan.displayName,
      'subject-is-group': String(plan.isGroup ?? false),
      'subject-account-disabled': 'false',
      'subject-account-locked': 'false',
      'subject-account-expired': 'false',
    },
    roles: role === undefined ? [] : [roleRef(role.uuid)],
  });
}
