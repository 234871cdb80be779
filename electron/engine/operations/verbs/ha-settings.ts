import { confirm } from '#engine/operations/confirm.ts';
import { Cancelled } from '#engine/operations/operation-error.ts';
import type { Doing } from '#engine/operations/verb.ts';
import type { Session } from '#engine/xapi/session.ts';
import { operationRequest, type Requested } from '#shared/contract/request-schema.ts';
import { isSameSetting, settingsNow } from '#shared/domain/ha/ha-draft.ts';
import { onlyPool } from '#shared/domain/inventory/facts.ts';
import type { Inventory } from '#shared/domain/inventory/inventory.ts';
import type { HaSetting, RequestOf } from '#shared/domain/operations/request.ts';

export interface HaWish {
  readonly failures?: number | undefined;
  readonly settings: readonly HaSetting[];
}

/** What the pool has now of what is wished for. */
export function former(inventory: Inventory, { failures, settings }: HaWish): HaWish {
  const found = onlyPool(inventory);
  return {
    ...(failures !== undefined && found !== undefined && { failures: found.pool.haFailuresToTolerate }),
    settings: settingsNow(
      inventory,
      settings.map(({ vm }) => vm),
    ),
  };
}

/** The request that brings back what was written down; undefined when that makes no sense any more. */
export function settingsBefore(request: RequestOf<'ha.configure'>, known: string | readonly string[]): Requested | undefined {
  const { failures: _failures, ...rest } = request;
  const before: unknown = typeof known === 'string' ? JSON.parse(known) : undefined;
  const parsed = operationRequest.safeParse({ ...rest, ...(typeof before === 'object' && before) });
  return parsed.success ? parsed.data : undefined;
}

/**
 * Writes what differs. Those that will no longer be protected come first and those that will last, with the number of
 * failures between, so that the server never sees a moment in which its plan would not hold.
 */
export async function writeWish(doing: Doing, wish: HaWish): Promise<void> {
  const before = former(doing.pool.inventory(), wish);
  const now = new Map(before.settings.map((setting) => [setting.vm, setting]));
  const changed = wish.settings.filter((setting) => !isSameSetting(now.get(setting.vm), setting));
  const progress = { done: 0, of: changed.length };
  doing.onUndo({
    async undo() {
      await write({ ...doing, cancelling: doing.closing }, { from: wish, to: before, written: { done: 0, of: 0 } });
      // What is left is told by the picture, which has to have come as far.
      await confirm(doing, (pool) => shows(pool.inventory(), before));
      return { is: 'value-restored' };
    },
    otherwise: { is: 'partly-done', ...progress },
  });
  await write(doing, { from: before, to: { ...wish, settings: changed }, written: progress });
}

function shows(inventory: Inventory, wish: HaWish): boolean {
  const now = former(inventory, wish);
  const found = new Map(now.settings.map((setting) => [setting.vm, setting]));
  return now.failures === wish.failures && wish.settings.every((setting) => isSameSetting(found.get(setting.vm), setting));
}

interface Writing {
  readonly from: HaWish;
  readonly to: HaWish;
  readonly written: { done: number; readonly of: number };
}

async function write(doing: Doing, { from, to, written }: Writing): Promise<void> {
  const before = new Map(from.settings.map((setting) => [setting.vm, setting]));
  const isEntering = (setting: HaSetting): boolean => setting.priority === 'restart' && before.get(setting.vm)?.priority !== 'restart';
  const one = async (setting: HaSetting): Promise<void> => {
    await asking(doing, async (session) => await writeSetting(session, setting, before.get(setting.vm)));
    written.done += 1;
    if (written.of > 0) doing.progress(written.done / written.of);
  };
  for (const setting of to.settings.filter((each) => !isEntering(each))) await one(setting);
  const pool = onlyPool(doing.pool.inventory());
  const { failures } = to;
  if (failures !== undefined && failures !== from.failures && pool !== undefined) {
    await asking(doing, async (session) => await session.call('pool.set_ha_host_failures_to_tolerate', [pool.ref, failures]));
  }
  for (const setting of to.settings.filter(isEntering)) await one(setting);
}

async function writeSetting(session: Session, { vm, priority, order, startDelaySeconds }: HaSetting, before: HaSetting | undefined): Promise<void> {
  if (before?.order !== order) await session.call('VM.set_order', [vm, order]);
  if (before?.startDelaySeconds !== startDelaySeconds) await session.call('VM.set_start_delay', [vm, startDelaySeconds]);
  if (before?.priority !== priority) await session.call('VM.set_ha_restart_priority', [vm, priority === 'none' ? '' : priority]);
}

/** Writing a setting twice does no harm. */
async function asking(doing: Doing, question: (session: Session) => Promise<unknown>): Promise<void> {
  if (doing.cancelling.aborted && doing.cancelling !== doing.closing) throw new Cancelled(false);
  await doing.pool.ask({ safe: true, signal: doing.closing }, question);
}
