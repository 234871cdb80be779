import type { Inventory } from './inventory.ts';
import type { RefOf, VmRef } from './watched.ts';

/** The disks in its drives, each once; discs are nobody's own. */
export function disksOfVm(inventory: Inventory, vm: VmRef): readonly RefOf<'vdi'>[] {
  const drives = [...inventory.vbd.values()].filter((drive) => drive.vm === vm && drive.type === 'Disk');
  return [...new Set(drives.flatMap(({ vdi }) => (vdi !== null && inventory.vdi.has(vdi) ? [vdi] : [])))];
}
