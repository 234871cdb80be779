import type { Inventory } from '#shared/domain/inventory/inventory.ts';
import type { RecordOf, RefOf } from '#shared/domain/inventory/watched.ts';

export type Drive = RecordOf<'vbd'> & { readonly ref: RefOf<'vbd'> };
/** The drives of machines that hold a disk. */
export type DrivesOf = (disk: RefOf<'vdi'>) => readonly Drive[];

/** For who asks about one disk. */
export function drivesOf({ vbd }: Inventory, disk: RefOf<'vdi'>): readonly Drive[] {
  const found: Drive[] = [];
  for (const [ref, drive] of vbd) if (drive.vdi === disk) found.push({ ...drive, ref });
  return found;
}

/** For who asks about thousands, of one state of the pool. */
export function drivesByDisk({ vbd }: Pick<Inventory, 'vbd'>): DrivesOf {
  const all = new Map<RefOf<'vdi'>, Drive[]>();
  for (const [ref, drive] of vbd) {
    if (drive.vdi === null) continue;
    const held = all.get(drive.vdi);
    if (held === undefined) all.set(drive.vdi, [{ ...drive, ref }]);
    else held.push({ ...drive, ref });
  }
  return (disk) => all.get(disk) ?? [];
}
