import { confirm } from '#engine/operations/confirm.ts';
import type { Verb } from '#engine/operations/verb.ts';
import type { Session } from '#engine/xapi/session.ts';
import type { Inventory } from '#shared/domain/inventory/inventory.ts';
import type { DeviceRequestOf } from '#shared/domain/operations/device-request.ts';
import { ask, cardTraces, driveTraces, unlessSo } from './device-state.ts';

type Request = DeviceRequestOf<'drive.plug' | 'card.plug'>;

/** Gives a running guest what its machine has, or takes it away while the machine keeps it. */
export function plugDevice(request: Request): Verb {
  const { isOn } = request;
  return {
    steps: ['check', isOn ? 'plug' : 'unplug', 'confirm'],
    async run(doing) {
      doing.tooLateToCancel();
      doing.knew(String(!isOn));
      await doing.step(isOn ? 'plug' : 'unplug', async () => {
        await ask(doing, async (session) => await unlessSo(isOn ? 'DEVICE_ALREADY_ATTACHED' : 'DEVICE_ALREADY_DETACHED', plug(session, request)));
      });
      await doing.step('confirm', async () => await confirm(doing, ({ inventory }) => isActive(inventory(), request) === isOn));
    },
    left: (inventory) => ('drive' in request ? driveTraces(inventory, request.drive) : cardTraces(inventory, request.card)),
  };
}

async function plug(session: Session, request: Request): Promise<void> {
  if (request.kind === 'drive.plug') await session.call(request.isOn ? 'VBD.plug' : 'VBD.unplug', [request.drive]);
  else await session.call(request.isOn ? 'VIF.plug' : 'VIF.unplug', [request.card]);
}

function isActive(inventory: Inventory, request: Request): boolean | undefined {
  return ('drive' in request ? inventory.vbd.get(request.drive) : inventory.vif.get(request.card))?.isAttached;
}
