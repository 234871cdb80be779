import { confirm } from '#engine/operations/confirm.ts';
import type { Doing, Verb } from '#engine/operations/verb.ts';
import { isXapiError } from '#engine/xapi/xapi-error.ts';
import type { RecordOf } from '#shared/domain/inventory/watched.ts';
import type { DiskRequestOf } from '#shared/domain/operations/disk-request.ts';
import { diskTraces } from './disk-state.ts';

type Detach = DiskRequestOf<'disk.detach'>;

/** Unplugged where its machine runs, then taken away from it; the disk itself stays. */
export function detachDisk({ drive: ref }: Detach): Verb {
  return {
    steps: ['check', 'detach-disk', 'confirm'],
    async run(doing) {
      const drive = doing.pool.inventory().vbd.get(ref);
      doing.tooLateToCancel();
      await doing.step('detach-disk', async () => await take(doing, ref, drive));
      await doing.step('confirm', async () => await confirm(doing, (pool) => !pool.inventory().vbd.has(ref)));
      if (drive?.vdi !== undefined && drive.vdi !== null && drive.vm !== null) {
        doing.knew([drive.vdi, drive.vm, drive.position, drive.mode, drive.isBootable ? 'bootable' : '']);
      }
    },
    left(inventory) {
      const disk = inventory.vbd.get(ref)?.vdi;
      return disk === undefined || disk === null ? [{ is: 'object-gone' }] : diskTraces(inventory, disk);
    },
  };
}

async function take(doing: Doing, ref: Detach['drive'], drive: RecordOf<'vbd'> | undefined): Promise<void> {
  const { pool, closing } = doing;
  if (drive?.isAttached === true) {
    const vm = drive.vm === null ? '' : (pool.inventory().vm.get(drive.vm)?.name ?? '');
    doing.onUndo({
      async undo() {
        await pool.ask({ safe: true, signal: closing }, async (session) => await quietly('DEVICE_ALREADY_ATTACHED', session.call('VBD.plug', [ref])));
        return { is: 'disk-attached-again', vm };
      },
      otherwise: { is: 'disk', sr: '', sizeBytes: 0, vms: [vm] },
    });
    await pool.ask({ safe: true, signal: closing }, async (session) => await quietly('DEVICE_ALREADY_DETACHED', session.call('VBD.unplug', [ref])));
  }
  await pool.ask({ safe: true, signal: closing }, async (session) => await quietly('HANDLE_INVALID', session.call('VBD.destroy', [ref])));
}

/** Asked again after a lost connection, it is so already. */
async function quietly(code: string, asked: Promise<unknown>): Promise<void> {
  try {
    await asked;
  } catch (error) {
    if (!isXapiError(error, code)) throw error;
  }
}
