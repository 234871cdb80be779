import { confirm } from '#engine/operations/confirm.ts';
import type { Verb } from '#engine/operations/verb.ts';
import { type Write, writeAll } from '#engine/operations/write-all.ts';
import { DRIVE_PRIORITY, driveNow } from '#shared/domain/devices/drives.ts';
import type { Inventory } from '#shared/domain/inventory/inventory.ts';
import type { DeviceRequestOf, DriveChanges, DrivePriority } from '#shared/domain/operations/device-request.ts';
import type { Session } from '#engine/xapi/session.ts';
import { type DriveRef, driveTraces } from './device-state.ts';

export function changeDrive({ drive: ref, changes }: DeviceRequestOf<'drive.change'>): Verb {
  return {
    steps: ['check', 'write-new-value', 'confirm'],
    async run(doing) {
      const { pool } = doing;
      const drive = pool.inventory().vbd.get(ref);
      const before = drive === undefined ? {} : driveNow(drive, changes);
      doing.knew(JSON.stringify(before));
      await doing.step('write-new-value', async () => {
        await writeAll(doing, [...placeWrites(pool.inventory(), ref, changes), ...settingWrites(ref, { wish: changes, before })], (inventory) =>
          isAsWished(inventory, ref, before),
        );
        doing.tooLateToCancel();
      });
      await doing.step('confirm', async () => await confirm(doing, () => isAsWished(pool.inventory(), ref, changes)));
    },
    left: (inventory) => driveTraces(inventory, ref),
  };
}

function isAsWished(inventory: Inventory, ref: DriveRef, changes: DriveChanges): boolean {
  const drive = inventory.vbd.get(ref);
  const now = drive === undefined ? {} : driveNow(drive, changes);
  return Object.entries(changes).every(([key, value]) => value === undefined || Reflect.get(now, key) === value);
}

/** Whoever is there already takes the place that becomes free. */
function placeWrites({ vbd }: Inventory, ref: DriveRef, { position }: DriveChanges): readonly Write[] {
  const drive = vbd.get(ref);
  if (drive === undefined || position === undefined || position === drive.position) return [];
  const there = [...vbd].find(([other, { vm, position: taken }]) => other !== ref && vm === drive.vm && taken === position)?.[0];
  const to = (of: DriveRef, wished: string, before: string): Write => ({
    wish: async (session) => await session.call('VBD.set_userdevice', [of, wished]),
    back: async (session) => await session.call('VBD.set_userdevice', [of, before]),
  });
  return [...(there === undefined ? [] : [to(there, drive.position, position)]), to(ref, position, drive.position)];
}

function settingWrites(ref: DriveRef, { wish, before }: { readonly wish: DriveChanges; readonly before: DriveChanges }): readonly Write[] {
  const write = <V>(wished: V | undefined, was: V | undefined, set: (session: Session, value: V) => Promise<unknown>): readonly Write[] =>
    wished === undefined || was === undefined || wished === was
      ? []
      : [{ wish: async (session) => await set(session, wished), back: async (session) => await set(session, was) }];
  return [
    ...write(wish.isReadOnly, before.isReadOnly, async (session, isOn) => await session.call('VBD.set_mode', [ref, isOn ? 'RO' : 'RW'])),
    ...write(wish.isBootable, before.isBootable, async (session, isOn) => await session.call('VBD.set_bootable', [ref, isOn])),
    ...write(wish.priority, before.priority, async (session, priority) => await setPriority(session, ref, priority)),
  ];
}

async function setPriority(session: Session, ref: DriveRef, priority: DrivePriority): Promise<void> {
  const isNone = priority === 'none';
  await session.call('VBD.set_qos_algorithm_type', [ref, isNone ? '' : DRIVE_PRIORITY.type]);
  await session.call('VBD.set_qos_algorithm_params', [ref, isNone ? {} : { sched: 'be', class: String(priority) }]);
}
