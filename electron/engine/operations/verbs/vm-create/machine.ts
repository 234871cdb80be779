import type { Doing } from '#engine/operations/verb.ts';
import type { DiskRef } from '#engine/operations/verbs/disk/disk-state.ts';
import { destroyDisk } from '#engine/operations/verbs/disk/remove-disk.ts';
import type { Session } from '#engine/xapi/session.ts';
import { isXapiError } from '#engine/xapi/xapi-error.ts';
import type { Trace } from '#shared/contract/calls/operation-calls.ts';
import type { Inventory } from '#shared/domain/inventory/inventory.ts';
import type { RefOf, VmRef } from '#shared/domain/inventory/watched.ts';

/** Stands in the machine's other_config for as long as it is not what it is to be. */
export const UNFINISHED = 'poolkeeper_unfinished';

/** Events need a moment to tell that it is gone. */
const SHOWS_WITHIN_MS = 15_000;

interface Drive {
  readonly ref: RefOf<'vbd'>;
  readonly isDisc: boolean;
  readonly disk: DiskRef | undefined;
}

/** What it has now, by the server's own word: events may be behind. */
export async function drivesOf(session: Session, vm: VmRef): Promise<readonly Drive[]> {
  const refs = (await session.call('VM.get_VBDs', [vm])) as readonly RefOf<'vbd'>[];
  const drives: Drive[] = [];
  for (const ref of refs) {
    const { type, VDI, empty } = (await session.call('VBD.get_record', [ref])) as { type: string; VDI: DiskRef; empty: boolean };
    drives.push({ ref, isDisc: type === 'CD', disk: empty || VDI === 'OpaqueRef:NULL' ? undefined : VDI });
  }
  return drives;
}

/** Half a machine with this name, left by something that did not end. */
export function unfinishedNamed(inventory: Inventory, name: string): VmRef | undefined {
  for (const [ref, vm] of inventory.vm) if (vm.name === name && vm.otherConfig[UNFINISHED] !== undefined) return ref;
  return undefined;
}

/** Takes a new machine back, with every disk that is in its drives. */
export async function removeMachine({ pool, closing }: Doing, vm: VmRef | undefined): Promise<Trace> {
  if (vm === undefined) return { is: 'nothing-changed' };
  const disks = await pool.ask({ safe: true, signal: closing }, async (session) => await takeApart(session, vm));
  for (const disk of disks) await destroyDisk({ pool, closing }, disk);
  await pool.until(() => !pool.inventory().vm.has(vm) && !disks.some((disk) => pool.inventory().vdi.has(disk)), {
    signal: closing,
    timeoutMs: SHOWS_WITHIN_MS,
  });
  return { is: 'vm-removed' };
}

async function takeApart(session: Session, vm: VmRef): Promise<readonly DiskRef[]> {
  try {
    const drives = await drivesOf(session, vm);
    await session.call('VM.destroy', [vm]);
    return drives.flatMap(({ isDisc, disk }) => (isDisc || disk === undefined ? [] : [disk]));
  } catch (error) {
    // Gone already: the server has taken it back itself, or did what it was asked before.
    if (isXapiError(error, 'HANDLE_INVALID')) return [];
    throw error;
  }
}
