import { confirm } from '#engine/operations/confirm.ts';
import type { Verb } from '#engine/operations/verb.ts';
import { NetError } from '#engine/net/net-error.ts';
import { discDriveOf, freeDiscPosition } from '#shared/domain/devices/drives.ts';
import type { DeviceRequestOf } from '#shared/domain/operations/device-request.ts';
import type { VDIRef } from '#shared/xapi/generated/refs.ts';
import { driveTraces } from './device-state.ts';

const NOTHING = 'OpaqueRef:NULL' as VDIRef;

/** An empty drive, which the guest finds when it starts next. */
export function addDiscDrive({ machine }: DeviceRequestOf<'disc.add-drive'>): Verb {
  return {
    steps: ['check', 'act', 'confirm'],
    async run(doing) {
      const { pool, closing } = doing;
      doing.tooLateToCancel();
      await doing.step('act', async () => {
        const record = {
          VM: machine,
          VDI: NOTHING,
          userdevice: freeDiscPosition(pool.inventory(), machine),
          bootable: false,
          mode: 'RO',
          type: 'CD',
          unpluggable: true,
          empty: true,
          other_config: {},
          qos_algorithm_type: '',
          qos_algorithm_params: {},
        } as const;
        try {
          await pool.ask({ safe: false, signal: closing }, async (session) => await session.call('VBD.create', [record]));
        } catch (error) {
          // Asked twice it would have two drives: whether it was heard shows in the pool.
          if (!(error instanceof NetError)) throw error;
        }
      });
      await doing.step('confirm', async () => await confirm(doing, () => discDriveOf(pool.inventory(), machine) !== undefined));
      const made = discDriveOf(pool.inventory(), machine);
      if (made !== undefined) doing.knew(made.ref);
      if (pool.inventory().vm.get(machine)?.power !== 'Halted') doing.remark({ is: 'at-next-start' });
    },
    left: (inventory) => driveTraces(inventory, discDriveOf(inventory, machine)?.ref),
  };
}
