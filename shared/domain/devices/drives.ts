import { byNaturalOrder } from '#shared/domain/inventory/facts.ts';
import type { Inventory } from '#shared/domain/inventory/inventory.ts';
import type { RecordOf, RefOf, VmRef } from '#shared/domain/inventory/watched.ts';
import type { DriveChanges, DrivePriority } from '#shared/domain/operations/device-request.ts';

type Vbd = RecordOf<'vbd'>;
export type VmDrive = Vbd & { readonly ref: RefOf<'vbd'> };

/** The drives of a machine, by position. */
export function drivesOfVm({ vbd }: Pick<Inventory, 'vbd'>, vm: VmRef): readonly VmDrive[] {
  const found: VmDrive[] = [];
  for (const [ref, drive] of vbd) if (drive.vm === vm) found.push({ ...drive, ref });
  return found.sort((a, b) => byNaturalOrder(a.position, b.position));
}

/** The drive for discs of a machine; the first where it has several. */
export function discDriveOf(inventory: Pick<Inventory, 'vbd'>, vm: VmRef): VmDrive | undefined {
  return drivesOfVm(inventory, vm).find(({ type }) => type === 'CD');
}

export function discIn(drive: Vbd | undefined): RefOf<'vdi'> | undefined {
  return drive === undefined || drive.isEmpty ? undefined : (drive.vdi ?? undefined);
}

export const DRIVE_PRIORITY = { first: 0, last: 7, type: 'ionice' } as const;

/** As the server keeps it for the program that serves the drive. */
export function priorityOf({ qosType, qosParameters }: Pick<Vbd, 'qosType' | 'qosParameters'>): DrivePriority {
  const said = Number(qosParameters['class']);
  return qosType === DRIVE_PRIORITY.type && Number.isInteger(said) ? said : 'none';
}

/** What a drive is now, of what is to be changed in it. */
export function driveNow(drive: Vbd, changes: DriveChanges): DriveChanges {
  return {
    ...(changes.position !== undefined && { position: drive.position }),
    ...(changes.isReadOnly !== undefined && { isReadOnly: drive.mode === 'RO' }),
    ...(changes.isBootable !== undefined && { isBootable: drive.isBootable }),
    ...(changes.priority !== undefined && { priority: priorityOf(drive) }),
  };
}

/** Positions from the first on; one more disk than anybody needs. */
const POSITIONS = 255;

export function isPosition(position: string): boolean {
  return /^\d{1,3}$/.test(position) && Number(position) < POSITIONS;
}

/** Where an emulated drive is looked for by every guest, before its own drivers are loaded; the last of them is the usual place for discs. */
const EMULATED = ['3', '2', '1', '0'];

export function freeDiscPosition(inventory: Pick<Inventory, 'vbd'>, vm: VmRef): string {
  const taken = new Set(drivesOfVm(inventory, vm).map(({ position }) => position));
  return EMULATED.find((position) => !taken.has(position)) ?? 'autodetect';
}

export interface Disc {
  readonly ref: RefOf<'vdi'>;
  readonly name: string;
  readonly library: string;
}

/** What can be put into a drive: the discs of every library, by library and name. */
export function discsOf({ vdi, sr }: Pick<Inventory, 'vdi' | 'sr'>): readonly Disc[] {
  const found: Disc[] = [];
  for (const [ref, disc] of vdi) {
    const library = disc.sr === null ? undefined : sr.get(disc.sr);
    if (library?.contentType === 'iso' && !disc.isMissing) found.push({ ref, name: disc.name, library: library.name });
  }
  return found.sort((a, b) => {
    const byLibrary = byNaturalOrder(a.library, b.library);
    return byLibrary === 0 ? byNaturalOrder(a.name, b.name) : byLibrary;
  });
}
