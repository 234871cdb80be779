import { announceVm, onHost } from '../domains/announce.ts';
import { moveMemory } from '../domains/move-memory.ts';
import { prepareDomain, reserving, wakeDomain } from '../domains/start-domain.ts';
import { freezeDomain } from '../domains/stop-domain.ts';
import { addSuspendImage, dropSuspendImage, suspendRepository } from '../domains/suspend-image.ts';
import { ref, refOf } from '../fields.ts';
import { withOperation } from '../operations/with-operation.ts';
import { assertMayStartOn, chooseHost } from '../placement/choose-host.ts';
import type { Work } from '../process.ts';
import { forwardTo } from '../reach.ts';
import type { Ref, Value } from '../value.ts';
import type { Call, Implementations } from '../world.ts';
import { removeDisk } from '../storage/disk-rows.ts';
import { XapiError } from '../xapi-error.ts';

export const vmSuspendCalls: Implementations = {
  'VM.suspend': (call, vm) => suspend(call, refOf(vm)),
  'VM.resume': (call, vm, isPaused) => resume(call, refOf(vm), { isPaused: isPaused === true }),
  'VM.resume_on': (call, vm, host, isPaused) => resume(call, refOf(vm), { isPaused: isPaused === true, host: refOf(host) }),
};

function* suspend(call: Call, vm: Ref): Work<Value> {
  const { pool, world } = call;
  yield* withOperation(call, { table: 'VM', self: vm, name: 'suspend' }, function* () {
    const host = ref(pool.database.get('VM', vm), 'resident_on') ?? pool.master.ref;
    yield* forwardTo(call, host);
    const image = addSuspendImage(world, pool, vm, suspendRepository(pool, vm, host));
    try {
      yield* moveMemory(call, vm);
    } catch (error) {
      removeDisk(pool, image);
      throw error;
    }
    freezeDomain(pool, vm, image);
  });
  announceVm(world, pool, { vm, name: 'VM_SUSPENDED', what: 'suspended' });
  return '';
}

function* resume(call: Call, vm: Ref, wish: { readonly isPaused: boolean; readonly host?: Ref }): Work<Value> {
  const { pool, world } = call;
  const name = wish.host === undefined ? 'resume' : 'resume_on';
  const host = yield* withOperation(call, { table: 'VM', self: vm, name }, function* () {
    if (ref(pool.database.get('VM', vm), 'suspend_VDI') === undefined) throw new XapiError('VM_HAS_NO_SUSPEND_VDI', vm);
    const chosen = wish.host ?? chooseHost(world, pool, vm);
    if (wish.host !== undefined) assertMayStartOn(pool, vm, wish.host);
    yield* reserving(call, { vm, host: chosen, operation: 'vm_resume' }, function* () {
      yield* prepareDomain(call, vm, chosen);
      yield* moveMemory(call, vm);
      wakeDomain(world, pool, { vm, host: chosen, power: wish.isPaused ? 'Paused' : 'Running' });
    });
    dropSuspendImage(pool, vm);
    return chosen;
  });
  announceVm(world, pool, { vm, name: 'VM_RESUMED', what: `resumed ${onHost(pool, host)}` });
  return '';
}
