import { entry } from '../fields.ts';
import type { PoolState } from '../world.ts';

/** Set by the master while its hosts differ in version. */
export function isUpgrading(pool: PoolState): boolean {
  const [self] = pool.database.refs('pool');
  return self !== undefined && entry(pool.database.get('pool', self), 'other_config', 'rolling_upgrade_in_progress') === 'true';
}
