import { ref, text } from '../fields.ts';
import type { Ref } from '../value.ts';
import type { PoolState } from '../world.ts';
import { XapiError } from '../xapi-error.ts';

/** What one host mirrors at the same time, whole machines and single disks together. */
const AT_ONCE = 3;

/** The one that asks is counted already. */
export function assertNotTooMany(pool: PoolState, host: Ref): void {
  const running = pool.database
    .refs('task')
    .map((task) => pool.database.get('task', task))
    .filter((task) => text(task, 'status') === 'pending' && /VDI\.pool_migrate$|VM\.migrate_send$/.test(text(task, 'name_label')))
    .filter((task) => ref(task, 'resident_on') === host);
  if (running.length > AT_ONCE) throw new XapiError('TOO_MANY_STORAGE_MIGRATES', String(AT_ONCE));
}
