import type { Verb } from '#engine/operations/verb.ts';
import type { DiskRequestOf } from '#shared/domain/operations/disk-request.ts';
import { diskTraces } from './disk-state.ts';
import { giveDisk } from './slot.ts';

export function attachDisk({ disk, slot }: DiskRequestOf<'disk.attach'>): Verb {
  return {
    steps: ['check', 'attach-disk', 'plug-disk'],
    async run(doing) {
      doing.tooLateToCancel();
      const drive = await giveDisk(doing, disk, slot);
      if (drive !== undefined) doing.knew(drive);
    },
    left: (inventory) => diskTraces(inventory, disk),
  };
}
