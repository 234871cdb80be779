import { flag, number, text } from '../fields.ts';
import { createMessage } from '../messages.ts';
import { perform } from '../perform.ts';
import type { Outcome, Work } from '../process.ts';
import { isAnswering } from '../reach.ts';
import type { Ref, Value } from '../value.ts';
import type { PoolState, World } from '../world.ts';
import { evacuationPlan, isProtected } from './plan/failover-plan.ts';
import { isHaOn, refreshPlan } from './plan/plan-state.ts';

const POLL_MS = 1_000;
/** How long a new master waits for hosts to become ready before it gives VMs up. */
const HOSTS_READY_MS = 1_800_000;
const BEST_EFFORT_TRIES = 2;
const RESTART_FAILED_PRIORITY = 2;

/** Protected VMs in their order, each order when the one before has started and its delay is over; then the others, if they fit. */
export function* restartLostVms(world: World, pool: PoolState, vms: readonly Ref[]): Work<void> {
  yield* waitForHosts(world, pool);
  while (world.clock.now() < (pool.restartsPausedUntilMs ?? 0)) yield POLL_MS;
  const lost = vms.filter((vm) => isProtected(pool, vm));
  const plan = evacuationPlan(pool, [], lost);
  for (const group of inOrder(pool, lost)) {
    const outcomes = yield* startTogether(world, pool, { vms: group, plan });
    for (const [vm, outcome] of outcomes) if (outcome.is === 'failed') complain(world, pool, vm);
    yield Math.max(...group.map((vm) => number(pool.database.find('VM', vm) ?? {}, 'start_delay'))) * 1_000 * world.slowness;
  }
  let left = vms.filter((vm) => isBestEffort(pool, vm));
  for (let tries = 0; tries < BEST_EFFORT_TRIES && left.length > 0; tries += 1) {
    const outcomes = yield* startTogether(world, pool, { vms: left, plan: new Map() });
    left = left.filter((vm) => outcomes.get(vm)?.is === 'failed');
  }
  if (isHaOn(pool)) refreshPlan(world, pool);
}

function* waitForHosts(world: World, pool: PoolState): Work<void> {
  const deadline = world.clock.now() + HOSTS_READY_MS;
  while (world.clock.now() < deadline) {
    const isReady = isAnswering(pool.master) && pool.database.refs('host').some((host) => flag(pool.database.get('host', host), 'enabled'));
    if (isReady) return;
    yield POLL_MS;
  }
}

function rowOf(pool: PoolState, vm: Ref) {
  return pool.database.find('VM', vm) ?? {};
}

function isBestEffort(pool: PoolState, vm: Ref): boolean {
  return text(rowOf(pool, vm), 'ha_restart_priority') === 'best-effort';
}

/** Ascending; a negative order comes last. */
function inOrder(pool: PoolState, vms: readonly Ref[]): readonly (readonly Ref[])[] {
  const place = (order: number): number => (order < 0 ? Number.POSITIVE_INFINITY : order);
  const groups = Map.groupBy(vms, (vm) => place(number(rowOf(pool, vm), 'order')));
  return [...groups].toSorted(([a], [b]) => (a < b ? -1 : 1)).map(([, members]) => members);
}

interface Starts {
  readonly vms: readonly Ref[];
  readonly plan: ReadonlyMap<Ref, Ref>;
}

/** Each where it is planned; one without a plan wherever it fits. */
function* startTogether(world: World, pool: PoolState, { vms, plan }: Starts): Work<ReadonlyMap<Ref, Outcome<Value>>> {
  const outcomes = new Map<Ref, Outcome<Value>>();
  for (const vm of vms) {
    const host = plan.get(vm);
    const message = pool.model.messages.get(host === undefined ? 'VM.start' : 'VM.start_on');
    if (message === undefined) return outcomes;
    const parameters = host === undefined ? [vm, false, false] : [vm, host, false, false];
    const request = { host: pool.master, session: undefined, message, isAsync: false, parameters };
    perform(world, request, (outcome) => outcomes.set(vm, outcome));
  }
  while (outcomes.size < vms.length) yield POLL_MS;
  return outcomes;
}

function complain(world: World, pool: PoolState, vm: Ref): void {
  const row = rowOf(pool, vm);
  createMessage(world, pool, {
    name: 'HA_PROTECTED_VM_RESTART_FAILED',
    priority: RESTART_FAILED_PRIORITY,
    cls: 'VM',
    objectUuid: text(row, 'uuid'),
    body: `Protected VM '${text(row, 'name_label')}' could not be restarted`,
  });
}
