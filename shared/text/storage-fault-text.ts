import type { StorageFault } from '#shared/domain/storage/fault.ts';

/** What is wrong, and what to look at first. */
interface FaultWords {
  readonly what: string;
  readonly next: string;
}

export const storageFaultText: Readonly<Record<StorageFault, FaultWords>> = {
  'name-does-not-resolve': {
    what: 'The host cannot find the address of this name.',
    next: 'Check the spelling and the DNS servers of the hosts, or use an IP address.',
  },
  'no-answer': {
    what: 'The iSCSI target does not answer.',
    next: 'Check the address and the port, whether the target is on, and whether the host has an address on the storage network.',
  },
  'no-file-service': {
    what: 'No NFS service answers at this address.',
    next: 'Check the address, whether the server is on and exports over TCP port 2049, and whether the host has an address on the storage network.',
  },
  'bad-port': { what: 'This is not a port iSCSI can use.', next: 'Use a number from 1 to 65535; 3260 is usual.' },
  'login-refused': {
    what: 'The iSCSI target refuses the login.',
    next: 'Check the CHAP user and password, and whether the target lets in the IQN of this host.',
  },
  'discovery-refused': {
    what: 'The target does not tell what it offers.',
    next: 'Check whether it asks for CHAP when targets are looked for.',
  },
  'host-has-no-iqn': { what: 'The host has no IQN, so it cannot log in to any target.', next: 'Give it one in the properties of the host.' },
  'iqn-in-use': {
    what: 'The host is logged in to targets under another IQN.',
    next: 'Detach its other iSCSI storage, or give it back the IQN it had.',
  },
  'iqn-not-offered': { what: 'The portal does not offer this target.', next: 'Look for targets again, and choose one of those that are offered.' },
  'device-did-not-appear': {
    what: 'The host has logged in, but the LUN did not appear.',
    next: 'Check whether the array shows this LUN to the IQN of the host, and whether it is online.',
  },
  'device-not-there': {
    what: 'The host does not see this device.',
    next: 'Check how its path is written; of a LUN, whether the array shows it to this host.',
  },
  'device-in-use': { what: 'The device is used by another storage repository.', next: 'Choose another one, or forget the other repository first.' },
  'is-boot-device': { what: 'The host has started from this device.', next: 'Choose another one: this would destroy the host.' },
  'version-not-spoken': { what: 'The server does not speak this version of the protocol.', next: 'Choose another version.' },
  'mount-refused': {
    what: 'The server does not let the host mount this path.',
    next: 'Check the path, and whether the export names the addresses of the hosts on the storage network.',
  },
  'cannot-make-folder': {
    what: 'The host may not make a folder there.',
    next: 'Check the rights of the export: hosts write as root, so it must not squash root.',
  },
  'read-only': { what: 'What is exported can only be read.', next: 'Export it for reading and writing.' },
  'share-refused': {
    what: 'The share could not be mounted.',
    next: 'Check its name, the user and the password, and whether the user may write there.',
  },
  'share-not-there': { what: 'There is no such share, or no such folder in it.', next: 'Check its name.' },
  'location-badly-written': { what: 'The driver does not understand this location.', next: 'Write it like server:/path, or like \\\\server\\share.' },
  'repository-exists': { what: 'A storage repository lies there already.', next: 'Attach it instead of making a new one, or choose another place.' },
  'repository-unavailable': {
    what: 'The repository is not to be found there.',
    next: 'Check whether it is the right device or export, and whether all of it is online.',
  },
  'no-room': { what: 'There is no room left.', next: 'Free some, or make the storage larger.' },
  'only-on-master': { what: 'Only the master of the pool may do this.', next: 'See that the master is connected to the storage, then try again.' },
  'only-one-device': { what: 'A shared repository takes one LUN only.', next: 'Choose one.' },
  'several-identities': { what: 'The volume lies on devices with different identities.', next: 'Check how the array shows its LUNs to this host.' },
  'multipath-trouble': { what: 'The host cannot handle the paths to the device.', next: 'Check its multipath service and the paths to the array.' },
  'not-licensed': { what: 'The licence of the pool does not include this kind of storage.', next: 'Choose another kind, or another edition.' },
  'scan-failed': { what: 'The host could not read what lies there.', next: 'Check whether it is online, then rescan it.' },
  'disk-not-there': {
    what: 'A disk is not to be found on the storage.',
    next: 'Rescan the storage; if it stays away, look whether somebody has removed it there.',
  },
  'volume-failed': {
    what: 'The host’s volume manager could not do it.',
    next: 'Check whether the device is whole and not used by somebody else; /var/log/SMlog on the host says more.',
  },
  'chain-too-long': {
    what: 'The disk has grown from too many snapshots.',
    next: 'Delete some that nobody needs and wait until the driver has merged them.',
  },
  'service-not-running': {
    what: 'The iSCSI service of the host does not do what it is told.',
    next: 'Restart iscsid on the host, and see that no session of another IQN is left.',
  },
  'still-mounted': {
    what: 'The host could not let go of it: something still uses it.',
    next: 'Stop what uses it on the host, then try again.',
  },
  'mounted-already': { what: 'It is mounted there already.', next: 'See whether the pool has it as storage already, or unmount it on the host.' },
  'records-broken': {
    what: 'What the storage keeps about itself makes no sense.',
    next: 'Rescan it. Do not make anything new there before somebody has looked at it.',
  },
  'bad-mount-options': { what: 'The driver does not take these mount options.', next: 'Correct them, or leave them out.' },
  'odd-characters': { what: 'The user or the password has characters the driver cannot hand on.', next: 'Use letters, digits and plain signs.' },
  'something-missing': { what: 'The driver wants to be told more.', next: 'Fill in what is missing; the driver says below what that is.' },
  'driver-failed': { what: 'The storage driver failed.', next: 'Its own words are below, and more of them in /var/log/SMlog on the host.' },
};

/** What a driver said itself: the second of its parameters, which is for people. */
export function driverWords(parameters: readonly string[]): string | undefined {
  const said = parameters[1]?.trim();
  return said === undefined || said === '' ? undefined : said;
}
