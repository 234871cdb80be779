import { confirm } from '#engine/operations/confirm.ts';
import type { Doing } from '#engine/operations/verb.ts';
import { NetError } from '#engine/net/net-error.ts';
import { isXapiError } from '#engine/xapi/xapi-error.ts';
import type { Inventory } from '#shared/domain/inventory/inventory.ts';
import type { RefOf } from '#shared/domain/inventory/watched.ts';
import type { DiskSlot } from '#shared/domain/operations/disk-request.ts';
import { drivesOf } from '#shared/domain/storage/drives-of.ts';
import type { DiskRef } from './disk-state.ts';

type DriveRef = RefOf<'vbd'>;

/** Gives a machine the disk, at once where it runs; taken away again if what follows cannot be done. */
export async function giveDisk(doing: Doing, disk: DiskRef, slot: DiskSlot): Promise<DriveRef | undefined> {
  const { pool, closing } = doing;
  const vm = pool.inventory().vm.get(slot.machine);
  const drive = await doing.step('attach-disk', async () => {
    const name = vm?.name ?? '';
    doing.onUndo({
      async undo() {
        const made = driveOf(pool.inventory(), disk, slot);
        if (made === undefined) return { is: 'nothing-changed' };
        await pool.ask({ safe: true, signal: closing }, async (session) => await session.call('VBD.destroy', [made]));
        await pool.until(() => !pool.inventory().vbd.has(made), { signal: closing, timeoutMs: SHOWS_WITHIN_MS });
        return { is: 'disk-detached-again', vm: name };
      },
      otherwise: { is: 'disk', sr: '', sizeBytes: pool.inventory().vdi.get(disk)?.virtualSize ?? 0, vms: [name] },
    });
    await makeDrive(doing, disk, slot);
    await confirm(doing, () => driveOf(pool.inventory(), disk, slot) !== undefined);
    return driveOf(pool.inventory(), disk, slot);
  });
  if (drive !== undefined && vm?.power === 'Running') await doing.step('plug-disk', async () => await plug(doing, drive));
  return drive;
}

/** Events need a moment to tell that it is gone. */
const SHOWS_WITHIN_MS = 15_000;

function driveOf(inventory: Inventory, disk: DiskRef, { machine }: DiskSlot): DriveRef | undefined {
  return drivesOf(inventory, disk).find(({ vm }) => vm === machine)?.ref;
}

/** Asked twice after a lost connection, a machine would have the disk twice: then the pool is looked at. */
async function makeDrive(doing: Doing, disk: DiskRef, slot: DiskSlot): Promise<void> {
  const { pool, closing } = doing;
  const sr = pool.inventory().vdi.get(disk)?.sr;
  const isDisc = sr !== undefined && sr !== null && pool.inventory().sr.get(sr)?.contentType === 'iso';
  try {
    await pool.ask({ safe: false, signal: closing }, async (session) => {
      const record = {
        VM: slot.machine,
        VDI: disk,
        userdevice: slot.position ?? 'autodetect',
        bootable: slot.isBootable,
        mode: slot.isReadOnly || isDisc ? 'RO' : 'RW',
        type: isDisc ? 'CD' : 'Disk',
        unpluggable: true,
        empty: false,
        other_config: {},
        qos_algorithm_type: '',
        qos_algorithm_params: {},
      } as const;
      await session.call('VBD.create', [record]);
    });
  } catch (error) {
    if (!(error instanceof NetError)) throw error;
  }
}

/** A guest without drivers of its own takes the disk at its next start. */
const LATER = ['VM_MISSING_PV_DRIVERS', 'DEVICE_DETACH_REJECTED'];

async function plug(doing: Doing, drive: DriveRef): Promise<void> {
  const { pool, closing } = doing;
  try {
    await pool.ask({ safe: true, signal: closing }, async (session) => await session.call('VBD.plug', [drive]));
  } catch (error) {
    closing.throwIfAborted();
    if (isXapiError(error, 'DEVICE_ALREADY_ATTACHED')) return;
    if (!LATER.some((code) => isXapiError(error, code))) throw error;
    doing.remark({ is: 'not-plugged', error });
  }
}
