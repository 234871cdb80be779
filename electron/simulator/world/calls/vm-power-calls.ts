import { announceVm, onHost } from '../domains/announce.ts';
import { closeConsoles } from '../domains/consoles.ts';
import { bootDomain, prepareDomain, reserving } from '../domains/start-domain.ts';
import { haltDomain } from '../domains/stop-domain.ts';
import { dropSuspendImage } from '../domains/suspend-image.ts';
import { map, ref, refOf, text } from '../fields.ts';
import { plannedSize } from '../ha/plan/failover-plan.ts';
import { assertPlanSurvives } from '../ha/plan/plan-state.ts';
import { vmFacts, vmProblem } from '../operations/vm-rules.ts';
import { withOperation } from '../operations/with-operation.ts';
import { refreshAllowed } from '../operations/rules.ts';
import { assertMayStartOn, chooseHost } from '../placement/choose-host.ts';
import type { Work } from '../process.ts';
import { forwardTo } from '../reach.ts';
import { change } from '../rows.ts';
import { setTaskProgress } from '../tasks.ts';
import type { Ref, Value } from '../value.ts';
import type { Call, Implementations, PoolState } from '../world.ts';
import { XapiError } from '../xapi-error.ts';

/** A guest that was asked to stop needs this long; one that is made to stop hardly any time. */
const GUEST_STOPS_AFTER_MS = 8_000;
const DOMAIN_DIES_AFTER_MS = 1_000;
const GUEST_BOOTS_AFTER_MS = 2_000;
const PAUSE_MS = 200;

export const vmPowerCalls: Implementations = {
  'VM.start': (call, vm, isPaused) => start(call, refOf(vm), { isPaused: isPaused === true }),
  'VM.start_on': (call, vm, host, isPaused) => start(call, refOf(vm), { isPaused: isPaused === true, host: refOf(host) }),
  'VM.clean_shutdown': (call, vm) => shutDown(call, refOf(vm), 'clean_shutdown'),
  'VM.hard_shutdown': (call, vm) => shutDown(call, refOf(vm), 'hard_shutdown'),
  'VM.shutdown': (call, vm) => shutDown(call, refOf(vm), 'shutdown'),
  'VM.clean_reboot': (call, vm) => reboot(call, refOf(vm), 'clean_reboot'),
  'VM.hard_reboot': (call, vm) => reboot(call, refOf(vm), 'hard_reboot'),
  'VM.pause': (call, vm) => setPaused(call, refOf(vm), 'Paused'),
  'VM.unpause': (call, vm) => setPaused(call, refOf(vm), 'Running'),
};

export function* start(call: Call, vm: Ref, wish: { readonly isPaused: boolean; readonly host?: Ref }): Work<Value> {
  const { pool, world } = call;
  const name = wish.host === undefined ? 'start' : 'start_on';
  const host = yield* withOperation(call, { table: 'VM', self: vm, name }, function* () {
    const chosen = wish.host ?? chooseHost(world, pool, vm);
    if (wish.host !== undefined) assertMayStartOn(pool, vm, wish.host);
    assertStartKeepsPlan(pool, vm, chosen);
    yield* reserving(call, { vm, host: chosen, operation: 'vm_start' }, function* () {
      yield* prepareDomain(call, vm, chosen);
      bootDomain(world, pool, { vm, host: chosen, power: wish.isPaused ? 'Paused' : 'Running' });
    });
    if (text(pool.database.get('VM', vm), 'ha_restart_priority') === 'restart') change(pool, 'VM', vm, { ha_always_run: true });
    return chosen;
  });
  announceVm(world, pool, { vm, name: 'VM_STARTED', what: `started ${onHost(pool, host)}` });
  return '';
}

/** A protected VM that runs must be able to run elsewhere; any other takes memory that was kept free. */
function assertStartKeepsPlan(pool: PoolState, vm: Ref, host: Ref): void {
  const isProtected = text(pool.database.get('VM', vm), 'ha_restart_priority') === 'restart';
  assertPlanSurvives(pool, isProtected ? { protects: [vm] } : { takes: { host, bytes: plannedSize(pool, vm) } });
}

type Stop = 'clean_shutdown' | 'hard_shutdown' | 'shutdown';

export function* shutDown(call: Call, vm: Ref, name: Stop): Work<Value> {
  const { pool, world } = call;
  if (name === 'hard_shutdown') cancelGentlerOperations(pool, vm);
  const isClean = yield* withOperation(call, { table: 'VM', self: vm, name }, function* () {
    const row = pool.database.get('VM', vm);
    change(pool, 'VM', vm, { ha_always_run: false });
    if (text(row, 'power_state') === 'Suspended') {
      dropSuspendImage(pool, vm);
      haltDomain(pool, vm);
      return false;
    }
    yield* forwardTo(call, ref(row, 'resident_on') ?? pool.master.ref);
    const asksGuest = name === 'clean_shutdown' || (name === 'shutdown' && canAskGuest(pool, vm));
    if (asksGuest) yield* waitForGuest(call);
    yield DOMAIN_DIES_AFTER_MS * world.slowness;
    haltDomain(pool, vm);
    return asksGuest;
  });
  announceVm(world, pool, { vm, name: 'VM_SHUTDOWN', what: isClean ? 'shutdown cleanly' : 'shutdown forcibly' });
  return '';
}

function* waitForGuest({ pool, world, task }: Call): Work<void> {
  yield (GUEST_STOPS_AFTER_MS / 2) * world.slowness;
  setTaskProgress(pool, task, 0.5);
  yield (GUEST_STOPS_AFTER_MS / 2) * world.slowness;
}

/** Whether the guest would take a friendly word, the operation under way left out of account. */
function canAskGuest(pool: PoolState, vm: Ref): boolean {
  const facts = vmFacts(pool, vm);
  return vmProblem({ ...facts, row: { ...facts.row, current_operations: {} } }, 'clean_shutdown') === undefined;
}

const GIVES_WAY = new Set(['clean_shutdown', 'clean_reboot', 'hard_reboot', 'pool_migrate', 'call_plugin', 'suspend']);

/** A forced shutdown ends what else goes on with the VM. */
function cancelGentlerOperations(pool: PoolState, vm: Ref): void {
  for (const [task, operation] of Object.entries(map(pool.database.get('VM', vm), 'current_operations'))) {
    if (GIVES_WAY.has(String(operation))) pool.running.get(task)?.interrupt(new XapiError('TASK_CANCELLED', task));
  }
}

function* reboot(call: Call, vm: Ref, name: 'clean_reboot' | 'hard_reboot'): Work<Value> {
  const { pool, world } = call;
  yield* withOperation(call, { table: 'VM', self: vm, name }, function* () {
    const host = ref(pool.database.get('VM', vm), 'resident_on') ?? pool.master.ref;
    yield* forwardTo(call, host);
    if (name === 'clean_reboot') yield* waitForGuest(call);
    yield GUEST_BOOTS_AFTER_MS * world.slowness;
    closeConsoles(pool, vm);
    bootDomain(world, pool, { vm, host, power: 'Running' });
  });
  announceVm(world, pool, { vm, name: 'VM_REBOOTED', what: name === 'clean_reboot' ? 'rebooted cleanly' : 'rebooted forcibly' });
  return '';
}

function* setPaused(call: Call, vm: Ref, power: 'Paused' | 'Running'): Work<Value> {
  const { pool, world } = call;
  yield* withOperation(call, { table: 'VM', self: vm, name: power === 'Paused' ? 'pause' : 'unpause' }, function* () {
    yield* forwardTo(call, ref(pool.database.get('VM', vm), 'resident_on') ?? pool.master.ref);
    yield PAUSE_MS * world.slowness;
    change(pool, 'VM', vm, { power_state: power });
    const metrics = ref(pool.database.get('VM', vm), 'metrics');
    if (metrics !== undefined) change(pool, 'VM_metrics', metrics, { state: [power.toLowerCase()] });
    refreshAllowed(pool, 'VM', vm);
  });
  const isPaused = power === 'Paused';
  announceVm(world, pool, { vm, name: isPaused ? 'VM_PAUSED' : 'VM_UNPAUSED', what: isPaused ? 'paused' : 'unpaused' });
  return '';
}
