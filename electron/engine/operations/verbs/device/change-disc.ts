import { confirm } from '#engine/operations/confirm.ts';
import type { Doing, Verb } from '#engine/operations/verb.ts';
import { discDriveOf, discIn } from '#shared/domain/devices/drives.ts';
import type { RefOf } from '#shared/domain/inventory/watched.ts';
import type { DeviceRequestOf } from '#shared/domain/operations/device-request.ts';
import { ask, type DriveRef, unlessSo } from './device-state.ts';

/** A drive is emptied before another disc is put in: no server changes one for another. */
export function changeDisc({ machine, disc }: DeviceRequestOf<'disc.change'>): Verb {
  return {
    steps: ['check', 'act', 'confirm'],
    async run(doing) {
      const { pool } = doing;
      const drive = discDriveOf(pool.inventory(), machine);
      if (drive === undefined) return;
      const before = discIn(drive);
      doing.knew(before ?? '');
      doing.tooLateToCancel();
      await doing.step('act', async () => {
        doing.onUndo({
          async undo() {
            await put(doing, drive.ref, { disc: before, instead: discIn(discDriveOf(pool.inventory(), machine)) });
            return { is: 'disc', name: nameOf(doing, before) };
          },
          otherwise: { is: 'disc', name: '' },
        });
        await put(doing, drive.ref, { disc, instead: before });
      });
      await doing.step('confirm', async () => await confirm(doing, () => discIn(discDriveOf(pool.inventory(), machine)) === disc));
    },
    left(inventory) {
      const now = discIn(discDriveOf(inventory, machine));
      return [{ is: 'disc', name: now === undefined ? '' : (inventory.vdi.get(now)?.name ?? '') }];
    },
  };
}

interface Discs {
  readonly disc: RefOf<'vdi'> | undefined;
  readonly instead: RefOf<'vdi'> | undefined;
}

async function put(doing: Doing, drive: DriveRef, { disc, instead }: Discs): Promise<void> {
  if (disc === instead) return;
  if (instead !== undefined) await ask(doing, async (session) => await unlessSo('VBD_IS_EMPTY', session.call('VBD.eject', [drive])));
  if (disc !== undefined) await ask(doing, async (session) => await unlessSo('VBD_NOT_EMPTY', session.call('VBD.insert', [drive, disc])));
}

function nameOf({ pool }: Doing, disc: RefOf<'vdi'> | undefined): string {
  return disc === undefined ? '' : (pool.inventory().vdi.get(disc)?.name ?? '');
}
