import { refOf } from '../fields.ts';
import { assertAllowed, refreshAllowed } from '../operations/rules.ts';
import { addRow, removeRow } from '../rows.ts';
import type { Ref, Value } from '../value.ts';
import type { Call, Implementations } from '../world.ts';

export const vtpmCalls: Implementations = {
  'VTPM.create': (call, vm, isUnique) => create(call, refOf(vm), isUnique === true),
  'VTPM.destroy': ({ pool }, self) => {
    pool.database.get('VTPM', refOf(self));
    removeRow(pool, 'VTPM', refOf(self));
    return '';
  },
};

function create({ world, pool }: Call, vm: Ref, isUnique: boolean): Value {
  assertAllowed(pool, 'VM', vm, 'create_vtpm');
  const self = addRow({ world, pool }, 'VTPM', {
    VM: vm,
    backend: 'OpaqueRef:NULL',
    persistence_backend: 'xapi',
    is_unique: isUnique,
    is_protected: false,
    allowed_operations: ['destroy'],
    current_operations: {},
  });
  refreshAllowed(pool, 'VM', vm);
  return self;
}
