import type { Doing } from '#engine/operations/verb.ts';
import { destroyDisk } from '#engine/operations/verbs/disk/remove-disk.ts';
import { destroyMachine } from '#engine/xapi/vm-disks.ts';
import type { Trace } from '#shared/contract/calls/operation-calls.ts';
import type { Inventory } from '#shared/domain/inventory/inventory.ts';
import type { VmRef } from '#shared/domain/inventory/watched.ts';

/** Stands in the machine's other_config for as long as it is not what it is to be. */
export const UNFINISHED = 'poolkeeper_unfinished';

/** Events need a moment to tell that it is gone. */
const SHOWS_WITHIN_MS = 15_000;

/** Half a machine with this name, left by something that did not end. */
export function unfinishedNamed(inventory: Inventory, name: string): VmRef | undefined {
  for (const [ref, vm] of inventory.vm) if (vm.name === name && vm.otherConfig[UNFINISHED] !== undefined) return ref;
  return undefined;
}

/** Takes a new machine back, with every disk that is in its drives. */
export async function removeMachine({ pool, closing }: Doing, vm: VmRef | undefined): Promise<Trace> {
  if (vm === undefined) return { is: 'nothing-changed' };
  const disks = await pool.ask({ safe: true, signal: closing }, async (session) => await destroyMachine(session, vm));
  for (const disk of disks) await destroyDisk({ pool, closing }, disk);
  await pool.until(() => !pool.inventory().vm.has(vm) && !disks.some((disk) => pool.inventory().vdi.has(disk)), {
    signal: closing,
    timeoutMs: SHOWS_WITHIN_MS,
  });
  return { is: 'vm-removed' };
}
