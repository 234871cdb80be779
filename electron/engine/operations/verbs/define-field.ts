import type { Doing } from '#engine/operations/verb.ts';
import type { Session } from '#engine/xapi/session.ts';
import { onlyPool } from '#shared/domain/inventory/facts.ts';
import { DEFINITIONS_KEY, withDefinition } from '#shared/domain/organization/field-definitions.ts';
import type { PoolRef } from '#shared/xapi/generated/refs.ts';

/** Lists a custom field in its pool, as XenCenter does, which shows no others; where it is listed nothing is written. */
export async function defineField(doing: Doing, field: string): Promise<void> {
  const pool = onlyPool(doing.pool.inventory())?.ref;
  if (pool === undefined) return;
  const signal = AbortSignal.any([doing.cancelling, doing.closing]);
  await doing.pool.ask({ safe: true, signal }, async (session) => {
    const former = await definitions(session, pool);
    const next = withDefinition(former, field);
    if (next === undefined) return;
    doing.onUndo({
      async undo() {
        await doing.pool.ask({ safe: true, signal: doing.closing }, async (later) => {
          // What somebody else has added meanwhile stays.
          if ((await definitions(later, pool)) === next) await write(later, pool, former);
        });
        return { is: 'field-not-listed', field };
      },
      otherwise: { is: 'field-listed', field },
    });
    await write(session, pool, next);
  });
}

async function definitions(session: Session, pool: PoolRef): Promise<string> {
  const config: unknown = await session.call('pool.get_gui_config', [pool]);
  const list: unknown = typeof config === 'object' && config !== null ? Reflect.get(config, DEFINITIONS_KEY) : undefined;
  return typeof list === 'string' ? list : '';
}

/** An entry of a map cannot be replaced, only taken away and added; taking away what is not there is no failure. */
async function write(session: Session, pool: PoolRef, list: string): Promise<void> {
  await session.call('pool.remove_from_gui_config', [pool, DEFINITIONS_KEY]);
  if (list !== '') await session.call('pool.add_to_gui_config', [pool, DEFINITIONS_KEY, list]);
}
