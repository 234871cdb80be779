import type { RefOf, VmRef } from '#shared/domain/inventory/watched.ts';
import type { Session } from './session.ts';
import { isXapiError } from './xapi-error.ts';

interface Drive {
  readonly ref: RefOf<'vbd'>;
  readonly isDisc: boolean;
  readonly disk: RefOf<'vdi'> | undefined;
}

/** What a machine has now, by the server's own word: events may be behind. */
export async function drivesOf(session: Session, vm: VmRef): Promise<readonly Drive[]> {
  const refs = (await session.call('VM.get_VBDs', [vm])) as readonly RefOf<'vbd'>[];
  const drives: Drive[] = [];
  for (const ref of refs) {
    const { type, VDI, empty } = (await session.call('VBD.get_record', [ref])) as { type: string; VDI: RefOf<'vdi'>; empty: boolean };
    drives.push({ ref, isDisc: type === 'CD', disk: empty || VDI === 'OpaqueRef:NULL' ? undefined : VDI });
  }
  return drives;
}

/** Answers the disks it had, which are then nobody's. */
export async function destroyMachine(session: Session, vm: VmRef): Promise<readonly RefOf<'vdi'>[]> {
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
