import type { Verb } from '#engine/operations/verb.ts';
import { limitOf, lockingOf } from '#shared/domain/devices/cards.ts';
import type { DeviceRequestOf } from '#shared/domain/operations/device-request.ts';
import { cardTraces, plugBack } from './device-state.ts';
import { planOf, removeCard } from './make-card.ts';

export function deleteCard({ card: ref }: DeviceRequestOf<'card.delete'>): Verb {
  return {
    steps: ['check', 'act'],
    async run(doing) {
      const { pool } = doing;
      const card = pool.inventory().vif.get(ref);
      const plan = card === undefined ? undefined : planOf(card, { limitKbps: limitOf(card), locking: lockingOf(card) });
      if (card === undefined || plan === undefined) return;
      doing.tooLateToCancel();
      doing.knew(JSON.stringify(plan));
      await doing.step('act', async () => {
        doing.onUndo({
          async undo() {
            if (card.isAttached && pool.inventory().vif.has(ref)) await plugBack(doing, ref);
            return { is: 'value-restored' };
          },
          otherwise: { is: 'card', mac: card.mac, network: '', isActive: false },
        });
        await removeCard(doing, ref);
      });
    },
    left: (inventory) => cardTraces(inventory, ref),
  };
}
