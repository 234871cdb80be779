/** What the dialogs about virtual machines say. */
export const deleteText = {
  command: 'Delete…',
  title: (count: number, name: string) => (count === 1 ? `Delete ${name}` : `Delete ${count} VMs`),
  close: 'Close',
  cancel: 'Cancel',
  verb: 'Delete',
  effect: 'What is deleted cannot be brought back.',
  noDisks: 'It has no disks of its own.',
  snapshots: 'Snapshots',
  snapshot: (name: string, disks: number) => `${name}, with ${disks === 1 ? 'one disk' : `${disks} disks`}`,
  disk: (name: string, size: string, sr: string) => `${name}, ${size} on ${sr}`,
  kept: (name: string, by: string) => `${name} is also a disk of ${by}, and stays.`,
  readOnly: (name: string) => `${name} is read-only or shared, and stays unless you choose it.`,
  typeCount: (count: number) => `Type ${count} to delete all of them`,
  notTyped: 'Type what is asked for first.',
  none: 'None of them can be deleted now.',
  notAll: (some: number, all: number) => `${some} of ${all} can be deleted; the others are left out.`,
} as const;

export const copyVmText = {
  command: 'Make a copy…',
  title: (name: string) => `Copy ${name}`,
  close: 'Close',
  cancel: 'Cancel',
  verb: 'Copy',
  name: 'Name of the copy',
  suggested: (name: string) => `Copy of ${name}`,
  way: 'How it is copied',
  fast: 'Fast: its disks share what they have in common with the original',
  whole: 'Whole: every disk is copied to',
  storage: 'Storage',
  place: (name: string, free: string | undefined) => (free === undefined ? name : `${name}, ${free} free`),
} as const;
