import { preconditionText } from './diagnosis-text.ts';
import type { EditableClass } from '#shared/domain/operations/request.ts';
import type { DriverFeature } from '#shared/domain/storage/driver-can.ts';
import type { Problem, Resource } from '#shared/domain/rules/problem.ts';
import { joinCellText } from './join-text.ts';
import { heartbeatObstacleText } from './ha-text.ts';
import { sizeText } from './size-text.ts';
import { someOf } from './some-of.ts';

type ProblemOf<R extends Problem['rule']> = Extract<Problem, { rule: R }>;

/** One sentence: why something cannot be done now. */
export function problemText(problem: Problem): string {
  // The table has an entry for every rule, each taking the problem of its own rule.
  const words = sentences[problem.rule] as (problem: Problem) => string;
  return words(problem);
}

const sentences: { readonly [R in Problem['rule']]: (problem: ProblemOf<R>) => string } = {
  'cannot-join': ({ host, cell }) => `${host}: ${joinCellText(cell)}`,
  'password-unknown': () => 'The password of the pool is not known here, and a host needs it to join. Reconnect to the pool with its password.',
  'is-master': ({ host }) => `${host} is the master. Make another host the master first.`,
  'already-master': ({ host }) => `${host} is the master already.`,
  'every-host-answers': () => 'Every host of the pool follows its master.',
  'vms-on-host': ({ host, vms }) =>
    `${someOf(vms)} ${vms.length === 1 ? 'is' : 'are'} still on ${host}. Move or shut ${vms.length === 1 ? 'it' : 'them'} down first.`,
  'cannot-leave': ({ host, vms }) => `${someOf(vms)} cannot leave ${host}.`,
  'vms-running': ({ vms }) =>
    `${someOf(vms)} ${vms.length === 1 ? 'is' : 'are'} not shut down. Shut ${vms.length === 1 ? 'it' : 'them'} down first: a host restarts, and nobody would know where ${vms.length === 1 ? 'it runs' : 'they run'}.`,
  'no-other-host': () => 'There is no other host that could take over: none answers and takes VMs.',
  'not-protected': () => 'With high availability on, only VMs that it protects are moved. Protect it, suspend it or shut it down.',
  'not-in-maintenance': ({ host }) => `${host} is not in maintenance mode.`,
  'host-answers': ({ host }) => `${host} is on and answers.`,
  'no-power-on': ({ host }) => `How to switch ${host} on over the network is not set up.`,
  'needs-open-vswitch': () => 'IGMP snooping needs Open vSwitch, and the hosts of this pool use the Linux bridge.',
  'no-address-in': ({ network, hosts }) =>
    `${someOf(hosts)} ${hosts.length === 1 ? 'has' : 'have'} no address in ${network}, so VMs could not move over it.`,
  'card-without-network': ({ mac }) => `No network is chosen for its card ${mac}.`,
  'vm-there-already': ({ pool }) => `${pool} has a VM with its identity already. Delete that one, or copy instead of moving.`,
  'bad-iqn': () => 'An iSCSI name looks like iqn.2024-01.com.example:host.',
  'not-there': () => 'It is not there any more.',
  'server-not-live': () => 'The connection to its pool is lost; what you see is the last that was known.',
  'only-a-picture': () => 'This pool was read from a file; nothing in it can be changed.',
  'not-offered': () => 'What was found on the host has changed, and this is not offered any more.',
  'not-proven': ({ condition }) => preconditionText(condition),
  'another-machine': () => 'Another machine answers where the host should be. Nothing was done to it.',
  'not-reached': () => 'No way to the host works now.',
  'not-permitted': ({ call }) => `Your role in this pool does not allow it (${call}).`,
  'is-template': () => 'It is a template.',
  'is-snapshot': () => 'It is a snapshot.',
  'is-no-snapshot': () => 'It is no snapshot.',
  'is-no-template': () => 'It is no template.',
  'is-built-in': () => 'It came with the product and cannot be deleted.',
  'in-appliance': ({ appliance }) => `It belongs to the vApp ${appliance}. Take it out first.`,
  'part-gone': () => 'Something that was chosen for it is not there any more. Look through its host, disc and networks.',
  'bad-processors': ({ vcpus, coresPerSocket }) => `${vcpus} virtual processors cannot be put into sockets of ${coresPerSocket} cores.`,
  'processors-beyond': ({ most }) => `It can have from one virtual processor to ${most}.`,
  'bad-weight': ({ least, most }) => `A weight is a whole number from ${least} to ${most}.`,
  'memory-order': () => 'The limits have to rise: static minimum, dynamic minimum, dynamic maximum, static maximum.',
  'bad-boot-order': () => 'A boot order names each kind of device once at most: disk, disc, network.',
  'bad-multiplier': () => 'A multiplier of the shadow memory is 1 or more.',
  'bad-memory': () => 'The least memory has to be more than nothing, and no more than the most.',
  'config-too-long': () => 'The configuration for its first start is too long: 20,000 letters is the most.',
  'needs-uefi': () => 'Secure boot and a trusted platform module need UEFI firmware.',
  'bad-mac': ({ mac }) => `${mac} is no address of a network card. One looks like 02:16:3e:12:34:56, and its second digit is even.`,
  'mac-twice': () => 'Two of its network cards would have the same address.',
  'mac-in-use': ({ mac, vm }) => `A network card of ${vm} has the address ${mac} already.`,
  'is-control-domain': () => 'It is the control domain of a host.',
  'wrong-power-state': ({ power, needs }) => `It is ${powerWord(power)}, and would have to be ${oneOf(needs.map(powerWord))}.`,
  busy: ({ operation }) => `Something else is being done with it: ${operation.replaceAll('_', ' ')}.`,
  'being-changed': () => 'Poolkeeper is already doing something with it.',
  blocked: ({ operation, reason }) => {
    const what = `An administrator has blocked “${operation.replaceAll('_', ' ')}” for it`;
    return reason === '' ? `${what}.` : `${what}: ${reason}`;
  },
  'no-guest-tools': () => 'Its guest tools do not answer, so it cannot be asked to do this by itself.',
  'quiescing-removed': () => 'Servers of this release cannot ask a guest for that any more; it was removed with version 8.1.',
  'guest-cannot-quiesce': () => 'Its guest tools do not offer it: they need the VSS provider of the tools for Windows.',
  'host-not-live': ({ host }) => `Its host ${host} does not answer, so nobody knows what it is doing.`,
  'host-disabled': ({ host }) => `${host} is in maintenance mode.`,
  'host-is-busy': ({ host, operation }) => `${host} is busy: ${operation.replaceAll('_', ' ')}.`,
  'already-on-host': ({ host }) => `It runs on ${host} already.`,
  'not-enough-memory': ({ host, needBytes, freeBytes }) =>
    `${host} has ${memoryText(freeBytes)} of memory free; it needs ${memoryText(needBytes)}: ${memoryText(needBytes - freeBytes)} short.`,
  'host-too-old': ({ host, version, needs }) => `${host} runs version ${version}; a running machine only goes to ${needs} or later.`,
  'other-processor': ({ host, why }) =>
    why === 'vendor'
      ? `${host} has processors of another maker than those it was started on.`
      : `The processors of ${host} lack features it was started with.`,
  'no-room-beside': ({ needBytes }) => `No host has ${memoryText(needBytes)} of memory left beside the others.`,
  'host-is-live': ({ host }) => `${host} answers its pool; stop the machine there instead.`,
  'ha-restarts-it': () => 'High availability restarts it by itself.',
  'disk-shared': ({ disk, by }) => `Its disk ${disk} is also a disk of ${by}.`,
  'sr-too-full': ({ sr, needBytes, freeBytes }) => `${sr} has ${memoryText(freeBytes)} free; ${memoryText(needBytes)} are needed.`,
  'not-on-host': ({ what, name, host }) => `Its ${resourceWords[what]} ${name} cannot be reached from ${host}.`,
  'not-enough-processors': ({ host, needs, has }) => `${host} has ${has} processors; it needs ${needs}.`,
  'no-virtualisation': ({ host }) => `${host} does not offer hardware virtualisation.`,
  immobile: () => 'It is set up, or runs something, that forbids to move or suspend it.',
  'disk-resets-on-boot': ({ disk }) => `Its disk ${disk} is reset at every start, so it cannot be suspended.`,
  'no-suspend-image': () => 'The image of its memory is missing, so it cannot be resumed.',
  'no-suspend-storage': ({ host }) =>
    `${host} is connected to none of the repositories that suspended VMs may be kept in. Repair one of them, or choose another for the pool.`,
  'no-host-fits': () => 'No host of the pool can run it now.',
  'on-shared-card': ({ network }) =>
    `In ${network} it has a part of its host's network card (SR-IOV), so it cannot leave that host or be suspended while it runs.`,
  'tied-to-hardware': () => 'A device of its host is passed through to it, so it cannot leave that host while it runs.',
  'no-such-property': ({ class: what }) => `${classWords[what]} has no such property.`,
  'empty-name': () => 'A name cannot be empty.',
  'bad-folder': () => 'A folder is written like /web/shop.',
  'bad-field-name': () => 'A custom field needs a name.',
  unchanged: () => 'It is so already.',
  'ha-on': () => 'High availability is on already.',
  'ha-must-be-off': () => 'High availability is on. Turn it off first, and on again afterwards.',
  'ha-off': () => 'High availability is off.',
  'ha-not-licensed': ({ host }) => `The licence of ${host} does not include high availability.`,
  'pool-upgrading': () => 'The pool is being upgraded, host after host; until that is over, HA stays off.',
  'every-host-needed': ({ host }) => `${host} does not answer, and every host has to take part.`,
  'card-unplugged': ({ host, device }) => `The network card ${device} of ${host} must not be unplugged, but is.`,
  'no-heartbeat-on': ({ name, why }) => `${name} cannot carry the heartbeat: ${heartbeatObstacleText(why)}.`,
  'not-agile': ({ vm, why }) => `${vm} cannot be protected: ${tiedBy[why]}.`,
  'plan-would-break': ({ failures, most }) =>
    `After that there would be no plan for ${failures === 1 ? 'one host failure' : `${failures} host failures`}, only for ${most === 0 ? 'none' : most}; the server would refuse it.`,
  'task-ended': () => 'The task has ended.',
  'nothing-chosen': () => 'Nothing is selected.',
  'sr-name-taken': ({ name }) => `The pool has a storage repository called ${name} already.`,
  'needs-cluster': () => 'GFS2 needs clustering, which is off on this pool. Switch it on first, or use LVM.',
  'no-cluster-licence': () => 'The licence of this pool does not include clustering, which GFS2 needs. Use LVM, or another edition.',
  'master-out-of-cluster': ({ host }) => `Clustering is off on ${host}, the master, which makes the storage. Switch it on there first.`,
  'no-storage-driver': ({ type }) => `The hosts of this pool have no driver for ${type} storage.`,
  'device-in-use': ({ sr }) => `This LUN holds ${sr} of this pool.`,
  'sr-only-detached': ({ sr }) => `This pool has it already, as ${sr}, and it is only detached. Repair ${sr} to connect it again.`,
  'sr-there-already': ({ sr }) => `It is attached to this pool already, as ${sr}.`,
  'sr-without-config': () => 'No host knows any more where it lies. Use “Attach to the hosts again”.',
  'sr-not-connected': () => 'No host is connected to it. Repair it first.',
  'sr-belongs-to-host': () => 'It is a drive of a host, or the discs every host brings with it.',
  'sr-used-by': ({ vms }) => `Its disks are in use by ${someOf(vms)}. Shut ${vms.length === 1 ? 'it' : 'them'} down, or move the disks.`,
  'sr-holds-heartbeat': () => 'It holds the heartbeat of high availability. Disable that first, or move it to other storage.',
  'sr-not-empty': ({ disks }) => `${disks === 1 ? 'One disk lies' : `${disks} disks lie`} on it. Delete or move what is on it first.`,
  'sr-indestructible': () => 'It is marked as indestructible.',
  'sr-holds-no-disks': () => 'It is not for disks.',
  'sr-not-shared': () => 'Only one host has it; the default storage of a pool must be shared.',
  'sr-cannot-trim': () => 'Its driver cannot give space back.',
  'driver-cannot': ({ sr, feature }) => `The driver of ${sr} cannot ${featureWords[feature]}.`,
  'disk-lies-there': () => 'It lies here already.',
  'disk-missing': () => 'Its storage does not hold it any more. Rescan the storage.',
  'disk-is-base': () => 'It is what several disks have in common. It goes by itself when at most one of them is left.',
  'disk-of-server': () => 'The server keeps it for itself.',
  'disk-is-memory': ({ vm }) => `It holds the memory of ${vm}, which is suspended.`,
  'disk-in-use': ({ vms }) =>
    `${vms.length === 0 ? 'Something' : someOf(vms)} ${vms.length > 1 ? 'have' : 'has'} it open. Shut ${vms.length > 1 ? 'them' : 'it'} down, or detach the disk first.`,
  'disk-of-others': ({ vms }) => `It belongs to ${someOf(vms)}. Two VMs that write to one disk destroy what is on it.`,
  'disk-read-only': () => 'It can only be read; attach it read-only.',
  'disk-only-grows': ({ sizeBytes }) => `It is ${sizeText(sizeBytes)} large already, and disks cannot be made smaller.`,
  'disk-tracks-changes': () => 'Its changed blocks are tracked, which does not survive the move. Stop tracking them first.',
  'disk-forgets': ({ disk }) => `${disk} is reset at every start of its VM.`,
  'bad-size': () => 'A size is a number above zero.',
  'position-taken': ({ position }) => `The VM has another disk in position ${position}.`,
  'bad-position': () => 'Positions are numbers from 0 to 254.',
  'drive-active': () => 'It is active where it is. Deactivate it first, or shut the VM down.',
  'bad-priority': ({ least, most }) => `Priorities go from ${least}, which is served first, to ${most}.`,
  'no-disc-drive': () => 'It has no drive for discs. Add one first.',
  'is-no-disc': () => 'This is a disk, not a disc for a drive.',
  'no-free-card': () => 'It has as many network cards as a VM can have.',
  'bad-limit': () => 'A limit is a whole number of kilobytes per second.',
  'bad-address': ({ address }) => `${address === '' ? 'An empty line' : address} is no such address.`,
  'not-unpluggable': () => 'It is marked as one that cannot be taken away while its VM runs.',
  'no-host-reaches-both': ({ names }) => `No host is connected to both ${names.join(' and ')}.`,
  'network-name-taken': ({ name }) => `The pool has a network called ${name} already.`,
  'bad-mtu': ({ least, most }) => `The MTU is a number from ${least} to ${most}.`,
  'bad-vlan-tag': ({ least, most }) => `A VLAN is a number from ${least} to ${most}.`,
  'vlan-in-use': ({ device, tag, network }) => `VLAN ${tag} on ${device} leads to ${network} already.`,
  'no-such-card': ({ device, host }) => `${host} has no network card ${device}.`,
  'card-is-bonded': ({ device, host }) => `${device} of ${host} is part of a bond; use the bond instead.`,
  'card-is-bond': ({ device }) => `${device} is a bond itself; only cards can be bonded.`,
  'card-not-shareable': ({ device, host }) =>
    `${device} of ${host} cannot be shared by SR-IOV. Use another card, or switch SR-IOV on in the firmware of that host.`,
  'card-is-shared': ({ device, host }) => `${device} of ${host} is shared by SR-IOV already.`,
  'cards-differ': ({ device, models }) =>
    `${device} is not the same model on every host (${models.join(', ')}). A VM with a part of one could not use the other.`,
  'no-sriov-licence': () => 'The licence of this pool has no SR-IOV networks.',
  'network-carries-tags': ({ networks }) => `${networks.join(', ')} ${networks.length === 1 ? 'stands' : 'stand'} on it. Delete that first.`,
  'bond-size': ({ least, most }) => `A bond has ${least} to ${most} cards.`,
  'two-addresses': ({ host }) => `More than one of these cards of ${host} has an address, and the bond can have only one. Remove the others first.`,
  'hashing-needs-lacp': () => 'Only LACP is told what to share its ports by.',
  'host-has-no-way': ({ host }) => `${host} has no way into this network.`,
  'bad-host-address': ({ host, what, typed }) => `${host}: ${typed === '' ? 'nothing' : typed} is no ${addressWords[what]}.`,
  'address-taken': ({ address, by }) => `${address} is taken: ${by}.`,
  'bad-target': ({ typed }) => `${typed} is no IPv4 address that could be tried.`,
  'card-carries-management': ({ device }) => `Hosts are managed over ${device}. Tag the storage network, or choose other cards.`,
  'gateway-outside': ({ host, gateway }) => `${host}: the gateway ${gateway} is not in the subnet of its address.`,
  'subnets-overlap': ({ host, network }) => `${host} has an address of the same subnet on ${network}. Answers would leave by the wrong one.`,
  'management-needs-address': ({ host }) => `${host} is managed over this network and needs an address on it.`,
  'all-plugged': () => 'Everything that leads into it is plugged in.',
  'no-address-there': ({ host }) => `${host} has no address on this network. Give it one first.`,
  'other-family-there': ({ host, has, needs }) =>
    `${host} has only an ${has} address on this network, but the hosts of its pool are managed over ${needs}. Give it an ${needs} address there, or move all hosts at once to a network where each has an ${has} address.`,
  'no-second-way': ({ host }) => `There is no second way to ${host}: should the new address be wrong, only its own screen is left.`,
  'second-way-fails': ({ host, address, over }) =>
    `The second way to ${host}, ${over === undefined ? address : `through ${over} to ${address}`}, did not lead there when it was tried. Mend it, or check again.`,
  'not-armed': ({ host }) => `No SSH way to ${host} works now, so nothing on it would take a wrong change back.`,
  'network-has-no-bond': () => 'No bond leads into it.',
  'no-address-for-storage': () => 'No host has an address on it that is not the management one. Give the hosts addresses there first.',
  'network-of-system': () => 'It is the network by which machines talk to their host.',
  'network-of-card': ({ device }) => `It belongs to the network card ${device} and stays as long as that does.`,
  'network-used-by': ({ vms }) =>
    `${someOf(vms)} ${vms.length === 1 ? 'has a card' : 'have cards'} in it. Remove those, or move them to another network.`,
  'network-carries': ({ host, what }) =>
    what === 'management' ? `The management interface of ${host} is on it. Move that first.` : `${host} has an address on it. Remove that first.`,
};

const addressWords = {
  address: 'address of a host in its subnet',
  netmask: 'netmask',
  gateway: 'gateway',
  dns: 'list of DNS servers',
  ipv6: 'IPv6 address with its length',
} as const;

const featureWords: Readonly<Record<DriverFeature, string>> = {
  SR_TRIM: 'give space back',
  THIN_PROVISIONING: 'provision thinly',
  VDI_CREATE: 'create disks',
  VDI_DELETE: 'delete disks',
  VDI_RESIZE: 'resize disks',
  VDI_RESIZE_ONLINE: 'resize disks that are in use',
  VDI_SNAPSHOT: 'take snapshots of disks',
  VDI_MIRROR: 'move disks while they are in use',
  VDI_MIRROR_IN: 'take disks in that are in use',
  VDI_CONFIG_CBT: 'track changed blocks',
};

const tiedBy = {
  storage: 'it has a disk that not every host reaches',
  network: 'it is on a network that not every host has',
  device: 'it uses a device of its host',
} as const;

const powerWords: Readonly<Record<string, string>> = { Halted: 'shut down', Running: 'running', Suspended: 'suspended', Paused: 'paused' };

export function powerWord(power: string): string {
  return powerWords[power] ?? power;
}

const GIB = 1024 ** 3;
const memory = new Intl.NumberFormat(undefined, { maximumFractionDigits: 1 });

function memoryText(bytes: number): string {
  return `${memory.format(bytes / GIB)} GiB`;
}

function oneOf(words: readonly string[]): string {
  return words.length < 2 ? words.join('') : `${words.slice(0, -1).join(', ')} or ${words.at(-1) ?? ''}`;
}

const resourceWords: Readonly<Record<Resource, string>> = { storage: 'storage', network: 'network' };

const classWords: Readonly<Record<EditableClass, string>> = {
  pool: 'A pool',
  host: 'A host',
  vm: 'A virtual machine',
  sr: 'A storage repository',
  network: 'A network',
  vdi: 'A disk',
  appliance: 'A vApp',
};
