import type { LinkState, Paths } from '#shared/domain/capacity/storage-links.ts';
import type { Liveness } from '#shared/domain/liveness/liveness.ts';
import type { PortState, ProbeWitness } from '#shared/domain/liveness/witness.ts';
import { dayText } from './size-text.ts';

/** Everything the pages of single objects say. */
export const propertiesText = {
  /** Four different things, none of which is an empty cell. */
  missing: {
    none: 'None',
    unsaid: 'The server did not say',
    loading: 'Loading…',
    'not-loaded': 'Not loaded',
  },
  yes: 'Yes',
  no: 'No',
  copy: (label: string) => `Copy ${label.toLowerCase()}`,
  copied: (label: string) => `${label} copied`,
  live: 'Live',
  lastKnown: 'Last known',
  asOf: (time: string) => `Last known at ${time}`,
  detailsAsOf: (time: string) => `Some of this was last asked at ${time}.`,
  detailsFailed: 'Part of this page could not be loaded.',
  tryAgain: 'Try again',
  open: (name: string) => `Open ${name}`,
  sentence: {
    isMaster: 'Master of the pool',
    standalone: 'In no pool',
    memberOf: 'Member; master is',
    accepts: 'Yes, accepts VMs',
    refuses: 'No, accepts no VMs',
    maintenance: 'In maintenance mode',
    hostDark: 'Not live',
    toolstack: (span: string) => `toolstack ${span}`,
    build: (build: string) => `build ${build}`,
    sameAsMaster: 'Yes',
    isTheMaster: 'It is the master',
    differs: (master: string) => `No, the master has ${master}`,
    nothingPending: 'Nothing',
    updates: (count: number) => (count === 1 ? '1 update' : `${count} updates`),
    upToDate: 'Nothing newer is known',
    updatesAvailable: 'There are updates to apply',
    never: 'Never',
    checksOn: 'On',
    checksOff: 'Off',
    pinned: 'Confirmed by you',
    recorded: "In the pool's records",
    processors: (count: number, model: string) => (count > 1 ? `${count} × ${model}` : model),
    cores: (cores: number, threads: number) => (threads === cores ? `${cores} cores` : `${cores} cores, ${threads} threads`),
    system: (size: string) => `Xen, dom0 ${size}`,
    vms: (count: number, size: string) => `${count === 1 ? '1 VM' : `${count} VMs`} ${size}`,
    free: (size: string) => `Free ${size}`,
    linksOf: (up: number, all: number) => `${up} of ${all}`,
    moreConnected: (count: number) => `${count} more connected`,
    noStorage: 'No storage is connected to this host.',
    noAddress: 'None of its NICs has an address.',
    noCertificate: 'The pool keeps no record of certificates.',
    noRecent: 'No messages about it.',
    linkDown: 'No link',
    linkUp: 'Link up',
    management: 'Management',
    notAttached: 'Not plugged',
    dhcp: 'DHCP',
    toolsCurrent: (version: string) => `Installed, ${version}`,
    toolsOld: (version: string) => `Out of date, ${version}`,
    toolsNone: 'Not installed',
    toolsUnknown: 'Not known while it is shut down',
    osUnknown: 'Not known; guest tools report it',
    hvm: 'HVM',
    vcpus: (atStart: number, most: number) => (atStart === most ? `${most}` : `${atStart} at start, ${most} at most`),
    topology: (sockets: number, cores: number) =>
      `${sockets === 1 ? '1 socket' : `${sockets} sockets`} of ${cores === 1 ? '1 core' : `${cores} cores`}`,
    range: (low: string, high: string) => (low === high ? low : `${low} to ${high}`),
    noHome: 'None; any host',
    needsReboot: 'Changes wait for a reboot',
    noDisks: 'It has no disks.',
    noNetworks: 'It is on no network.',
    empty: 'Empty',
    disc: 'Disc drive',
    unplugged: 'Not attached',
    diskOnly: 'Disks only',
    withMemory: 'Disks and memory',
    gone: 'An object that is gone',
    diskMissing: 'The storage does not have it any more',
    hidden: 'Not shared',
    usedBy: (count: number) => (count === 0 ? 'No VM' : count === 1 ? '1 VM' : `${count} VMs`),
    moreVms: (count: number) => `and ${count} more`,
    noVms: 'No VM uses it.',
    everyHost: 'Every host',
    overcommitted: 'promised more than there is',
    haOn: (planned: number, promised: number) => `On; ${planned} of ${promised} promised host failures can be tolerated`,
    haOff: 'Off',
    haNone: 'Not restarted',
    restart: 'Restarted',
    bestEffort: 'Restarted if there is room',
    liveHosts: (live: number, all: number) => (live === all ? `${all}, all live` : `${all}, ${all - live} dark`),
    runningOf: (running: number, all: number) => `${running} running of ${all}`,
    externalOnly: 'Internal; no NIC leads out',
    noNics: 'No NIC is on it.',
    noMembers: 'No VM belongs to it.',
    orderOf: (order: number, delay: number) => (delay === 0 ? `${order}` : `${order}, then ${delay} s`),
    notConnected: 'Nothing is known of this server yet.',
    mixedVersions: 'Not all hosts have the same',
    edition: 'free of charge',
  },

  edit: {
    edit: (label: string) => `Edit ${label.toLowerCase()}`,
    save: 'Save',
    cancel: 'Cancel',
    undo: 'Undo',
    saving: 'Saving…',
    saved: 'Saved',
    changedUnderneath: (now: string) => `Somebody else has changed it meanwhile; it is now “${now}”.`,
    changedToNothing: 'Somebody else has emptied it meanwhile.',
    overwrite: 'Use mine',
    keep: 'Keep theirs',
    add: 'Add',
    newTag: 'New tag',
    removeTag: (tag: string) => `Remove tag ${tag}`,
    newField: 'New custom field',
    fieldName: 'Field',
    fieldValue: 'Value',
    folderHint: '/web/shop',
  },

  bootDevices: { c: 'Disk', d: 'Disc drive', n: 'Network' },

  card: {
    overview: 'Overview',
    version: 'Version and updates',
    certificates: 'Certificates',
    addresses: 'Addresses',
    memory: 'Memory',
    storageLinks: 'Storage connections',
    processor: 'Processor',
    licence: 'Licence',
    witnesses: 'Witnesses',
    recent: 'Recent messages',
    fields: 'Custom fields',
    notes: 'Notes',
    boot: 'Boot options',
    guest: 'Operating system and tools',
    cpu: 'Processor and memory',
    disks: 'Disks',
    networks: 'Networks',
    availability: 'High availability',
    status: 'Status',
    usage: 'Usage',
    target: 'Where it lies',
    hosts: 'Hosts',
    vms: 'Virtual machines',
    members: 'Members',
    nics: 'NICs',
    snapshot: 'Snapshot',
    connection: 'Connection',
    management: 'Roles of storage',
  },

  label: {
    name: 'Name',
    description: 'Description',
    tags: 'Tags',
    folder: 'Folder',
    uuid: 'UUID',
    role: 'Role',
    enabled: 'Enabled',
    uptime: 'Uptime',
    logServer: 'Log server',
    iscsiName: 'iSCSI name',
    domain: 'Domain',
    certificateCheck: 'Certificate checks',
    product: 'Product',
    sameAsMaster: 'Same as master',
    updates: 'Updates applied',
    available: 'Available',
    pending: 'Pending',
    lastUpdate: 'Last update',
    hostCertificate: 'Host',
    innerCertificate: 'Between hosts',
    certificate: 'Certificate',
    fingerprint: 'Fingerprint',
    pinned: 'Pinned',
    model: 'Model',
    cores: 'Cores',
    edition: 'Edition',
    expires: 'Expires',
    sockets: 'Sockets',
    licenceServer: 'Licence server',
    hardware: 'Server',
    serial: 'Serial number',
    multipathing: 'Multipathing',
    powerOn: 'Power-on mode',
    ssh: 'SSH',
    timezone: 'Time zone',
    address: 'Address',
    user: 'Connected as',
    members: 'Known members',
    master: 'Master',
    hosts: 'Hosts',
    vms: 'VMs',
    defaultSr: 'Default storage',
    suspendSr: 'Suspend images',
    crashSr: 'Crash dumps',
    ha: 'High availability',
    updateSync: 'Updates looked for',
    livePatching: 'Live patching',
    compression: 'Migration compression',
    power: 'Power state',
    host: 'Host',
    home: 'Home server',
    os: 'Operating system',
    tools: 'Guest tools',
    mode: 'Mode',
    bootOrder: 'Boot order',
    firmware: 'Firmware',
    secureBoot: 'Secure boot',
    bootArguments: 'Boot arguments',
    vcpus: 'vCPUs',
    topology: 'Topology',
    memory: 'Memory',
    memoryRange: 'Dynamic range',
    memoryLimits: 'Static limits',
    memoryNow: 'In use now',
    vapp: 'vApp',
    order: 'Start order',
    restart: 'Restart by HA',
    vtpm: 'Virtual TPM',
    bios: 'BIOS strings',
    snapshots: 'Snapshots',
    snapshotOf: 'Snapshot of',
    taken: 'Taken',
    withMemory: 'Contents',
    started: 'Running since',
    installed: 'Installed',
    afterShutdown: 'After shutdown',
    afterReboot: 'After reboot',
    afterCrash: 'After a crash',
    needsReboot: 'Pending',
    type: 'Type',
    size: 'Size',
    used: 'Used',
    promised: 'Promised',
    free: 'Free',
    shared: 'Shared',
    pool: 'Pool',
    state: 'State',
    scsiId: 'SCSI ID',
    target: 'Target',
    path: 'Path',
    device: 'Device',
    content: 'Content',
    storage: 'Storage',
    readOnly: 'Read only',
    tracking: 'Changed blocks',
    location: 'Volume',
    onBoot: 'At boot',
    bridge: 'Bridge',
    mtu: 'MTU',
    vlan: 'VLAN',
    purpose: 'Purpose',
    lockingMode: 'Default locking',
    automatic: 'Added to new VMs',
    nic: 'NIC',
    link: 'Link',
    network: 'Network',
    mac: 'MAC',
    paths: 'Paths',
    position: 'Position',
    disk: 'Disk',
  },
} as const;

export const linkStateText: Readonly<Record<LinkState, string>> = {
  connected: 'Connected',
  'paths-lost': 'Connected',
  unplugged: 'Unplugged',
  'host-not-live': 'Host not live',
  missing: 'Never connected',
};

export function storageLinkText(link: { readonly state: LinkState; readonly paths?: Paths | undefined }): string {
  const word = linkStateText[link.state];
  const shown = link.state === 'connected' || link.state === 'paths-lost';
  return link.paths === undefined || !shown ? word : `${word}, ${link.paths.up} of ${link.paths.all} paths`;
}

/** What a certificate's end means for the person looking at it. */
export function certificateEndText(endsMs: number, now: { readonly nowMs: number; readonly date: string }): string {
  const days = Math.floor((endsMs - now.nowMs) / 86_400_000);
  if (days < 0) return `Ended ${dayText(-days)} ago, ${now.date}`;
  return `Ends in ${dayText(days)}, ${now.date}`;
}

const livenessWords: Readonly<Record<Liveness['because'], string>> = {
  'answers-us': 'It answers us',
  'pool-says-so': 'The pool says so',
  'pool-has-lost-it': 'The pool has lost it, though it answers us',
  'only-the-pool-reaches-it': 'Only the pool reaches it',
  'toolstack-does-not-answer': 'It is there, but its toolstack does not answer',
  'nobody-knows': 'Nobody has heard of it lately',
  'nobody-reaches-it': 'Nobody reaches it',
};

export const witnessText = {
  pool: 'Pool says',
  probe: 'Probe says',
  ssh: 'SSH says',
  together: 'Together',
  agree: 'All agree',
  disagree: 'Disagree',
  live: 'Live',
  dark: 'Dark',
  disabled: 'Live, takes no VMs',
  notAsked: 'Not asked yet',
  askNow: 'Ask now',
  asking: 'Asking…',
  because: ({ is, because }: Liveness): string =>
    `${is === 'live' ? 'Live' : is === 'dark' ? 'Dark' : 'Disagree'}: ${sentenceStart(livenessWords[because])}.`,
  heartbeat: (time: string) => `figures last at ${time}`,
} as const;

function sentenceStart(words: string): string {
  return `${words.charAt(0).toLowerCase()}${words.slice(1)}`;
}

export function probeText({ toolstack, https, tls }: ProbeWitness): string {
  switch (toolstack.is) {
    case 'lets-in':
      return 'Answers and lets us in';
    case 'refuses':
      return `Answers: ${toolstack.code}`;
    case 'silent':
      return 'Port open, toolstack silent';
    case 'not-xapi':
      return 'Something else answers there';
    default:
      return https === 'open' ? tlsText(tls) : httpsText[https];
  }
}

const httpsText: Readonly<Record<Exclude<PortState, 'open'>, string>> = {
  refused: 'Port 443 refuses',
  silent: 'No answer',
  'no-way': 'No way leads there from here',
};

function tlsText(tls: ProbeWitness['tls']): string {
  if (tls === 'untrusted') return 'Answers with a certificate that is not trusted';
  return tls === 'failed' ? 'Port open, no TLS' : 'Port 443 is open';
}

/** Of SSH the probe has only knocked at the port. */
export const sshPortText: Readonly<Record<PortState, string>> = {
  open: 'Port 22 answers',
  refused: 'Port 22 refuses',
  silent: 'No answer on port 22',
  'no-way': 'No way leads there from here',
};
