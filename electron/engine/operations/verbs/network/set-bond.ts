import { confirm } from '#engine/operations/confirm.ts';
import { Cancelled } from '#engine/operations/operation-error.ts';
import type { Doing, Verb } from '#engine/operations/verb.ts';
import { onlyPool } from '#shared/domain/inventory/facts.ts';
import { type BondInto, bondsInto, HASHING_KEY, isBondAs } from '#shared/domain/networks/bonds.ts';
import type { NetworkRequestOf } from '#shared/domain/operations/network-request.ts';

type Request = NetworkRequestOf<'network.set-bond'>;

/** Events need a moment to tell of it. */
const SHOWS_WITHIN_MS = 15_000;

/** Host after host, the master last; what one refuses is taken back on the others. */
export function setBond(request: Request): Verb {
  return {
    steps: ['check', 'write-new-value', 'confirm'],
    async run(doing) {
      const inventory = doing.pool.inventory();
      const master = onlyPool(inventory)?.pool.master;
      const bonds = bondsInto(inventory, request.network)
        .filter(({ bond }) => !isBondAs(bond, request))
        .toSorted((a, b) => Number(a.master.host === master) - Number(b.master.host === master));
      await doing.step('write-new-value', async () => {
        for (const [position, bond] of bonds.entries()) {
          if (doing.cancelling.aborted) throw new Cancelled(false);
          doing.progress(position / bonds.length);
          await change(doing, bond, request);
        }
      });
      doing.tooLateToCancel();
      await doing.step('confirm', async () => {
        await confirm(doing, (pool) => bondsInto(pool.inventory(), request.network).every(({ bond }) => isBondAs(bond, request)));
      });
    },
    left: (inventory) => [
      { is: 'value', value: [...new Set(bondsInto(inventory, request.network).map(({ bond }) => bond.mode))].toSorted().join(', ') },
    ],
  };
}

async function change(doing: Doing, { ref, bond }: BondInto, { mode, hashing }: Request): Promise<void> {
  const { pool, closing } = doing;
  doing.onUndo({
    async undo() {
      await pool.ask({ safe: true, signal: closing }, async (session) => {
        if ((await session.call('Bond.get_mode', [ref])) !== bond.mode) await session.call('Bond.set_mode', [ref, bond.mode as never]);
        const before = bond.properties[HASHING_KEY];
        const now = await session.call('Bond.get_properties', [ref]);
        const isSame = (now as Readonly<Record<string, string>>)[HASHING_KEY] === before;
        if (bond.mode === 'lacp' && before !== undefined && !isSame) await session.call('Bond.set_property', [ref, HASHING_KEY, before]);
      });
      // What is said to be left is what the pool shows.
      await pool.until(() => pool.inventory().bond.get(ref)?.mode === bond.mode, { signal: closing, timeoutMs: SHOWS_WITHIN_MS });
      return { is: 'value-restored' };
    },
    otherwise: { is: 'value-lost', value: bond.mode },
  });
  await pool.ask({ safe: true, signal: closing }, async (session) => {
    if (bond.mode !== mode) await session.call('Bond.set_mode', [ref, mode], { signal: closing });
    if (hashing !== undefined) await session.call('Bond.set_property', [ref, HASHING_KEY, hashing], { signal: closing });
  });
}
