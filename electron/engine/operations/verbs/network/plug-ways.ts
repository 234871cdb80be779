import { confirm } from '#engine/operations/confirm.ts';
import { Cancelled } from '#engine/operations/operation-error.ts';
import type { Verb } from '#engine/operations/verb.ts';
import { recordAt } from '#shared/domain/inventory/facts.ts';
import type { Inventory } from '#shared/domain/inventory/inventory.ts';
import type { RefOf } from '#shared/domain/inventory/watched.ts';
import { unpluggedWays } from '#shared/domain/networks/unplugged-ways.ts';
import type { NetworkRequestOf } from '#shared/domain/operations/network-request.ts';
import { unplugged } from './replug.ts';

/** What leads into a network and was left out is plugged in, host after host. */
export function plugWays({ network }: NetworkRequestOf<'network.plug'>): Verb {
  return {
    steps: ['check', 'plug', 'confirm'],
    async run(doing) {
      const { pool, closing } = doing;
      const ways = unpluggedWays(pool.inventory(), network);
      doing.remember(ways);
      await doing.step('plug', async () => {
        for (const [position, ref] of ways.entries()) {
          if (doing.cancelling.aborted) throw new Cancelled(false);
          doing.at({ name: hostOf(pool.inventory(), ref), position: position + 1, of: ways.length });
          await pool.ask({ safe: true, signal: closing }, async (session) => await session.call('PIF.plug', [ref]));
        }
      });
      await doing.step(
        'confirm',
        async () => await confirm(doing, ({ inventory }) => ways.every((ref) => inventory().pif.get(ref)?.isAttached !== false)),
      );
    },
    isReached: (inventory, remembered) => unplugged(inventory, remembered).length === 0,
    left: (inventory, remembered) => unplugged(inventory, remembered),
  };
}

function hostOf(inventory: Inventory, ref: RefOf<'pif'>): string {
  return recordAt(inventory.host, inventory.pif.get(ref)?.host ?? null)?.name ?? '';
}
