import type { BackupEffect, Differences } from '#shared/domain/backups/backup-effect.ts';
import type { Failure } from '#shared/contract/failure.ts';
import { failureText } from './failure-text.ts';
import { sizeText } from './size-text.ts';
import { someOf } from './some-of.ts';

/** What is said of backups of pools and hosts, and of going back to them. */
export const backupsText = {
  close: 'Close',
  cancel: 'Cancel',
  copyXe: 'Copy xe commands',
  notLive: 'Its pool does not answer now.',
  notTyped: 'Type the name as it is written above first.',
  typeName: (name: string) => `Type ${name} to go on`,
  noFile: 'Choose a file first.',
  choose: 'File',
  fileOf: (name: string, bytes: number, day: string) => `${name}, ${sizeText(bytes)}, last changed ${day}`,
  checksum: 'SHA-256',
  pool: {
    command: 'Restore pool database…',
    title: (pool: string) => `Restore the database of ${pool}`,
    intro:
      'The pool becomes again what it was when the backup was made. Nothing happens before you have seen what that means here, and the pool has tried the file.',
    verb: 'Restore',
    trying: 'The file is compared with the pool, and the pool tries it…',
    effects: 'What it does',
    wouldTake: 'The pool would take this file.',
    wouldNotTake: 'The pool would not take this file.',
    inTheWay: 'What stands in the way is said above.',
    untried: 'The pool has not tried this file yet.',
    tooBig: 'The file is too big to be compared with the pool here; the pool itself can try it all the same.',
    begun: (file: string) => `${file} is sent to the pool.`,
    done: (file: string, master: string) => `${file} is restored: ${master} restarts in half a minute with it. The window follows by itself.`,
    failed: (file: string, failure: Failure) => `${file} was not restored, and nothing has changed: ${failureText(failure).what}`,
  },
  host: {
    backUp: 'Back up host…',
    restore: 'Restore host…',
    begun: (host: string) => `The system of ${host} is being saved; how far it is stands among the tasks, where it can be cancelled too.`,
    title: (host: string) => `Restore the system of ${host}`,
    intro: (host: string) =>
      `The file is unpacked into the second partition of ${host}, over the backup that lies there now. ${host} itself goes on as it is.`,
    next: 'To go back to it, start the host from its installation medium afterwards and choose “Restore from backup”. Its VMs, storage and disks are not part of the file.',
    verb: 'Lay it ready',
    sent: (file: string, host: string) => `${file} is unpacked on ${host}; how far it is stands among the tasks, where it can be cancelled too.`,
    done: (file: string, host: string) =>
      `${file} lies ready on ${host}. Start the host from its installation medium and choose “Restore from backup”.`,
    failed: (file: string, host: string, failure: Failure) =>
      `${file} does not lie ready on ${host}, and the backup that lay there may be gone: ${failureText(failure).what}`,
  },
} as const;

/** Line by line, what is worst first. */
export function effectLines(effect: BackupEffect): readonly string[] {
  const { master, leaving, stopped, vms, storage, networks } = effect;
  const isOther = master.inFile !== master.now;
  return [
    ...(leaving.length === 0
      ? []
      : [
          `${someOf(leaving)} ${leaving.length === 1 ? 'leaves' : 'leave'} the pool: of its hosts only the master is kept. Each has to be reset and joined again.`,
        ]),
    `${master.now} restarts${isOther ? `, and takes the place of ${master.inFile}, which was the master then` : ''}.`,
    ...(stopped.length === 0 ? [] : [`${someOf(stopped)} ran when the file was made, and will be shut down.`]),
    ...lostLine(vms, ['VM', 'VMs'], 'their disks stay on their storage, but nobody knows whose they are'),
    ...lostLine(storage, ['storage repository', 'storage repositories'], 'what lies there stays, and can be attached again'),
    ...lostLine(networks, ['network', 'networks'], 'they have to be made again'),
    ...backLine(vms, ['VM', 'VMs'], 'without what was deleted since'),
    ...backLine(storage, ['storage repository', 'storage repositories'], 'where it still exists'),
    ...backLine(networks, ['network', 'networks'], 'where its hosts still have the cards'),
    'Every setting that was changed since is as it was: names, tags, protection, networks, users.',
  ];
}

function lostLine({ lost }: Differences, [one, many]: readonly [string, string], then: string): readonly string[] {
  return lost.length === 0
    ? []
    : [`${lost.length} ${lost.length === 1 ? one : many} of now ${lost.length === 1 ? 'is' : 'are'} not in the file: ${someOf(lost)}; ${then}.`];
}

function backLine({ back }: Differences, [one, many]: readonly [string, string], how: string): readonly string[] {
  return back.length === 0
    ? []
    : [`${back.length} ${back.length === 1 ? one : many} ${back.length === 1 ? 'comes' : 'come'} back, ${how}: ${someOf(back)}.`];
}

export function otherPoolText({ pool }: BackupEffect): string | undefined {
  if (pool.isSame) return undefined;
  return `This is a backup of another pool, ${pool.name}. Restore it only on a host that is to take that pool’s place.`;
}
