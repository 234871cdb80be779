import type { Failure } from '#shared/contract/failure.ts';
import { failureText } from './failure-text.ts';
import { sizeText } from './size-text.ts';

/** What is said of machines that leave a pool as a file, and of files that become machines. */
export const vmFilesText = {
  exportCommand: 'Export…',
  importCommand: 'Import VM…',
  notLive: 'Its pool does not answer now.',
  close: 'Close',
  cancel: 'Cancel',
  export: {
    title: (name: string) => `Export ${name}`,
    verb: 'Choose a file',
    what: 'The VM and its disks go into one file (XVA), which this pool or another one can import. Discs and snapshots stay behind.',
    compression: 'Compression',
    compressions: { none: 'None: fastest', zstd: 'zstd: small and fast, for pools of release 8.0 and later', gzip: 'gzip: for every pool, slow' },
    downloads:
      'This browser keeps all of the file in memory until it is whole. Use the desktop app, or a browser of the Chromium family, for large VMs.',
    titleMany: (count: number) => `Export ${count} VMs`,
    verbMany: 'Choose a folder',
    whatMany:
      'Each VM goes with its disks into a file of its own (XVA), one after the other, with a file of their checksums. Discs and snapshots stay behind.',
    leftOut: (name: string, why: string) => `${name} is left out: ${why}`,
    begunMany: (count: number) => `${count} VMs are being exported, one after the other; each stands among the tasks, where it can be cancelled too.`,
    again: 'Export again',
    begun: (name: string) => `${name} is being exported; how far it is stands among the tasks, where it can be cancelled too.`,
  },
  import: {
    title: (pool: string) => `Import a VM into ${pool}`,
    verb: 'Import',
    file: 'File (XVA)',
    noFile: 'Choose a file first.',
    storage: 'Storage for its disks',
    noStorage: 'No storage of this pool takes disks now.',
    place: (name: string, free: string | undefined) => (free === undefined ? name : `${name}, ${free} free`),
    identity: 'Addresses of its network cards',
    newIdentity: 'Made up anew, where they were made up before',
    sameIdentity: 'Kept, with its uuid: for a VM that is gone',
    network: 'Network',
    sameNetworks: 'As in the file; one that this pool does not have is made',
    cards: 'Networks of its cards',
    card: 'Card',
    networkThere: 'Where it was',
    networkHere: 'Network here',
    cardName: (device: string, mac: string) => `${device}, ${mac}`,
    networkOf: (device: string) => `Network of card ${device}`,
    asInFile: 'As in the file',
    reading: 'Reading what is in the file…',
    contains: (name: string, size: string) => `${name}, with disks of ${size} at most`,
    unread: {
      'no-export': 'This does not begin as an exported VM does, and the pool will probably refuse it. Choose a file that was exported as XVA.',
      'other-package':
        'This is an OVF package of another virtualisation product, which a pool does not take as it is: its disks have to be converted first.',
      several: 'It holds several VMs, so that their cards and disks are not listed here; all of them are imported.',
      broken: 'What is in it could not be read here: its head is damaged, or not complete. The pool tells more when it is imported.',
    },
    again: 'Import again',
    startsAfter: 'Start it when it is there',
    mayBeTooSmall: (free: string) => `It may need more than the ${free} that are free there.`,
    begun: (file: string) => `${file} is being imported; how far it is stands among the tasks, where it can be cancelled too.`,
  },
} as const;

export function notExportedText(file: string, failure: Failure): string {
  return `${file} was not saved: ${failureText(failure).what}`;
}

/** What did not work is told in full; what did, by number. */
export function exportedManyText(count: number, troubles: readonly string[]): string {
  return [`${count === 1 ? '1 VM was' : `${count} VMs were`} saved, with their checksums in SHA256SUMS.`, ...troubles].join(' ');
}

export function notWrittenText(file: string, why: string): string {
  return `${file} could not be written here: ${why}`;
}

export function importedText(file: string, { bytes, sha256 }: { readonly bytes: number; readonly sha256: string }): string {
  return `${file} is a VM now, ${sizeText(bytes)} read. SHA-256: ${sha256}`;
}

export function notReadText(file: string, why: string): string {
  return `${file} could not be read here, and nothing of it was kept: ${why}`;
}

export function notImportedText(file: string, failure: Failure): string {
  return `${file} was not imported, and nothing of it was kept: ${failureText(failure).what}`;
}

/** A name every file system takes. */
export function xvaName(vm: string): string {
  const name = vm.replaceAll(/[^\p{L}\p{N}._-]+/gu, '-').replaceAll(/^[-.]+|-+$/g, '');
  return `${name === '' ? 'vm' : name}.xva`;
}
