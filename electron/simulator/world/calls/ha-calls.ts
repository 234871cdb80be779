import { flag, mapOf, numberOf, refOf, textOf } from '../fields.ts';
import { disableHa, enableHa } from '../ha/arm.ts';
import { agilityProblem, evacuationPlan, mostFailures, planExists } from '../ha/plan/failover-plan.ts';
import { assertPlanSurvivesTolerating, isHaOn, poolOf, refreshPlan } from '../ha/plan/plan-state.ts';
import { assertCanHostStatefile } from '../ha/statefile.ts';
import type { Work } from '../process.ts';
import { change } from '../rows.ts';
import type { Ref, Value } from '../value.ts';
import type { Call, Implementations } from '../world.ts';
import { XapiError } from '../xapi-error.ts';

export const RESTART_PRIORITIES: readonly string[] = ['restart', 'best-effort', ''];
const CHECK_TAKES_MS = 300;

export const haCalls: Implementations = {
  'pool.enable_ha': (call, heartbeats, configuration) => enableHa(call, { heartbeat: refsOf(heartbeats)[0], configuration: mapOf(configuration) }),
  'pool.disable_ha': (call) => disableHa(call),
  'pool.ha_compute_max_host_failures_to_tolerate': ({ world, pool }) => {
    const most = mostFailures(pool);
    if (isHaOn(pool)) refreshPlan(world, pool);
    return most;
  },
  'pool.ha_compute_hypothetical_max_host_failures_to_tolerate': hypotheticalMost,
  'pool.ha_failover_plan_exists': ({ pool }, failures) => planExists(pool, numberOf(failures)),
  'pool.ha_compute_vm_failover_plan': failoverPlan,
  'pool.ha_prevent_restarts_for': ({ world, pool }, seconds) => {
    pool.restartsPausedUntilMs = world.clock.now() + numberOf(seconds) * 1_000;
    return '';
  },
  'pool.set_ha_host_failures_to_tolerate': setTolerated,
  'SR.assert_can_host_ha_statefile': (call, sr) => checkStatefile(call, refOf(sr)),
};

function refsOf(value: Value | undefined): readonly Ref[] {
  return Array.isArray(value) ? value.map((item) => textOf(item)) : [];
}

function hypotheticalMost({ pool }: Call, configuration: Value | undefined): Value {
  const wishes = Object.entries(mapOf(configuration));
  for (const [vm, priority] of wishes) {
    if (!RESTART_PRIORITIES.includes(textOf(priority))) throw new XapiError('INVALID_VALUE', 'ha_restart_priority', textOf(priority));
    pool.database.get('VM', vm);
  }
  return mostFailures(
    pool,
    wishes.filter(([, priority]) => priority === 'restart').map(([vm]) => vm),
  );
}

/** A VM that could not be placed gets the reason it is tied, else that there is no memory. */
function failoverPlan({ pool }: Call, failedHosts: Value | undefined, failedVms: Value | undefined): Value {
  const vms = refsOf(failedVms);
  for (const vm of vms) pool.database.get('VM', vm);
  const plan = evacuationPlan(pool, refsOf(failedHosts), vms);
  const homeless = vms.filter((vm) => !plan.has(vm));
  const reasons = homeless.map((vm) => [vm, { error_code: agilityProblem(pool, vm)?.code ?? 'HOST_NOT_ENOUGH_FREE_MEMORY' }] as const);
  return Object.fromEntries([...reasons, ...[...plan].map(([vm, host]) => [vm, { host }] as const)]);
}

function setTolerated({ world, pool }: Call, _self: Value | undefined, value: Value | undefined): Value {
  const failures = numberOf(value);
  if (failures < 0) throw new XapiError('INVALID_VALUE', 'ha_host_failures_to_tolerate', String(failures));
  assertPlanSurvivesTolerating(pool, failures);
  const { self, row } = poolOf(pool);
  change(pool, 'pool', self, { ha_host_failures_to_tolerate: failures });
  if (flag(row, 'ha_enabled')) refreshPlan(world, pool);
  return '';
}

/** The server asks the driver, which takes a moment. */
function* checkStatefile({ world, pool }: Call, sr: Ref): Work<Value> {
  pool.database.get('SR', sr);
  yield CHECK_TAKES_MS * world.slowness;
  assertCanHostStatefile(pool, sr);
  return '';
}
