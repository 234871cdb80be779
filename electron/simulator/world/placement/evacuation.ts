import { flag, list, text } from '../fields.ts';
import { freeBytes, neededBytes } from '../memory.ts';
import { isLiveRow } from '../operations/host-rules.ts';
import { operationProblem } from '../operations/rules.ts';
import type { Ref } from '../value.ts';
import type { PoolState } from '../world.ts';
import { XapiError } from '../xapi-error.ts';
import { assertCanBootHere } from './boot-checks.ts';

/** An error as an answer carries it, code first; some have the VM where the error itself has other parameters. */
type Reason = readonly string[];

/** Why each VM cannot leave this host; one that can is not in the answer. */
export function evacuationProblems(pool: PoolState, host: Ref): ReadonlyMap<Ref, Reason> {
  const vms = guestsOf(pool, host);
  const targets = targetsFor(pool, host);
  const problems = new Map<Ref, Reason>();
  for (const vm of vms) {
    const problem = problemOf(pool, vm, targets);
    if (problem !== undefined) problems.set(vm, problem);
  }
  const movable = vms.filter((vm) => !problems.has(vm));
  const plan = planned(pool, movable, targets);
  for (const vm of movable) if (!plan.has(vm)) problems.set(vm, ['HOST_NOT_ENOUGH_FREE_MEMORY', vm]);
  return problems;
}

/** Where each VM goes that can leave. */
export function evacuationPlan(pool: PoolState, host: Ref): ReadonlyMap<Ref, Ref> {
  const problems = evacuationProblems(pool, host);
  const movable = guestsOf(pool, host).filter((vm) => !problems.has(vm));
  return planned(pool, movable, targetsFor(pool, host));
}

export function guestsOf(pool: PoolState, host: Ref): readonly Ref[] {
  return list(pool.database.get('host', host), 'resident_VMs').filter((vm) => !flag(pool.database.get('VM', vm), 'is_control_domain'));
}

function targetsFor(pool: PoolState, host: Ref): readonly Ref[] {
  return pool.database.refs('host').filter((other) => {
    const row = pool.database.get('host', other);
    return other !== host && flag(row, 'enabled') && isLiveRow(pool, row);
  });
}

/** The last of the server's reasons that applies is the one it tells. */
function problemOf(pool: PoolState, vm: Ref, targets: readonly Ref[]): Reason | undefined {
  const reasons = [
    targets.length === 0 ? ['NO_HOSTS_AVAILABLE', vm] : undefined,
    isLeftByHa(pool, vm) ? ['HOST_EVACUATE_VM_NOT_HA_PROTECTED', vm] : undefined,
    reasonOf(bootProblem(pool, vm, targets)),
    reasonOf(operationProblem(pool, 'VM', vm, 'pool_migrate')),
  ];
  return reasons.findLast((reason) => reason !== undefined);
}

function reasonOf(error: XapiError | undefined): Reason | undefined {
  return error === undefined ? undefined : [error.code, ...error.parameters];
}

function isLeftByHa(pool: PoolState, vm: Ref): boolean {
  const [self] = pool.database.refs('pool');
  const isOn = self !== undefined && flag(pool.database.get('pool', self), 'ha_enabled');
  return isOn && text(pool.database.get('VM', vm), 'ha_restart_priority') !== 'restart';
}

/** It must be able to run on every target, not only on one. */
function bootProblem(pool: PoolState, vm: Ref, targets: readonly Ref[]): XapiError | undefined {
  for (const target of targets) {
    try {
      assertCanBootHere(pool, vm, target, { memory: 'ignored' });
    } catch (error) {
      if (error instanceof XapiError) return error;
      throw error;
    }
  }
  return undefined;
}

/** Biggest first, always onto the host with most room: whatever finds none stays behind. */
function planned(pool: PoolState, vms: readonly Ref[], targets: readonly Ref[]): ReadonlyMap<Ref, Ref> {
  const room = new Map(targets.map((target) => [target, freeBytes(pool, target, 'dynamic-min')]));
  const size = (vm: Ref) => neededBytes(pool.database.get('VM', vm), 'dynamic-min');
  const plan = new Map<Ref, Ref>();
  for (const vm of vms.toSorted((a, b) => size(b) - size(a))) {
    const [roomiest] = [...room].sort((a, b) => b[1] - a[1]);
    if (roomiest === undefined || roomiest[1] < size(vm)) continue;
    room.set(roomiest[0], roomiest[1] - size(vm));
    plan.set(vm, roomiest[0]);
  }
  return plan;
}
