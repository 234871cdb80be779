import type { Doing } from '#engine/operations/verb.ts';
import { isXapiError } from '#engine/xapi/xapi-error.ts';
import type { Requested } from '#shared/contract/request-schema.ts';
import type { ServerId } from '#shared/contract/calls/server-calls.ts';
import type { Trace } from '#shared/contract/calls/operation-calls.ts';
import { disksOfVm } from '#shared/domain/inventory/disks.ts';
import type { Inventory } from '#shared/domain/inventory/inventory.ts';
import type { RefOf, VmRef } from '#shared/domain/inventory/watched.ts';

type DiskRef = RefOf<'vdi'>;

/** The disks of what goes, and what lies on a disk of its memory; named before the records that name them are gone. */
export function disksOfAll(inventory: Inventory, machines: readonly VmRef[]): readonly DiskRef[] {
  return machines.flatMap((vm) => {
    const memory = inventory.vm.get(vm)?.suspendVdi ?? undefined;
    return [...disksOfVm(inventory, vm), ...(memory === undefined ? [] : [memory])];
  });
}

/** Written down, so that what is left of them is known after a crash as well. */
export function rememberDisks(doing: Doing, disks: readonly DiskRef[]): void {
  doing.remember([...new Set([...doing.remembered(), ...disks])]);
}

export async function destroyRemembered(doing: Doing): Promise<void> {
  const inventory = doing.pool.inventory();
  for (const disk of doing.remembered() as readonly DiskRef[]) {
    const name = inventory.vdi.get(disk)?.name ?? '';
    await unlessGone(doing, name, async () => {
      await doing.pool.ask({ safe: true, signal: doing.closing }, async (session) => await session.call('VDI.destroy', [disk]));
    });
  }
}

/** The machine is gone; what else stays is said, and can be deleted where it lies. */
export async function unlessGone(doing: Doing, name: string, destroy: () => Promise<void>): Promise<void> {
  try {
    await destroy();
  } catch (error) {
    doing.closing.throwIfAborted();
    if (!isXapiError(error, 'HANDLE_INVALID')) doing.remark({ is: 'not-deleted', name, error });
  }
}

/** What is still there of what was to go with the machine. */
export function restOf(
  inventory: Inventory,
  left: { readonly server: ServerId; readonly snapshots: readonly VmRef[]; readonly disks: readonly string[] },
): readonly Requested[] {
  const { server } = left;
  const snapshots = left.snapshots.filter((vm) => inventory.vm.has(vm));
  // A snapshot takes its own disks along.
  const theirs = new Set<string>(disksOfAll(inventory, snapshots));
  const disks = (left.disks as readonly DiskRef[]).filter((disk) => inventory.vdi.has(disk) && !theirs.has(disk));
  return [
    ...snapshots.map((vm) => ({ kind: 'vm.delete-snapshot', server, vm }) as const),
    ...disks.map((disk) => ({ kind: 'disk.delete', server, disk }) as const),
  ];
}

/** What a machine that is gone has left. */
export function goneTraces(inventory: Inventory, remembered: readonly string[]): readonly Trace[] {
  const disks = remembered.flatMap((disk) => inventory.vdi.get(disk as DiskRef)?.name ?? []);
  return [{ is: 'object-gone' }, ...(disks.length === 0 ? [] : [{ is: 'disks-left', disks } as const])];
}
