import type { Doing } from '#engine/operations/verb.ts';
import type { Session } from '#engine/xapi/session.ts';
import { isXapiError } from '#engine/xapi/xapi-error.ts';
import type { Trace } from '#shared/contract/calls/operation-calls.ts';
import type { Inventory } from '#shared/domain/inventory/inventory.ts';
import type { RefOf } from '#shared/domain/inventory/watched.ts';

export type DriveRef = RefOf<'vbd'>;
export type CardRef = RefOf<'vif'>;

/** Events need a moment to tell that it is gone. */
export const SHOWS_WITHIN_MS = 15_000;

export function driveTraces(inventory: Inventory, ref: DriveRef | undefined): readonly Trace[] {
  const drive = ref === undefined ? undefined : inventory.vbd.get(ref);
  if (drive === undefined) return [{ is: 'object-gone' }];
  return [{ is: 'drive', position: drive.position, isReadOnly: drive.mode === 'RO', isActive: drive.isAttached }];
}

export function cardTraces(inventory: Inventory, ref: CardRef | undefined): readonly Trace[] {
  const card = ref === undefined ? undefined : inventory.vif.get(ref);
  if (card === undefined) return [{ is: 'object-gone' }];
  const network = card.network === null ? '' : (inventory.network.get(card.network)?.name ?? '');
  return [{ is: 'card', mac: card.mac, network, isActive: card.isAttached }];
}

/** Asked again after a lost connection, it is so already. */
export async function unlessSo(code: string, asked: Promise<unknown>): Promise<void> {
  try {
    await asked;
  } catch (error) {
    if (!isXapiError(error, code)) throw error;
  }
}

/** Where asking twice does no harm. */
export async function ask({ pool, closing }: Pick<Doing, 'pool' | 'closing'>, question: (session: Session) => Promise<unknown>): Promise<void> {
  await pool.ask({ safe: true, signal: closing }, question);
}

/** A guest without drivers of its own takes a device at its next start. */
const LATER = ['VM_MISSING_PV_DRIVERS', 'DEVICE_DETACH_REJECTED'];

/** Plugs what a running machine has just got; one that cannot take it now has it when it starts again. */
export async function plugOrLater(doing: Doing, plug: (session: Session) => Promise<unknown>): Promise<void> {
  try {
    await ask(doing, async (session) => await unlessSo('DEVICE_ALREADY_ATTACHED', plug(session)));
  } catch (error) {
    doing.closing.throwIfAborted();
    if (!LATER.some((code) => isXapiError(error, code))) throw error;
    doing.remark({ is: 'not-plugged', error });
  }
}

/** Into the guest again, and until that shows: what is left is told by what shows. */
export async function plugBack(doing: Pick<Doing, 'pool' | 'closing'>, card: CardRef): Promise<void> {
  const { pool, closing } = doing;
  await ask(doing, async (session) => await unlessSo('DEVICE_ALREADY_ATTACHED', session.call('VIF.plug', [card])));
  await pool.until(() => pool.inventory().vif.get(card)?.isAttached === true, { signal: closing, timeoutMs: SHOWS_WITHIN_MS });
}

/** The server takes its mark off a device a moment after it has answered; until then the next wish would find it busy. */
export async function untilIdle({ pool, closing }: Doing, card: CardRef): Promise<void> {
  const isIdle = (): boolean => Object.keys(pool.inventory().vif.get(card)?.currentOperations ?? {}).length === 0;
  await pool.until(isIdle, { signal: closing, timeoutMs: SHOWS_WITHIN_MS });
}
