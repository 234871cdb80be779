import type { Rhythm } from '#shared/domain/snapshots/schedule.ts';
import { sizeText } from './size-text.ts';
import { someOf } from './some-of.ts';

const two = (figure: number): string => String(figure).padStart(2, '0');

function rhythmText(rhythm: Rhythm): string {
  if (rhythm.every === 'hour') return rhythm.minute === 0 ? 'Every hour, on the hour' : `Every hour, ${rhythm.minute} min past`;
  const time = `${two(rhythm.hour)}:${two(rhythm.minute)}`;
  return rhythm.every === 'day' ? `Every day at ${time}` : `Every ${someOf(rhythm.days)} at ${time}`;
}

/** What the Snapshots tab and its dialogs say. */
export const snapshotsText = {
  tab: 'Snapshots',
  list: (vm: string) => `Snapshots of ${vm}`,
  take: 'Take a snapshot…',
  takeCommand: 'Snapshot…',
  revert: 'Revert…',
  newVm: 'New VM…',
  newTemplate: 'New template…',
  rename: 'Rename…',
  describe: 'Description…',
  remove: (count: number) => (count > 1 ? `Delete ${count}…` : 'Delete…'),
  none: 'It has no snapshots.',
  noneNote: 'A snapshot keeps what is on the disks now, and the memory too if you want, so that you can come back to it.',
  name: 'Name',
  taken: 'Taken',
  kind: 'Keeps',
  size: 'Size',
  description: 'Description',
  disks: 'Disks',
  memory: 'Disks and memory',
  here: 'The VM goes on from here',
  level: (depth: number) => `Level ${depth + 1}`,
  choose: (name: string) => `Choose ${name}`,
  chooseFirst: 'Choose a snapshot first.',
  chooseOne: 'Choose one snapshot only.',
  takeTitle: (vm: string) => `Take a snapshot of ${vm}`,
  suggested: (when: string) => `Before ${when}`,
  keeps: 'It keeps',
  keepsWhat: {
    disks: 'The disks as they are now',
    quiesced: 'The disks, after the guest has written everything out',
    memory: 'The disks and the memory, so that it goes on where it was',
  },
  close: 'Close',
  cancel: 'Cancel',
  takeVerb: 'Take snapshot',
  revertTitle: (vm: string, name: string) => `Revert ${vm} to ${name}`,
  revertEffect: (vm: string) => `${vm} becomes what it was then. What has changed since is lost unless you keep it.`,
  revertPower: 'It is shut down for that. With its memory kept it is suspended afterwards, else shut down.',
  keepFirst: 'Take a snapshot of what it is now first',
  keepName: (name: string) => `Before reverting to ${name}`,
  revertVerb: 'Revert',
  newTitle: { vm: 'New VM from a snapshot', template: 'New template from a snapshot' },
  newName: 'Name',
  fromName: (name: string) => `${name} copy`,
  newVerb: 'Create',
  deleteTitle: (count: number, name: string) => (count === 1 ? `Delete the snapshot ${name}` : `Delete ${count} snapshots`),
  deleteEffect: (vm: string) => `${vm} cannot go back to them any more. What it is now stays.`,
  deleteMemory: (count: number) =>
    count === 1 ? 'The memory that one of them keeps is lost too.' : `The memory that ${count} of them keep is lost too.`,
  deleteStaying: (names: readonly string[]) =>
    `${someOf(names)} ${names.length === 1 ? 'was' : 'were'} taken after one of them and ${names.length === 1 ? 'stays' : 'stay'}.`,
  deleteList: 'What is deleted',
  gains: 'Space that becomes free',
  storage: 'Storage',
  atOnce: 'At once',
  later: 'Once merged',
  noLater: 'Nothing more',
  upTo: (bytes: number) => `Up to ${sizeText(bytes)}`,
  laterNote: 'What the snapshots kept apart is merged by the storage in the background, which may take a while.',
  copyXe: 'Copy as xe commands',
  chooseAll: 'Choose all',
  chooseNone: 'Choose none',
  bySchedule: 'By schedule',
  shown: 'Show',
  which: { all: 'All snapshots', schedule: 'Taken by schedule', hand: 'Taken by hand' },
  noneOfThese: 'No snapshot is of that kind.',
  schedule: 'Schedule',
  scheduleName: 'Name',
  scheduleWhen: 'When',
  scheduleKeeps: 'Keeps',
  scheduleLast: 'Last run',
  scheduleOff: 'It is switched off: nothing is taken.',
  scheduleNever: 'Never yet',
  scheduleUnread: 'Written by another program, and not readable here.',
  scheduleNote: 'By the clock of the master. When a new one is taken, the oldest of the schedule beyond that number goes.',
  rhythm: rhythmText,
  retained: (keeps: 'disks' | 'quiesced' | 'memory', count: number) =>
    `${{ disks: 'Disks', quiesced: 'Disks, written out first', memory: 'Disks and memory' }[keeps]}; the newest ${count}`,
  deleteVerb: 'Delete',
} as const;
