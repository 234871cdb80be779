import { confirm } from '#engine/operations/confirm.ts';
import type { Verb } from '#engine/operations/verb.ts';
import type { PoolRequestOf } from '#shared/domain/operations/pool-request.ts';

/** A licence that is refused leaves the host with the one it has; where it asks for licences is put back then. */
export function setEdition({ host, edition, licenceServer }: PoolRequestOf<'host.set-edition'>): Verb {
  return {
    steps: ['check', 'write-new-value', 'confirm'],
    async run(doing) {
      const { pool, closing } = doing;
      const patience = { safe: true, signal: closing };
      await doing.step('write-new-value', async () => {
        doing.tooLateToCancel();
        if (Object.keys(licenceServer).length > 0) {
          const answer = await pool.ask(patience, async (session) => await session.call('host.get_license_server', [host]));
          // What the field holds.
          const before = answer as Readonly<Record<string, string>>;
          doing.onUndo({
            async undo() {
              await pool.ask(patience, async (session) => await session.call('host.set_license_server', [host, before]));
              return { is: 'value-restored' };
            },
            otherwise: { is: 'value', value: licenceServer['address'] ?? '' },
          });
          await pool.ask(patience, async (session) => await session.call('host.set_license_server', [host, licenceServer]));
        }
        await pool.ask(patience, async (session) => await session.call('host.apply_edition', [host, edition, false]));
      });
      await doing.step('confirm', async () => await confirm(doing, () => pool.inventory().host.get(host)?.edition === edition));
    },
    left: (inventory) => [{ is: 'value', value: inventory.host.get(host)?.edition ?? '' }],
  };
}
