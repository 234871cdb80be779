import type { CardTrouble } from '#shared/domain/networks/card-trouble.ts';
import type { DrivePriority, LockingMode } from '#shared/domain/operations/device-request.ts';
import { unreachable } from '#shared/kernel/unreachable.ts';

/** What the Disks tab of a VM says, and the dialogs about its drives and discs. */
export const drivesText = {
  tab: 'Disks',
  list: (vm: string) => `Disks of ${vm}`,
  none: 'The VM has no disks.',
  noneNote: 'Create one, or attach one that exists.',
  newDisk: 'New disk…',
  attachDisk: 'Attach disk…',
  edit: 'Edit drive…',
  activate: 'Activate',
  deactivate: 'Deactivate',
  detach: 'Detach',
  chooseFirst: 'Choose a disk in the list first.',
  chooseOne: 'Choose one disk only.',
  choose: (name: string) => `Choose ${name}`,
  position: 'Position',
  name: 'Name',
  storage: 'Storage',
  size: 'Size',
  mode: 'Mode',
  priority: 'I/O priority',
  state: 'State',
  device: 'Device',
  readOnly: 'Read-only',
  writable: 'Writable',
  active: 'Active',
  idle: 'Not active',
  gone: 'Not there any more',
  unnamed: 'Disk without a name',
  bootable: 'starts from it',
  disc: 'Disc drive',
  drive: (position: string) => `Drive in position ${position}`,
  emptyDrive: 'Empty',
  driveEmpty: 'The drive is empty.',
  noDrive: 'The VM has no drive for discs.',
  addDrive: 'Add drive',
  changeDisc: 'Change disc…',
  eject: 'Eject',
  insert: 'Insert disc',
  discTitle: (vm: string) => `Disc in the drive of ${vm}`,
  inDrive: (now: string) => `Disc: ${now}`,
  discs: 'Discs of the libraries',
  findDisc: 'Filter discs by name',
  moreDiscs: (count: number) => `${count} more. Type a part of the name to find them.`,
  noDiscs: 'No library of the pool has a disc. Add one by New storage, as an ISO library.',
  nothingChosen: 'Choose a disc.',
  close: 'Close',
  cancel: 'Cancel',
  save: 'Save',
  copyXe: 'Copy as xe commands',
  editTitle: (name: string) => `Drive of ${name}`,
  placeOf: (position: string, other: string | undefined) => (other === undefined ? position : `${position} (changes places with ${other})`),
  mayBoot: 'The VM may start from it',
  priorityNote: 'How it is served where disks wait for each other; counts from when it is activated next.',
  newTitle: (vm: string) => `New disk for ${vm}`,
  createVerb: 'Create disk',
  attachTitle: (vm: string) => `Attach a disk to ${vm}`,
  attachVerb: 'Attach disk',
  disks: 'Disks that no VM has, and those that may be shared',
  findDisk: 'Filter disks by name or storage',
  moreDisks: (count: number) => `${count} more. Type a part of the name to find them.`,
  noFreeDisks: 'No disk can be attached.',
} as const;

export function priorityText(priority: DrivePriority): string {
  if (priority === 'none') return 'Usual';
  return priority === 0 ? '0 (first)' : priority === 7 ? '7 (last)' : String(priority);
}

/** What the Networks tab of a VM says, and the dialog about one of its cards. */
export const cardsText = {
  tab: 'Networks',
  list: (vm: string) => `Network cards of ${vm}`,
  none: 'The VM has no network card.',
  add: 'Add card…',
  edit: 'Edit card…',
  activate: 'Activate',
  deactivate: 'Deactivate',
  remove: (count: number) => (count > 1 ? `Remove ${count} cards` : 'Remove card'),
  chooseFirst: 'Choose a card in the list first.',
  chooseOne: 'Choose one card only.',
  choose: (device: string) => `Choose card ${device}`,
  device: 'Card',
  mac: 'MAC address',
  network: 'Network',
  addresses: 'Addresses',
  limit: 'Limit',
  locking: 'Locking',
  state: 'State',
  active: 'Active',
  idle: 'Not active',
  disconnected: 'Disconnected',
  gone: 'Not there any more',
  noLimit: 'None',
  limitOf: (kbps: number) => `${kbps} kB/s`,
  noAddress: 'Not reported',
  troubleOf: (device: string) => `Card ${device}:`,
  troubles: 'Why it may have no network',
  addTitle: (vm: string) => `Add a network card to ${vm}`,
  editTitle: (device: string, vm: string) => `Network card ${device} of ${vm}`,
  addVerb: 'Add card',
  save: 'Save',
  cancel: 'Cancel',
  close: 'Close',
  copyXe: 'Copy as xe commands',
  macOwn: 'Let the server make up the MAC address',
  macHint: '02:16:3e:12:34:56',
  macNote: 'Another address makes another card in the same place: the guest loses the old one for a moment.',
  limitLabel: 'Limit of what it sends, in kB/s',
  limitHint: 'Empty: as much as it can',
  limitNote: 'A limit counts from when the card is activated next.',
  noNumber: 'A limit is a whole number of kilobytes per second.',
  ipv4: 'IPv4 addresses it may send from',
  ipv6: 'IPv6 addresses it may send from',
  allowedHint: 'One after the other, with spaces between',
  removeTitle: (count: number) => (count > 1 ? `Remove ${count} network cards?` : 'Remove the network card?'),
  removeEffect: (names: string) => `${names}: a guest that runs loses the network there at once. It can be brought back with the same address.`,
  cardOf: (device: string, network: string, vm: string) => `card ${device} of ${vm} in ${network}`,
} as const;

export const lockingText: Readonly<Record<LockingMode, string>> = {
  network_default: 'Network default',
  unlocked: 'Unlocked',
  locked: 'Allowed addresses only',
  disabled: 'No traffic at all',
};

/** What is in the way of a card, and what helps. */
export function cardTroubleText(trouble: CardTrouble): string {
  switch (trouble.is) {
    case 'network-gone':
      return 'Its network is not there any more. Choose another one.';
    case 'unplugged':
      return 'Its cable is out. Activate it.';
    case 'no-way':
      return `${trouble.host} has no way into ${trouble.network}. Move the VM to a host that has one, or give ${trouble.host} one.`;
    case 'no-way-anywhere':
      return `No host that answers has a way into ${trouble.network}, so the VM cannot start.`;
    case 'way-unplugged':
      return `The interface ${trouble.device} of ${trouble.host} is unplugged. Whoever unplugged it has to plug it in again.`;
    case 'no-link':
      return `${trouble.device} of ${trouble.host} has no link: it reaches only VMs on the same host. Look at the cable and the switch port.`;
    case 'shared-after-restart':
      return `${trouble.device} of ${trouble.host} is shared only once that host has restarted.`;
    case 'locked':
      return 'Its locking lets nothing through. Edit the card to change that.';
    case 'nothing-allowed':
      return 'It is locked to certain addresses, and none is named, so nothing comes through. Edit the card to name them.';
    case 'mac-twice':
      return `${trouble.others.join(', ')} ${trouble.others.length === 1 ? 'has' : 'have'} its MAC address too, so frames reach now one and now the other. Give it another address.`;
    default:
      return unreachable(trouble);
  }
}
