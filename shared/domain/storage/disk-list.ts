import { byNaturalOrder } from '#shared/domain/inventory/facts.ts';
import type { Inventory } from '#shared/domain/inventory/inventory.ts';
import type { RecordOf, RefOf, VmRef } from '#shared/domain/inventory/watched.ts';
import { drivesByDisk, type DrivesOf } from './drives-of.ts';

export type DiskKind = 'disk' | 'snapshot' | 'memory' | 'base' | 'disc' | 'server';

export interface DiskUser {
  readonly vm: VmRef;
  readonly name: string;
  /** Open now: its machine runs. */
  readonly isOpen: boolean;
}

/** One line of what lies on a repository. */
export interface DiskRow {
  readonly ref: RefOf<'vdi'>;
  readonly name: string;
  readonly description: string;
  readonly kind: DiskKind;
  readonly sizeBytes: number;
  readonly usedBytes: number;
  readonly users: readonly DiskUser[];
  readonly isTrackingChanges: boolean;
  readonly isMissing: boolean;
  /** What the server is doing with it, by its name for it. */
  readonly operation: string | undefined;
}

const OF_SERVER = new Set(['ha_statefile', 'redo_log', 'rrd', 'metadata', 'pvs_cache', 'cbt_metadata', 'crashdump']);

type Known = Pick<Inventory, 'vdi' | 'vbd' | 'vm'>;

export function diskRows(inventory: Known, { sr, isLibrary }: { readonly sr: RefOf<'sr'>; readonly isLibrary: boolean }): readonly DiskRow[] {
  const drives = drivesByDisk(inventory);
  const sleepers = new Map([...inventory.vm].flatMap(([ref, { suspendVdi }]) => (suspendVdi === null ? [] : [[suspendVdi, ref] as const])));
  const rows: DiskRow[] = [];
  for (const [ref, disk] of inventory.vdi) {
    if (disk.sr !== sr) continue;
    const kind = isLibrary ? 'disc' : kindOf(disk);
    const sleeper = sleepers.get(ref);
    rows.push({
      ref,
      name: disk.name,
      description: disk.description,
      kind,
      sizeBytes: disk.virtualSize,
      usedBytes: disk.physicalUtilisation,
      users: [...usersOf(inventory, drives, ref), ...(sleeper === undefined ? [] : userOf(inventory, sleeper, false))],
      isTrackingChanges: disk.isTrackingChanges,
      isMissing: disk.isMissing,
      operation: Object.values(disk.currentOperations)[0],
    });
  }
  return rows;
}

function kindOf(disk: RecordOf<'vdi'>): DiskKind {
  if (!disk.isManaged) return 'base';
  if (disk.isSnapshot) return 'snapshot';
  if (disk.type === 'suspend') return 'memory';
  return OF_SERVER.has(disk.type) ? 'server' : 'disk';
}

function usersOf(inventory: Known, drives: DrivesOf, disk: RefOf<'vdi'>): readonly DiskUser[] {
  return drives(disk).flatMap(({ vm, isAttached }) => (vm === null ? [] : userOf(inventory, vm, isAttached)));
}

function userOf(inventory: Known, vm: VmRef, isOpen: boolean): readonly DiskUser[] {
  const record = inventory.vm.get(vm);
  return record === undefined ? [] : [{ vm, name: record.name, isOpen }];
}

export const diskColumns = ['name', 'kind', 'size', 'used', 'vms', 'state'] as const;
export type DiskColumn = (typeof diskColumns)[number];

export interface DiskOrder {
  readonly column: DiskColumn;
  readonly isDown: boolean;
}

const byColumn: Readonly<Record<DiskColumn, (a: DiskRow, b: DiskRow) => number>> = {
  name: (a, b) => byNaturalOrder(a.name, b.name),
  kind: (a, b) => a.kind.localeCompare(b.kind),
  size: (a, b) => a.sizeBytes - b.sizeBytes,
  used: (a, b) => a.usedBytes - b.usedBytes,
  vms: (a, b) => byNaturalOrder(a.users[0]?.name ?? '', b.users[0]?.name ?? ''),
  state: (a, b) => stateRank(a) - stateRank(b),
};

/** What is wrong before what is being done before what is in use. */
function stateRank({ isMissing, operation, isTrackingChanges, users }: DiskRow): number {
  if (isMissing) return 0;
  if (operation !== undefined) return 1;
  if (isTrackingChanges) return 2;
  return users.some(({ isOpen }) => isOpen) ? 3 : 4;
}

/** Base copies only for who asks for them; what somebody looks for by the name of a disk or of its machine. */
export function shownDisks(
  rows: readonly DiskRow[],
  { text, hasBases, order }: { readonly text: string; readonly hasBases: boolean; readonly order: DiskOrder },
): readonly DiskRow[] {
  const wanted = text.trim().toLowerCase();
  const isWanted = (row: DiskRow): boolean =>
    wanted === '' || [row.name, row.description, ...row.users.map(({ name }) => name)].some((words) => words.toLowerCase().includes(wanted));
  const sign = order.isDown ? -1 : 1;
  return rows
    .filter((row) => (hasBases || row.kind !== 'base') && isWanted(row))
    .toSorted((a, b) => {
      const by = byColumn[order.column](a, b);
      return by === 0 ? byNaturalOrder(a.name, b.name) : sign * by;
    });
}
