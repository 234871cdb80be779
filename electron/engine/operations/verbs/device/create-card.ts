import type { Verb } from '#engine/operations/verb.ts';
import { freeCard, macOf } from '#shared/domain/devices/cards.ts';
import type { DeviceRequestOf } from '#shared/domain/operations/device-request.ts';
import { cardTraces, plugOrLater, untilIdle } from './device-state.ts';
import { cardAt, type CardPlan, makeCard, removeCard } from './make-card.ts';

const USUAL_MTU = 1_500;

export function createCard(request: DeviceRequestOf<'card.create'>): Verb {
  const { machine, network, mac, limitKbps = 0, locking = 'network_default', ipv4Allowed = [], ipv6Allowed = [] } = request;
  let device = request.device;
  return {
    steps: ['check', 'act', 'plug'],
    async run(doing) {
      const { pool } = doing;
      const inventory = pool.inventory();
      device ??= freeCard(inventory, machine) ?? '0';
      const plan: CardPlan = {
        machine,
        network,
        device,
        mac: mac === undefined ? '' : (macOf(mac) ?? mac),
        mtu: inventory.network.get(network)?.mtu ?? USUAL_MTU,
        limitKbps,
        locking,
        ipv4Allowed,
        ipv6Allowed,
      };
      doing.tooLateToCancel();
      const made = await doing.step('act', async () => {
        doing.onUndo({
          async undo() {
            const there = cardAt(pool.inventory(), plan);
            if (there === undefined) return { is: 'nothing-changed' };
            await removeCard(doing, there.ref);
            return { is: 'card-removed' };
          },
          otherwise: { is: 'card', mac: plan.mac, network: inventory.network.get(network)?.name ?? '', isActive: false },
        });
        return await makeCard(doing, plan);
      });
      if (made === undefined) return;
      doing.knew(made);
      if (pool.inventory().vm.get(machine)?.power === 'Running') {
        await doing.step('plug', async () => {
          await plugOrLater(doing, async (session) => await session.call('VIF.plug', [made]));
          await untilIdle(doing, made);
        });
      }
    },
    left: (inventory) => (device === undefined ? [] : cardTraces(inventory, cardAt(inventory, { machine, device })?.ref)),
  };
}
