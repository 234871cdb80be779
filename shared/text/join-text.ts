import type { JoinCell, JoinCheck, JoinFix, JoinGroup } from '#shared/domain/joining/cell.ts';

/** Everything the dialog that adds hosts to a pool says that is not about one check. */
export const joinText = {
  command: 'Add hosts…',
  createCommand: 'New pool…',
  title: (pool: string) => `Add hosts to ${pool}`,
  createTitle: 'New pool',
  close: 'Close',
  name: 'Name of the pool',
  description: 'Description',
  master: 'Master',
  unnamed: 'A pool needs a name.',
  whichPool: 'Pool to join',
  onlyProblems: 'Only problems',
  another: 'Another host…',
  again: 'Check again',
  all: 'All checks, run at once',
  repeated: 'The pool repeats them on joining.',
  copy: 'Copy report',
  copied: 'Copied',
  cancel: 'Cancel',
  more: 'More',
  force: 'Force joining',
  forceWhy:
    'Goes past differing processors and toolstack builds only. VMs may not be able to move to such a host, and the pool may misbehave until both run the same software.',
  looking: 'Checking…',
  notReached: (why: string) => `Could not ask it: ${why}`,
  nobody: 'No other lone host is connected. Add one by its address: it has to be signed in to before it can join.',
  canJoin: 'Can join',
  notes: (count: number) => `Can join, ${count === 1 ? '1 note' : `${count} notes`}`,
  forced: 'Can join by force',
  cannot: (count: number) => `Cannot join, ${count === 1 ? '1 problem' : `${count} problems`}`,
  takes: 'Takes about a minute; its toolstack restarts.',
  fixable: (fixable: number, count: number) => {
    if (fixable === 0) return 'Nothing of it can be mended from here.';
    return fixable === count
      ? count === 1
        ? 'It can be mended from here.'
        : `All ${count} can be mended from here.`
      : `${fixable} of ${count} can be mended from here.`;
  },
  groupLine: (problems: number, notes: number) => {
    const words = [
      problems > 0 ? (problems === 1 ? '1 problem' : `${problems} problems`) : '',
      notes > 0 ? (notes === 1 ? '1 note' : `${notes} notes`) : '',
    ];
    return words.filter((word) => word !== '').join(', ') || 'all passed';
  },
  nobodyChosen: 'No host is chosen that could join.',
  choose: (host: string) => `Add ${host}`,
  add: (names: readonly string[]) => (names.length === 1 ? `Add ${names[0] ?? ''}` : `Add ${names.length} hosts`),
  create: (names: readonly string[]) => (names.length === 0 ? 'Create pool' : `Create pool of ${names.length + 1}`),
  leftOut: (names: readonly string[]) => (names.length === 1 ? `${names[0] ?? ''} is left out.` : `${names.length} hosts are left out.`),
  started: (pool: string) => `Hosts are joining ${pool}. The tasks say how far each is.`,
  fixStarted: 'It is on its way; the checks run again when it is done.',
  directory: {
    title: (host: string, directory: string) => `Join ${host} to ${directory}`,
    effect: 'An account that may add machines to the domain. It is used once and not kept.',
    user: 'User name',
    password: 'Password',
    lacking: 'It needs a user name and a password.',
    join: 'Join the domain',
  },
  column: (host: string) => `Checks of ${host}`,
  checks: 'Check',
  refusedBy: 'The server said',
} as const;

export const joinGroupText: Readonly<Record<JoinGroup, string>> = {
  rights: 'Connection and rights',
  software: 'Software and CPU',
  network: 'Network',
  content: 'VMs and storage on the host',
  trust: 'Certificates and sign-in',
};

export const joinCheckText: Readonly<Record<JoinCheck, string>> = {
  'signed-in': 'Signed in, role may join pools',
  alone: 'Standalone, not in another pool',
  ha: 'HA off on the pool and on the host',
  size: 'Size of the pool',
  licence: 'Licence',
  cluster: 'No clustering',
  product: 'Same product and version',
  toolstack: 'Same toolstack build',
  updates: 'Same updates',
  packs: 'Same add-on packs',
  guidance: 'No pending reboot or restart',
  vendor: 'CPU vendor',
  model: 'CPU model',
  features: 'CPU features',
  drivers: 'Storage drivers',
  interfaces: 'No bonds, tunnels, SR-IOV, VLANs',
  management: 'Management interface',
  'static-address': 'Static address',
  'management-vlan': 'Management VLAN',
  'address-family': 'Address family',
  backend: 'Network back end',
  purposes: 'Network purposes',
  clock: 'Clocks agree',
  running: 'No running VMs',
  suspended: 'No suspended VMs',
  busy: 'No VM is busy',
  'shared-storage': 'No shared storage of its own',
  tls: 'TLS verification on both sides',
  authorities: 'Trusted certificates do not clash',
  certificate: 'Certificate lasts',
  directory: 'Active Directory',
};

/** In a line: how it is, or what is wrong. */
export function joinCellText(cell: JoinCell): string {
  return cell.verdict === 'passed' ? passedText(cell) : troubleText(cell);
}

const vlanText = (tag: string): string => (tag === '-1' ? 'untagged' : `VLAN ${tag}`);
const offText = (on: string): string => (on === 'on' ? 'on' : 'off');
const few = (names: readonly string[]): string =>
  names.length <= 3 ? names.join(', ') : `${names.slice(0, 3).join(', ')} and ${names.length - 3} more`;
const vendors: Readonly<Record<string, string>> = { GenuineIntel: 'Intel', AuthenticAMD: 'AMD' };
const vendorText = (vendor: string): string => vendors[vendor] ?? (vendor || 'unknown');

/** What passed is said quietly. */
function passedText(cell: JoinCell): string {
  return (passedWords[cell.check] ?? none)(cell);
}

type Words = (cell: JoinCell) => string;

const none: Words = () => 'None';
const theHosts: Words = ({ host }) => host;

const passedWords: Readonly<Partial<Record<JoinCheck, Words>>> = {
  'signed-in': () => 'Yes',
  alone: ({ host }) => (host === '' ? 'Standalone' : `Alone in its pool ${host}`),
  ha: () => 'Off on both',
  size: ({ count = 0 }) => `${count} hosts then`,
  licence: ({ host }) => (host === '' ? 'Same on both' : `${host} on both`),
  product: theHosts,
  toolstack: theHosts,
  model: theHosts,
  updates: ({ host, pool }) => `${host} of ${pool}`,
  packs: ({ host }) => (host === '' ? 'None on both' : host),
  guidance: () => 'Nothing pending',
  vendor: ({ host }) => `${vendorText(host)} on both`,
  features: ({ host }) => (host === '' ? 'Same as the pool' : `Better than the pool: ${host} will be masked`),
  drivers: ({ pool }) => `All ${pool}`,
  management: theHosts,
  'address-family': theHosts,
  backend: theHosts,
  'static-address': theHosts,
  'management-vlan': ({ host }) => (host === '-1' ? 'Untagged on both' : `${vlanText(host)} on both`),
  clock: ({ count = 0 }) => (count === 0 ? 'Same second' : `${Math.abs(count)} s apart`),
  tls: ({ host }) => (host === 'on' ? 'On for both' : 'Off for both'),
  authorities: () => 'No clash',
  certificate: ({ count = 0 }) => (count === 0 ? 'No date known' : `Ends in ${count} days`),
  directory: ({ host }) => (host === '' ? 'Not joined, same as pool' : host),
};

function troubleText(cell: JoinCell): string {
  return troubleWords[cell.check](cell);
}

const versus: Words = ({ host, pool }) => `${host || 'none'}, the pool has ${pool || 'none'}`;

const troubleWords: Readonly<Record<JoinCheck, Words>> = {
  'signed-in': ({ host }) => (host === '' ? 'Your role in the pool may not join hosts' : 'Your role on this host may not join pools'),
  alone: ({ code, host, pool, names }) => {
    if (code === 'OPERATION_NOT_ALLOWED') return `It is in ${pool === '' ? host : pool} already`;
    return `Master of ${few(names)}${host === '' ? '' : ` in ${host}`}`;
  },
  ha: ({ host }) => (host === 'on' ? 'HA is on on this host' : 'HA is on in the pool'),
  size: ({ verdict, count = 0, pool }) =>
    verdict === 'failed' ? `${count} hosts, its licence allows ${pool}` : `${count} hosts, more than the recommended ${pool}`,
  licence: ({ code, host, pool }) =>
    code === 'LICENCE_RESTRICTION' ? `Its licence ${host} allows no pools` : `Licence ${host}, the pool has ${pool}`,
  cluster: ({ verdict }) =>
    verdict === 'failed' ? 'Clustering is on on this host' : 'The pool is clustered: the host needs one address on that network',
  product: versus,
  toolstack: versus,
  updates: ({ count = 0, names }) => (count > 0 ? `Updates differ, ${count} missing: ${few(names)}` : `Updates differ, too many: ${few(names)}`),
  packs: ({ names }) => `Add-on packs differ: ${few(names)}`,
  guidance: ({ code, host, names }) =>
    code === 'NOT_SUPPORTED_DURING_UPGRADE' ? `${host} is being updated` : `${host} waits for ${names.join(', ').replaceAll('_', ' ')}`,
  vendor: ({ host, pool }) => `${vendorText(host)}, the pool has ${vendorText(pool)}`,
  model: versus,
  features: ({ pool }) => `Pool level drops: no ${pool}`,
  drivers: ({ names }) => `Older or missing: ${few(names)}`,
  interfaces: ({ host, names, count = 0 }) => interfacesText(host, names, count),
  management: () => 'It has no management interface yet',
  'static-address': ({ host, names }) => `Its address ${host} comes from ${names.join('')} and may change`,
  'management-vlan': ({ host, pool }) => `${vlanText(host)}, the pool is ${vlanText(pool)}`,
  'address-family': versus,
  backend: versus,
  purposes: () => 'One side serves NBD with TLS, the other without',
  clock: ({ count = 0 }) => `${Math.abs(count)} s ${count > 0 ? 'ahead of' : 'behind'} the pool`,
  running: ({ count = 0, names }) => (count === 1 ? `${names.join('')} is running` : `${count} VMs are running`),
  suspended: ({ count = 0, names }) => (count === 1 ? `${names.join('')} is suspended` : `${count} VMs are suspended`),
  busy: ({ count = 0, names }) => `${few(names)} ${count === 1 ? 'is' : 'are'} being changed`,
  'shared-storage': ({ count = 0, names }) => `${few(names)} ${count === 1 ? 'is' : 'are'} shared`,
  tls: ({ host, pool }) => `${host === 'on' ? 'On' : 'Off'} here, ${offText(pool)} in the pool`,
  authorities: ({ names }) => `Same name, another certificate: ${few(names)}`,
  certificate: ({ count = 0 }) => (count < 0 ? 'Its certificate has ended' : `Ends in ${count} days`),
  directory: ({ host, pool }) => `${host || 'Not joined'}, the pool: ${pool || 'not joined'}`,
};

function interfacesText(kind: string, names: readonly string[], count: number): string {
  switch (kind) {
    case 'bond':
      return `Has bond ${few(names)}`;
    case 'tunnel':
      return `Has ${count === 1 ? 'a tunnel' : `${count} tunnels`}`;
    case 'sriov':
      return `Has ${count === 1 ? 'an SR-IOV network' : `${count} SR-IOV networks`}`;
    default:
      return `Has ${names.length === 1 ? 'VLAN' : 'VLANs'} ${few(names)} beside the management`;
  }
}

/** What can be done about it, or what it means; undefined where the line says it all. */
export function joinAdvice(cell: JoinCell): string | undefined {
  return cell.verdict === 'passed' ? undefined : adviceWords[cell.check]?.(cell);
}

const sameOnBoth: Words = () => 'Install the same version and updates on both.';

const adviceWords: Readonly<Partial<Record<JoinCheck, Words>>> = {
  features: ({ count = 0, names }) =>
    count === 0
      ? 'No VM is running that would have to be restarted.'
      : `${few(names)} ${count === 1 ? 'keeps' : 'keep'} it, and cannot move to this host until restarted.`,
  running: () => 'Shut down or suspend them first.',
  suspended: ({ verdict }) =>
    verdict === 'failed' ? 'Servers of this release want them resumed and shut down first.' : 'They come along as they are.',
  'shared-storage': () => 'Detach and forget it. Its data stays on the server.',
  interfaces: ({ host, fixes }) =>
    fixes === undefined && (host === 'bond' || host === 'vlan')
      ? 'Take the cards of VMs out of its network, then remove it; the pool builds its own on joining.'
      : 'Remove it; the pool builds its own on joining.',
  updates: sameOnBoth,
  product: sameOnBoth,
  toolstack: () => 'Install the same build; a forced join goes past it.',
  vendor: () => 'VMs cannot move between processors of two makers. A forced join goes past it.',
  guidance: ({ code }) => (code === 'NOT_SUPPORTED_DURING_UPGRADE' ? 'Wait until the updates are in.' : 'Reboot it first.'),
  'static-address': () => 'A member whose address changes loses its pool.',
  clock: () => 'Let both ask the same time server.',
  tls: () => 'Turn it on on both sides.',
  authorities: () => 'Rename or remove one of them.',
  directory: ({ host, pool }) =>
    host === ''
      ? 'Both have to be in the same domain.'
      : `Leave its domain first${pool === '' ? '' : ', then join that of the pool'}; its account there stays.`,
  licence: ({ code, pool, fixes }) =>
    code === 'LICENSE_HOST_POOL_MISMATCH' && fixes === undefined ? `This host cannot have the licence ${pool}.` : 'Give both the same licence.',
  ha: () => 'Turn it off for the time of joining, and on again after.',
  busy: () => 'Wait until that is done.',
  packs: () => 'Install the same packs on both.',
  certificate: () => 'Joining does not renew it.',
  alone: () => 'Remove its members first, or have it leave.',
};

export function joinFixText(fix: JoinFix): string {
  switch (fix.is) {
    case 'suspend':
      return fix.vms.length === 1 ? 'Suspend it' : `Suspend ${fix.vms.length}`;
    case 'resume':
      return fix.vms.length === 1 ? 'Resume it' : `Resume ${fix.vms.length}`;
    case 'shut-down':
      return fix.vms.length === 1 ? 'Shut it down' : `Shut down ${fix.vms.length}`;
    case 'forget-storage':
      return 'Detach and forget';
    case 'remove-networks':
      return fix.networks.length === 1 ? 'Remove it' : `Remove ${fix.networks.length}`;
    case 'static-address':
      return 'Make it static';
    case 'relicense':
      return `Give it the licence ${fix.edition}`;
    case 'leave-directory':
      return 'Leave the domain';
    case 'join-directory':
      return `Join ${fix.directory}…`;
    case 'look-at-clock':
      return 'Set its clock in Recovery';
    case 'ha-off':
      return 'Turn off HA';
    default:
      return 'Turn it on';
  }
}
