import { announceVm } from '../domains/announce.ts';
import { closeConsoles } from '../domains/consoles.ts';
import { moveMemory } from '../domains/move-memory.ts';
import { reserving, wakeDomain } from '../domains/start-domain.ts';
import { ref, refOf, text } from '../fields.ts';
import { assertNotOlder } from '../migration/send-checks.ts';
import { withOperation } from '../operations/with-operation.ts';
import { assertMayStartOn } from '../placement/choose-host.ts';
import type { Work } from '../process.ts';
import { forwardTo } from '../reach.ts';
import { assertDisksReachable } from '../storage/storage-network.ts';
import type { Ref, Value } from '../value.ts';
import type { Call, Implementations } from '../world.ts';

export const vmMigrateCalls: Implementations = {
  'VM.pool_migrate': (call, vm, host) => migrate(call, refOf(vm), refOf(host)),
};

/** The guest runs on its old host while its memory is copied, and on the new one from a single moment on. */
export function* migrate(call: Call, vm: Ref, to: Ref): Work<Value> {
  const { pool, world } = call;
  const nameOf = (host: Ref): string => text(pool.database.get('host', host), 'name_label');
  const from = yield* withOperation(call, { table: 'VM', self: vm, name: 'pool_migrate' }, function* () {
    const source = ref(pool.database.get('VM', vm), 'resident_on') ?? pool.master.ref;
    assertNotOlder(pool, source, to);
    assertMayStartOn(pool, vm, to);
    yield* forwardTo(call, source);
    yield* reserving(call, { vm, host: to, operation: 'vm_migrate' }, function* () {
      yield* forwardTo(call, to);
      assertDisksReachable(call, vm, to);
      yield* moveMemory(call, vm);
      yield* forwardTo(call, to);
      closeConsoles(pool, vm);
      wakeDomain(world, pool, { vm, host: to, power: 'Running' });
    });
    return source;
  });
  announceVm(world, pool, { vm, name: 'VM_MIGRATED', what: `migrated from ${nameOf(from)} to ${nameOf(to)}` });
  return '';
}
