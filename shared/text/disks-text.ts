import type { DiskColumn, DiskKind } from '#shared/domain/storage/disk-list.ts';
import { sizeText } from './size-text.ts';

/** What the list of a repository's disks says, and the dialogs about them. */
export const disksText = {
  tab: 'Disks',
  contents: 'Contents',
  list: 'Disks of this storage',
  find: 'Filter by name or VM',
  bases: 'Show base copies',
  newDisk: 'New disk…',
  moreCommands: 'More commands',
  choose: 'Select disks in the list first.',
  chooseOne: 'This is for one disk at a time.',
  empty: 'No disk lies on this storage.',
  emptyLibrary: 'The library is empty. Put ISO files on the share, then rescan it.',
  noMatch: 'No disk matches the filter.',
  showAll: 'Show all',
  resizeColumn: (column: string) => `Width of ${column}`,
  count: (shown: number, all: number) => (shown === all ? countText(all) : `${shown} of ${countText(all)}`),
  sum: (bytes: number) => `${sizeText(bytes)} used`,
  selected: (count: number) => `${count} selected`,
  nobody: 'No VM',
  open: 'in use',
  missing: 'Missing',
  tracking: 'Changes tracked',
  busy: (operation: string) => operation.replaceAll('_', ' '),
} as const;

function countText(count: number): string {
  return count === 1 ? '1 disk' : `${count} disks`;
}

export const diskColumnText: Readonly<Record<DiskColumn, string>> = {
  name: 'Name',
  kind: 'Kind',
  size: 'Size',
  used: 'Used',
  vms: 'VM',
  state: 'State',
};

export const diskKindText: Readonly<Record<DiskKind, string>> = {
  disk: 'Disk',
  snapshot: 'Snapshot',
  memory: 'Memory image',
  base: 'Base copy',
  disc: 'ISO image',
  server: "Server's own",
};

export const diskDialogText = {
  close: 'Close',
  cancel: 'Cancel',
  copyXe: 'Copy as xe commands',
  name: 'Name',
  description: 'Description',
  size: 'Size',
  sizeHint: '20 GiB, 512 MiB, 1.5 TiB; a bare number is of GiB',
  noSize: 'A size is a number, with MiB, GiB or TiB behind it.',
  newDisk: (sr: string) => `New disk on ${sr}`,
  create: 'Create disk',
  defaultName: 'New disk',
  resize: (name: string) => `Resize ${name}`,
  resizeNow: (bytes: number) => `It is ${sizeText(bytes)} large now. Disks only grow, and the guest has to be told to use the new room.`,
  resizeVerb: 'Resize disk',
  move: (count: number, name: string) => (count === 1 ? `Move ${name} to other storage` : `Move ${count} disks to other storage`),
  moveVerb: (some: number, all: number) => (all === 1 || some === 0 ? 'Move disk' : `Move ${some === all ? all : `${some} of ${all}`} disks`),
  moveHow: 'Disks of a VM move under it, also while it runs. What no VM has is copied and then deleted where it was.',
  copy: (count: number, name: string) => (count === 1 ? `Copy ${name}` : `Copy ${count} disks`),
  copyVerb: (some: number, all: number) => (all === 1 || some === 0 ? 'Copy disk' : `Copy ${some === all ? all : `${some} of ${all}`} disks`),
  copyName: (name: string) => `${name} (copy)`,
  targets: 'Storage of the pool',
  free: (free: number, all: number) => `${sizeText(free)} free of ${sizeText(all)}`,
  onHost: (sr: string, host: string) => `${sr} of ${host}`,
  noTarget: 'None of these can take it.',
  attach: (count: number, name: string) => (count === 1 ? `Attach ${name} to a VM` : `Attach ${count} disks to a VM`),
  attachVerb: (some: number, all: number) => (all === 1 || some === 0 ? 'Attach disk' : `Attach ${some === all ? all : `${some} of ${all}`} disks`),
  machines: 'VMs of the pool',
  findMachine: 'Filter VMs by name',
  moreMachines: (count: number) => `${count} more. Type a part of the name to find them.`,
  readOnly: 'Read-only',
  takes: (some: number, all: number) => (all === 1 ? 'Can take it.' : some === all ? 'Can take all of them.' : `Can take ${some} of ${all}.`),
} as const;

export const diskCommandText = {
  resize: 'Resize disk…',
  move: 'Move disk to…',
  copy: 'Copy disk to…',
  attach: 'Attach to VM…',
  onlyOnServer: 'Disks of several pools are selected.',
  noDrive: 'No VM has it.',
} as const;
