import type { FieldName, PageName } from '#shared/domain/wizards/new-storage/draft.ts';
import type { Hindrance } from '#shared/domain/wizards/new-storage/hindrances.ts';
import type { KnownRepository, OfferGroup, StorageOffer } from '#shared/domain/storage/offer.ts';
import { GFS2 } from '#shared/domain/storage/driver-terms.ts';
import type { StorageKind } from '#shared/domain/storage/source.ts';
import type { TypingProblem } from '#shared/domain/storage/typed.ts';
import { unreachable } from '#shared/kernel/unreachable.ts';

export const storageWizardText = {
  command: 'New storage…',
  title: 'New storage',
  on: (pool: string) => `on ${pool}`,
  close: 'Close',
  cancel: 'Cancel',
  back: 'Back',
  next: 'Next',
  steps: 'Steps',
  lost: 'The connection to the pool is lost. What you have typed stays; go on when it is back.',
  only: 'Choose a pool, one of its hosts or one of its repositories.',
  kinds: 'Kind of storage',
  autoDescription: 'Describe it by where it lies',
  asDefault: 'Use it as the default of the pool',
  asDefaultHint: 'New disks, suspended machines and crash dumps go there.',
  look: { offers: 'Look for targets', exports: 'List exports', devices: 'Look for LUNs', contents: 'Look what lies there' },
  looking: 'Looking…',
  stop: 'Stop',
  stopped: 'The host may go on looking for a while.',
  targets: 'Target name',
  chooseTarget: 'Choose a target',
  everyTarget: 'All names on this target',
  everyTargetHint: 'Recommended for arrays that give each controller a name of its own.',
  targetPlace: (name: string, place: string) => `${name} · ${place}`,
  noTargets: 'The portal offers no target to this pool.',
  writeShare: 'Write the name or the address of the server first.',
  exports: 'Exports of this server',
  noExports: 'The server exports nothing to this pool.',
  noList: 'The server does not list its exports. Type the path behind its name.',
  exportAccess: (access: string) => (access === '*' ? 'everybody' : access),
  luns: 'LUNs',
  lunCount: (count: number) => (count === 1 ? '1 found' : `${count} found`),
  noDevices: 'The array shows no LUN to the master of the pool.',
  noFabric: 'No LUN is visible. Give these names access on the array, then look again.',
  adapters: 'Adapters of the master',
  columns: {
    use: 'Use',
    lun: 'LUN',
    size: 'Size',
    id: 'SCSI ID',
    serial: 'Serial',
    vendor: 'Vendor',
    paths: 'Paths',
    contents: 'Contents',
    path: 'Path',
    who: 'For',
  },
  unknownSize: 'not told',
  lunsOf: (shown: number, all: number) => `${shown} of ${all}`,
  findLun: 'Filter by identity, serial, maker or LUN number',
  chosen: (count: number) => (count === 0 ? 'None chosen' : `${count} chosen`),
  chooseShown: (count: number) => (count === 1 ? 'Choose the one shown' : `Choose all ${count} shown`),
  chooseNone: 'Choose none',
  noLunMatches: 'No LUN matches the filter.',
  lunLabel: (lun: number | undefined, scsiId: string | undefined) => ['LUN', lun, scsiId].filter((part) => part !== undefined).join(' '),
  contents: {
    notYet: 'Not looked at',
    looking: 'Looking…',
    empty: 'Empty, no repository found',
    holds: (name: string) => `Holds a storage repository, “${name}”`,
    failed: 'Could not be looked at',
    inUse: ({ name, pool }: Pick<KnownRepository, 'name' | 'pool'>, isHere: boolean) =>
      isHere ? `In use by ${name} in this pool` : `In use by ${name} in ${pool === '' ? 'another pool' : pool}`,
    noId: 'Has no identity, so it cannot be used',
  },
  attach: (name: string) => `Attach ${name} and keep its data`,
  attachHint: 'Its disks come with it. Make sure that no other pool uses it: two pools on the same storage destroy it.',
  attachKnown: (where: string) => `Known to ${where}, which must have let go of it.`,
  erase: (what: string) => `Erase ${what} and create new storage`,
  eraseHint: 'Everything on it is lost.',
  createBeside: 'Create new storage here',
  createBesideHint: 'In a folder of its own beside what lies there.',
  eraseTyped: (what: string) => `Type ${what} to erase it`,
  hosts: 'Can every host use it?',
  hostsHint: 'tested from each host, not only the master',
  test: 'Test every host',
  testAgain: 'Test again',
  ready: (ready: number, all: number) => `${ready} of ${all} hosts ready`,
  untested: 'Not tested yet',
  master: 'master',
  host: 'Host',
  clock: "Clock beside the master's",
  clockAhead: (seconds: number) => (Math.abs(seconds) <= 1 ? 'agrees' : `${seconds > 0 ? '+' : ''}${seconds} s`),
  hostAway: 'Does not answer; it will be connected when it is back.',
  stays: (host: string) => `If you go on, this storage stays disconnected on ${host}.`,
  iqn: (iqn: string) => `Its IQN is ${iqn}.`,
  noIqn: (hosts: string) => `${hosts} has no IQN, or one another host has too: iSCSI will not work there.`,
  copyIqn: 'Copy IQN',
  copied: 'Copied',
  willConnect: (ready: number, all: number) =>
    ready === all ? `Will be connected on all ${all} hosts` : `Will be connected on ${ready} of ${all} hosts`,
  review: 'What will be done',
  reviewCreate: (name: string) => `Create ${name}`,
  reviewAttach: (name: string) => `Attach ${name}`,
  heartbeat: 'Suitable for the heartbeat of high availability.',
  clusterHeartbeat: 'Suitable for the heartbeat of high availability where that runs on clustering.',
  outOfCluster: (hosts: readonly string[]) => `Clustering is off on ${hosts.join(', ')}: this storage stays disconnected there.`,
  outOfClusterNext: 'Switch clustering on there first, or repair the storage afterwards.',
  singlePath: (hosts: readonly string[]) => `Multipathing is off on ${hosts.join(', ')}.`,
  singlePathNext: 'With GFS2, a host that loses its only path to the LUN is restarted. Switch multipathing on before storage is made.',
  noHeartbeat: 'Not for the heartbeat of high availability, which wants block storage that every host has.',
  create: 'Create',
  createMany: (count: number) => `Create ${count} repositories`,
  attachVerb: 'Attach',
  started: 'Storage is being created; the tasks tell how it goes.',
  attachCommand: 'Attach to the hosts again…',
  attachAgain: (name: string) => `Attach ${name}`,
  attachStarted: (name: string) => `${name} is being attached; the tasks tell how it goes.`,
  noDriverForIt: (type: string) => `The hosts of this pool have no driver for storage of type ${type}.`,
  onlyOnePool: 'Make sure that no other pool uses it: two pools on the same storage destroy it.',
  liesHere: (name: string) => `${name} lies here`,
  liesElsewhere: (name: string) => `${name} does not lie here.`,
  foundNothing: 'No repository was found. Nothing here will be changed: look somewhere else.',
  foundInstead: (names: readonly string[]) => `Found: ${names.join(', ')}. Nothing here will be changed: look somewhere else.`,
  copyXe: 'Copy as xe commands',
  oneHost: 'Host it lies on',
  shared: 'Every host of the pool can reach it',
  byHand: (key: string, help: string) => (help === '' ? key : `${key}: ${help}`),
  poolFirst: 'This host is in no pool yet. Make the pool first and the storage afterwards: a host that joins brings no shared storage along.',
  advanced: 'Advanced',
} as const;

export const pageText: Readonly<Record<PageName, string>> = { type: 'Type', name: 'Name', location: 'Location', review: 'Review' };

export const groupText: Readonly<Record<OfferGroup, string>> = {
  block: 'Block storage, shared',
  file: 'File storage, shared',
  library: 'ISO library',
  local: 'Disks of one host',
  other: 'Further drivers of this pool',
};

const kinds: Readonly<Record<Exclude<StorageKind, 'other'>, { readonly name: string; readonly hint: string }>> = {
  iscsi: { name: 'iSCSI', hint: 'A LUN of an array on the storage network. Thick disks; fit for high availability.' },
  hba: { name: 'Hardware HBA', hint: 'LUNs over Fibre Channel, SAS or an iSCSI adapter. Thick disks; fit for high availability.' },
  fcoe: { name: 'FCoE', hint: 'LUNs over Fibre Channel on Ethernet.' },
  nfs: { name: 'NFS', hint: 'An export of a file server. Thin disks.' },
  smb: { name: 'SMB', hint: 'A share of a Windows or Samba server. Thin disks.' },
  'nfs-iso': { name: 'NFS ISO library', hint: 'Installation discs on a file server.' },
  'smb-iso': { name: 'SMB ISO library', hint: 'Installation discs on a Windows share.' },
  lvm: { name: 'Local LVM', hint: 'Whole disks of one host, thick. Machines on it cannot move live.' },
  ext: { name: 'Local Ext', hint: 'Whole disks of one host, thin. Machines on it cannot move live.' },
};

const onGfs2: Readonly<Record<'iscsi' | 'hba', { readonly name: string; readonly hint: string }>> = {
  iscsi: { name: 'iSCSI with GFS2', hint: 'A LUN of an array on the storage network. Thin disks, on every host by clustering.' },
  hba: { name: 'Hardware HBA with GFS2', hint: 'LUNs over Fibre Channel, SAS or an iSCSI adapter. Thin disks, on every host by clustering.' },
};

export function kindText({ kind, type, driverName }: Pick<StorageOffer, 'kind' | 'type' | 'driverName'>): {
  readonly name: string;
  readonly hint: string;
} {
  if (type === GFS2 && (kind === 'iscsi' || kind === 'hba')) return onGfs2[kind];
  if (kind !== 'other') return kinds[kind];
  return { name: driverName ?? type, hint: `Driver ${type}` };
}

const unavailableWords: Readonly<Record<NonNullable<StorageOffer['unavailable']>, string>> = {
  'no-driver': 'The hosts of this pool have no driver for it.',
  'needs-cluster': 'It needs clustering, which is not set up on this pool. Until it is, LVM serves on the same LUN.',
  'no-licence': 'The licence of this pool does not include clustering, which it needs. LVM serves on the same LUN.',
  hidden: 'An administrator has hidden this driver.',
};

export function unavailableText(why: StorageOffer['unavailable']): string | undefined {
  return why === undefined ? undefined : unavailableWords[why];
}

export const fieldText: Readonly<Record<FieldName | 'name' | 'description', { readonly label: string; readonly hint?: string }>> = {
  name: { label: 'Name' },
  description: { label: 'Description' },
  share: { label: 'Server and path', hint: 'nas.example:/export/vms' },
  version: { label: 'Version' },
  options: { label: 'Mount options', hint: 'as for mount -o' },
  target: { label: 'Target portals, separated by commas', hint: '10.0.0.50, 10.0.0.51' },
  port: { label: 'Port' },
  chapUser: { label: 'CHAP user' },
  chapPassword: { label: 'CHAP password' },
  incomingUser: { label: 'Mutual CHAP user' },
  incomingPassword: { label: 'Mutual CHAP password' },
  unc: { label: 'Share', hint: '\\\\server\\share' },
  user: { label: 'User', hint: 'DOMAIN\\user' },
  password: { label: 'Password' },
  host: { label: 'Host' },
  devices: { label: 'Disks, separated by commas', hint: '/dev/disk/by-id/…' },
};

export const versionText: Readonly<Record<string, string>> = { '': 'NFS 3', '4': 'NFS 4', '4.1': 'NFS 4.1' };

export function typingText(problem: TypingProblem): string {
  switch (problem.rule) {
    case 'is-empty':
      return 'Fill this in.';
    case 'not-a-share':
      return 'Write it like server:/path.';
    case 'not-a-host':
      return problem.part.trim() === '' ? 'There is a comma too many.' : `${problem.part.trim()} is neither a name nor an address.`;
    case 'not-a-port':
      return 'A number from 1 to 65535.';
    case 'not-an-unc-path':
      return 'Write it like \\\\server\\share.';
    case 'not-a-path':
      return 'Paths of devices begin with /dev/.';
    case 'bad-options':
      return 'Words and values, separated by commas, without spaces.';
    case 'too-long':
      return `At most ${problem.most} characters.`;
    default:
      return unreachable(problem);
  }
}

export function hindranceText(hindrance: Hindrance): string {
  switch (hindrance.rule) {
    case 'typing':
      return `${fieldText[hindrance.field].label}: ${typingText(hindrance.problem)}`;
    case 'no-target-chosen':
      return 'Look for targets and choose one.';
    case 'no-device-chosen':
      return 'Choose a LUN.';
    case 'contents-not-known':
      return 'It is not known yet what lies there.';
    case 'not-what-is-wanted':
      return storageWizardText.liesElsewhere(hindrance.wanted);
    case 'erase-not-typed':
      return `To erase what lies there, type ${hindrance.wanted}.`;
    case 'no-password':
      return `${fieldText[hindrance.field].label} is missing.`;
    default:
      return unreachable(hindrance);
  }
}
