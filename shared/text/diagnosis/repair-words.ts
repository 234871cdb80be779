import type { Offer, RepairId } from '#shared/domain/diagnosis/offer.ts';

export interface RepairWords {
  readonly label: (parameters: Offer['parameters']) => string;
  /** What it does to the host and its machines. */
  readonly effect: string;
}

function fixed(label: string, effect: string): RepairWords {
  return { label: () => label, effect };
}

const harmless = 'Nothing on the host changes.';
const noGuests = 'Machines run on. Imports, exports, migrations and backups under way are broken off.';

export const repairWords: Readonly<Record<RepairId, RepairWords>> = {
  'fix-cable': {
    label: ({ nic = '' }) => `Check the cable and the switch port of ${nic}`,
    effect: 'The host reconnects by itself within four minutes.',
  },
  'fix-switch-port': {
    label: ({ nic = '' }) => `Check VLAN and settings of the switch port of ${nic}`,
    effect: 'The host reconnects by itself within four minutes.',
  },
  'fix-duplicate': {
    label: ({ address = '' }) => `Find the other device with ${address} and take it off the network`,
    effect: 'Connections become steady again.',
  },
  'fix-dhcp': {
    label: ({ mac = '' }) => `Check the DHCP server and its reservation for ${mac}`,
    effect: 'The host gets its address back with the next request.',
  },
  'fix-master': {
    label: ({ name = '' }) => `Bring ${name === '' ? 'the master' : name} back first`,
    effect: 'All members join again by themselves, and nothing is lost.',
  },
  'fix-storage-path': {
    label: ({ server = '' }) => (server === '' ? 'Bring the storage path back' : `Bring the path to ${server} back`),
    effect: 'Machines that wait go on by themselves.',
  },
  'fix-array-access': { label: ({ iqn = '' }) => `Allow ${iqn} on the storage array`, effect: 'The storage can be connected afterwards.' },
  'fix-array-identity': fixed('Let the array present the disk as before', 'Nothing is written to the disk by this host.'),
  'fix-hardware': {
    label: ({ nic = '' }) => (nic === '' ? 'Replace the failing part' : `Replace ${nic}`),
    effect: 'Move the machines away before the host is switched off.',
  },
  'put-hardware-back': fixed('Put the cards back where they were', 'Names and records agree again after a restart.'),
  'fix-mtu': {
    label: ({ mtu = '' }) => `Use the same packet size${mtu === '' ? '' : ` (${mtu})`} all the way`,
    effect: 'Connections no longer stand still.',
  },
  wait: fixed('Wait', 'The host tries again by itself, at most four minutes apart.'),
  reinstall: fixed('Install the host anew before it joins again', 'Everything on its own disks is lost.'),
  'keep-isolated': fixed('Keep this host off the network', 'No machine can be started twice meanwhile.'),
  'update-master': fixed('Update and restart the master first', 'This host joins by itself afterwards.'),
  'free-sr-space': fixed('Remove snapshots and disks nobody needs', 'Space comes back once the storage has cleaned up.'),
  'open-console': fixed('Go to its console or its management controller', harmless),
  'fix-password': fixed('Use the password this host has of its own', harmless),
  'blink-light': { label: ({ nic = '' }) => `Blink the light of ${nic}`, effect: `The card's light blinks for 15 seconds. ${harmless}` },
  'raise-card': {
    label: ({ nic = '' }) => `Switch ${nic} on`,
    effect: 'It is switched off again by itself unless that helps. It lasts until the next restart of the host. Machines are not touched.',
  },
  'flush-neighbour': fixed('Forget the old hardware address', 'Other hosts ask anew who has the address.'),
  'temporary-address': {
    label: ({ address = '', bridge = '' }) => `Give ${bridge} the address ${address} for now`,
    effect: 'It lasts until the next restart, and is taken back by itself unless the host is reached by it. Machines are not touched.',
  },
  'reconfigure-management': {
    label: ({ address = '' }) => `Set management to ${address} for good`,
    effect: 'The host is away for some seconds. Machines are not touched.',
  },
  'renew-dhcp': fixed('Ask DHCP for an address again', 'Management is away for some seconds. Machines are not touched.'),
  'plug-pif': fixed('Plug the management interface in and use it', 'Management is away for some seconds. Machines are not touched.'),
  'emergency-management': {
    label: ({ bridge = '' }) => `Try management on ${bridge}`,
    effect: 'The host reaches its master by another card. It is taken back by itself unless that works.',
  },
  'bond-mode': {
    label: ({ bond = '' }) => `Run ${bond} without LACP`,
    effect: 'Short loss on every host of the pool; the bond then works without the switch taking part.',
  },
  'rename-nics': fixed('Give the cards their recorded names again', 'It takes effect with the next restart of the host.'),
  'reset-network': fixed(
    'Reset the network of this host',
    'The host restarts at once and every machine on it is killed. Bonds, VLANs and storage addresses must be set up again.',
  ),
  'restart-networkd': fixed(
    'Restart the network daemon',
    'All addresses of the host are away for some seconds. Networks of machines are not touched.',
  ),
  'restart-firewall': fixed('Load the firewall rules again', 'Rules that were added by hand are gone.'),
  'start-xapi': fixed('Start the toolstack', 'Machines run on.'),
  'restart-toolstack': fixed('Restart the toolstack', noGuests),
  'restart-toolstack-ha': fixed(
    'Switch high availability off, then restart the toolstack',
    `${noGuests} Nothing is restarted automatically until high availability is on again.`,
  ),
  'unblock-start': fixed('Let the toolstack start again', 'The file that blocks it is removed, and it is started.'),
  'clear-logs': fixed('Delete old rotated logs', 'Compressed logs older than two days are gone. Live logs stay.'),
  'remove-crash-dumps': {
    label: ({ dump = '' }) => `Delete the crash dump ${dump}`,
    effect: 'Save it first if the reason of the crash is still to be found.',
  },
  'remount-root': fixed('Make the root disk writable again', 'Only for as long as it takes to move the machines away. The disk may refuse.'),
  evacuate: fixed('Move all machines to other hosts', 'The host takes no new machines; running ones move while they run.'),
  'grow-dom0': fixed('Give the control domain 8 GiB of memory', 'It takes effect with the next restart of the host.'),
  'step-clock': fixed('Set the clock by its time server now', 'The time jumps once.'),
  'start-time-daemon': fixed(
    'Start the time daemon, then set the clock',
    'It waits up to a minute for a time server. The time jumps once. Whether the daemon starts with the host stays as it is.',
  ),
  'refresh-certificates': fixed(
    'Issue and spread the certificates of the pool again',
    'Connections between hosts are made anew. Machines are not touched.',
  ),
  'disable-tls-checks': fixed(
    'Suspend the check of certificates on this host',
    'Until it is switched on again, this host does not notice a false master.',
  ),
  'enable-tls-checks': fixed('Check certificates again', 'Connections are made anew.'),
  'reset-certificate': fixed('Make a new certificate for this host', 'Every program that has confirmed the old one must confirm the new one.'),
  'enable-host': fixed('Enable the host', 'Machines can be started here again.'),
  'cancel-task': fixed('Cancel the task', 'What it has done so far is taken back where the server can.'),
  'enable-ssh': fixed('Switch SSH on', 'The host can be looked at from here.'),
  'point-to-master': {
    label: ({ address = '', name = '' }) => `Tell the host that ${name === '' ? address : `${name} (${address})`} is master`,
    effect: 'Its toolstack restarts in about ten seconds. Machines run on.',
  },
  'recover-members': fixed('Let the master gather its members', 'Toolstacks of members that were lost restart. Machines run on. It can be repeated.'),
  'hand-over': { label: ({ name = '' }) => `Make ${name} the master`, effect: 'Both toolstacks restart. All hosts must answer. Machines run on.' },
  promote: {
    label: ({ name = '' }) => `Make ${name} the master in place of the dead one`,
    effect:
      'What the pool has recorded since the copy of the database was made is lost. If the old master still runs, two masters exist and disks can be destroyed.',
  },
  'disable-ha': fixed('Switch high availability off for the pool', 'Nothing is restarted automatically until it is on again.'),
  'emergency-disable-ha': {
    label: ({ name = 'this host' }) => `Switch high availability off on ${name} alone`,
    effect:
      'Other hosts may take it for dead and start its machines a second time. The master is done first, then every other host that is reached, in one go.',
  },
  'rearm-ha': fixed(
    'Switch high availability off, so that it can be switched on for all again',
    'Nothing is restarted automatically until it is on again.',
  ),
  'reset-power-state': {
    label: ({ name = '' }) => `Record ${name === '' ? 'the machine' : name} as halted`,
    effect: 'It can be started elsewhere. If it still ran, its disk would be destroyed.',
  },
  'declare-dead': fixed(
    'Declare the host dead',
    'All its machines are recorded as halted and can be started elsewhere. If they still ran, their disks would be destroyed.',
  ),
  'forget-host': fixed(
    'Remove the host from the pool',
    'Its record and its own storage are forgotten. It must be installed anew before it is used again.',
  ),
  'unlock-disks': {
    label: ({ name = '' }) => `Unlock the disks of ${name} that this host held`,
    effect: 'Its marks on the disks are taken away, so that they can be used elsewhere. If the host still wrote to them, they would be destroyed.',
  },
  'power-on': fixed('Switch its power on', 'By its management controller, as it is set up in the pool.'),
  'plug-pbd': { label: ({ name = '' }) => `Connect ${name}`, effect: 'Machines are not touched.' },
  'rescan-iscsi': fixed('Look for disks on the sessions again', 'Machines are not touched.'),
  'set-iqn': { label: ({ iqn = '' }) => `Name the host ${iqn} again`, effect: 'Its iSCSI storage must be disconnected meanwhile.' },
  'unmount-nfs': fixed('Tear the mount off', 'Machines with disks there lose them at once.'),
  'largest-files': fixed('Show what takes the space', harmless),
  'watch-traffic': { label: ({ nic = '' }) => `Listen on ${nic} for ten seconds`, effect: harmless },
  'collect-archive': fixed(
    'Save a status report of the host',
    'The host’s command “Save status report” has it made and brings it to this computer; it takes minutes and holds confidential data.',
  ),
};
