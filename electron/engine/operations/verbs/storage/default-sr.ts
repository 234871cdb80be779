import { confirm } from '#engine/operations/confirm.ts';
import type { Doing, Verb } from '#engine/operations/verb.ts';
import { onlyPool } from '#shared/domain/inventory/facts.ts';
import type { Inventory } from '#shared/domain/inventory/inventory.ts';
import { defaultUses, usesOfDefault } from '#shared/domain/storage/default-uses.ts';
import { SHOWS_WITHIN_MS, type SrRef } from './connect.ts';

const NOWHERE = 'OpaqueRef:NULL' as SrRef;

type Places = Readonly<Record<(typeof defaultUses)[number], SrRef | null>>;

/** The server tells three uses apart, which go to one place here. */
export function setDefault(sr: SrRef): Verb {
  const isReached = (inventory: Inventory): boolean => usesOfDefault(inventory, sr) === defaultUses.length;
  return {
    steps: ['check', 'act', 'confirm'],
    async run(doing) {
      await doing.step('act', async () => {
        undoDefault(doing);
        await makeDefault(doing, sr);
      });
      doing.tooLateToCancel();
      await doing.step('confirm', async () => await confirm(doing, (pool) => isReached(pool.inventory())));
    },
    isReached,
    left(inventory) {
      const done = usesOfDefault(inventory, sr);
      return done === 0 ? [{ is: 'nothing-changed' }] : [{ is: 'partly-done', done, of: defaultUses.length }];
    },
  };
}

/** New disks, suspended machines and crash dumps go there from now on. */
export async function makeDefault(doing: Doing, sr: SrRef): Promise<void> {
  await send(doing, { defaultSr: sr, suspendImageSr: sr, crashDumpSr: sr });
}

async function send({ pool, closing }: Doing, { defaultSr, suspendImageSr, crashDumpSr }: Places): Promise<void> {
  const self = onlyPool(pool.inventory())?.ref;
  if (self === undefined) return;
  await pool.ask({ safe: true, signal: closing }, async (session) => {
    await session.call('pool.set_default_SR', [self, defaultSr ?? NOWHERE]);
    await session.call('pool.set_suspend_image_SR', [self, suspendImageSr ?? NOWHERE]);
    await session.call('pool.set_crash_dump_SR', [self, crashDumpSr ?? NOWHERE]);
  });
}

/** One place for new disks and another for suspended machines is what nobody has asked for. */
function undoDefault(doing: Doing): void {
  const { pool, closing } = doing;
  const inventory = pool.inventory();
  const before = onlyPool(inventory)?.pool;
  if (before === undefined) return;
  const { defaultSr, suspendImageSr, crashDumpSr } = before;
  const isAsBefore = (): boolean => {
    const now = onlyPool(pool.inventory())?.pool;
    return defaultUses.every((use) => now?.[use] === before[use]);
  };
  doing.onUndo({
    async undo() {
      await send(doing, { defaultSr, suspendImageSr, crashDumpSr });
      await pool.until(isAsBefore, { signal: closing, timeoutMs: SHOWS_WITHIN_MS });
      return { is: 'value-restored' };
    },
    otherwise: { is: 'value-lost', value: (defaultSr === null ? undefined : inventory.sr.get(defaultSr)?.name) ?? '' },
  });
}
