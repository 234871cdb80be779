import { LONGEST_CHAIN, type Chains, type Upkeep } from '#shared/domain/storage/chains.ts';
import type { SpaceWarning } from '#shared/domain/storage/space-warnings.ts';
import { unreachable } from '#shared/kernel/unreachable.ts';
import { percentText } from './format.ts';
import { sizeText } from './size-text.ts';

/** What the tab says that shows what takes room on a repository, and what becomes of it. */
export const spaceText = {
  tab: 'Space',
  list: 'Disks that grew from each other',
  find: 'Filter by name or VM',
  waitingOnly: 'Only what waits',
  none: 'No disk here is a difference to another: there are no snapshots, and nothing waits to be merged.',
  noMatch: 'No chain matches.',
  showAll: 'Show all',
  resizeColumn: (column: string) => `Width of ${column}`,
  columns: { name: 'Name', kind: 'Kind', used: 'Used', vms: 'VM', upkeep: 'What becomes of it' },
  parentMissing: 'What it is a difference to is not here. Rescan the storage.',
  count: ({ chains, longest }: Chains) =>
    `${chains.length === 1 ? '1 chain' : `${chains.length} chains`}, the longest of ${longest} disks; ${LONGEST_CHAIN} are the most a driver takes`,
  waiting: ({ waiting, freesBytes }: Chains) =>
    waiting === 0
      ? 'Nothing waits to be merged'
      : `${waiting} ${waiting === 1 ? 'merge waits' : 'merges wait'}${freesBytes > 0 ? `, freeing ${sizeText(freesBytes)}` : ''}`,
  tooLong: (longest: number) => `A chain here is ${longest} disks long, of ${LONGEST_CHAIN} that a driver takes.`,
  tooLongNext: 'Delete snapshots that nobody needs, then rescan: the driver merges what is left.',
  noRoom: (needsBytes: number, freeBytes: number) =>
    `The driver needs ${sizeText(needsBytes)} free to merge what waits, and finds ${sizeText(freeBytes)}.`,
  noRoomNext: 'Move a disk to other storage or make the storage larger; the driver then goes on by itself.',
} as const;

export function upkeepText(upkeep: Upkeep): string {
  if (upkeep.is === 'remove') return `Waits to be removed, freeing ${sizeText(upkeep.freesBytes)}`;
  return `Merge waits: needs ${sizeText(upkeep.needsBytes)}${upkeep.freesBytes > 0 ? `, frees ${sizeText(upkeep.freesBytes)}` : ''}`;
}

export function nextSnapshotText(bytes: number): string {
  return `One more snapshot takes ${sizeText(bytes)} at once`;
}

export function spaceWarningText({ is, name, share, freeBytes, promisedBytes, sizeBytes }: SpaceWarning): {
  readonly what: string;
  readonly next: string;
} {
  switch (is) {
    case 'full':
      return {
        what: `${name} is full: ${sizeText(freeBytes)} free of ${sizeText(sizeBytes)}.`,
        next: 'Snapshots and merges fail, and on thin storage VMs stop. Delete or move disks, or make the storage larger.',
      };
    case 'crowded':
      return {
        what: `${name} is ${percentText(share)} used: ${sizeText(freeBytes)} free of ${sizeText(sizeBytes)}.`,
        next: 'Delete snapshots nobody needs, move a disk, or make the storage larger.',
      };
    case 'promised-too-much':
      return {
        what: `${name} is ${percentText(share)} used, and ${sizeText(promisedBytes)} are promised to disks on ${sizeText(sizeBytes)}.`,
        next: 'When it is full, every VM with a disk there stops at its next write. Move disks or make the storage larger in time.',
      };
    default:
      return unreachable(is);
  }
}
