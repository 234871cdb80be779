import { flag, number, text } from '#simulator/world/fields.ts';
import { createMessage } from '#simulator/world/messages.ts';
import { change } from '#simulator/world/rows.ts';
import type { Ref, Row } from '#simulator/world/value.ts';
import type { PoolState, World } from '#simulator/world/world.ts';
import { XapiError } from '#simulator/world/xapi-error.ts';
import { type Change, mostFailures, planExists } from './failover-plan.ts';

const OVERCOMMITTED_PRIORITY = 3;
const DROP_PRIORITY = 3;

export function poolOf(pool: PoolState): { readonly self: Ref; readonly row: Row } {
  const [self = ''] = pool.database.refs('pool');
  return { self, row: pool.database.find('pool', self) ?? {} };
}

export function isHaOn(pool: PoolState): boolean {
  return flag(poolOf(pool).row, 'ha_enabled');
}

/** Writes down for how many failures there is a plan, and raises the alarm when there are fewer than wanted. */
export function refreshPlan(world: World, pool: PoolState): void {
  const { self, row } = poolOf(pool);
  const wanted = number(row, 'ha_host_failures_to_tolerate');
  const isPlanned = planExists(pool, wanted);
  const covered = isPlanned ? wanted : Math.min(wanted, mostFailures(pool));
  const before = { covered: number(row, 'ha_plan_exists_for'), isOver: flag(row, 'ha_overcommitted') };
  change(pool, 'pool', self, { ha_plan_exists_for: covered, ha_overcommitted: !isPlanned });
  const about = { cls: 'Pool', objectUuid: text(row, 'uuid') };
  if (!isPlanned && !before.isOver) {
    const body = `The failover tolerance for pool '${text(row, 'name_label')}' is no longer sufficient`;
    createMessage(world, pool, { name: 'HA_POOL_OVERCOMMITTED', priority: OVERCOMMITTED_PRIORITY, ...about, body });
  }
  if (covered < before.covered) {
    createMessage(world, pool, { name: 'HA_POOL_DROP_IN_PLAN_EXISTS_FOR', priority: DROP_PRIORITY, ...about, body: String(covered) });
  }
}

/** Refuses what would end a plan that exists now; a pool that is overcommitted already is not held back. */
export function assertPlanSurvives(pool: PoolState, would: Change): void {
  const { row } = poolOf(pool);
  if (!flag(row, 'ha_enabled') || flag(row, 'ha_allow_overcommit')) return;
  const wanted = number(row, 'ha_host_failures_to_tolerate');
  if (planExists(pool, wanted) && !planExists(pool, wanted, would)) throw new XapiError('HA_OPERATION_WOULD_BREAK_FAILOVER_PLAN');
}

/** The same for another number of failures. */
export function assertPlanSurvivesTolerating(pool: PoolState, failures: number): void {
  const { row } = poolOf(pool);
  if (!flag(row, 'ha_enabled') || flag(row, 'ha_allow_overcommit')) return;
  if (planExists(pool, number(row, 'ha_host_failures_to_tolerate')) && !planExists(pool, failures)) {
    throw new XapiError('HA_OPERATION_WOULD_BREAK_FAILOVER_PLAN');
  }
}
