import { storageFault } from '#shared/domain/storage/fault.ts';
import { type ErrorText, say, type Words } from './error-words.ts';
import { deviceErrors, networkErrors } from './network-error-text.ts';
import { storageFaultText } from './storage-fault-text.ts';

const GIB = 1024 ** 3;
const size = new Intl.NumberFormat(undefined, { maximumFractionDigits: 1 });
const memory = (bytes: string | undefined): string => `${size.format(Number(bytes ?? 0) / GIB)} GiB`;
const LOOK_AGAIN = 'Look at it again: it has changed since.';

/** The codes that changing a machine or its properties can meet. */
const sentences: Readonly<Record<string, Words>> = {
  ...networkErrors,
  ...deviceErrors,
  RESTORE_INCOMPATIBLE_VERSION: say(
    'The backup was made by another version of the server.',
    'Install the version that made it, or use a backup that was made since the last update.',
  ),
  RESTORE_TARGET_MISSING_DEVICE: ([device = '']) => ({
    what: `The backup knows a network card ${device}, which the host does not have.`,
    next: 'Restore it on a host with the same cards, under the same names.',
  }),
  RESTORE_TARGET_MGMT_IF_NOT_IN_BACKUP: () => ({
    what: 'The host is managed over an interface that the backup does not know.',
    next: 'Move the management of the host to one that was there when the backup was made.',
  }),
  COULD_NOT_IMPORT_DATABASE: ([reason = '']) => ({ what: `The server cannot read the backup. ${reason}`.trim() }),
  BACKUP_SCRIPT_FAILED: ([log = '']) => ({ what: `The host could not save its system. ${log}`.trim() }),
  RESTORE_SCRIPT_FAILED: ([log = '']) => ({ what: `The host could not unpack the file. ${log}`.trim() }),
  VM_BAD_POWER_STATE: ([, expected = '', actual = '']) => ({
    what: `The virtual machine is ${actual}; for this it would have to be ${expected}.`,
    next: LOOK_AGAIN,
  }),
  OPERATION_BLOCKED: ([, reason = '']) => ({
    what: reason === '' ? 'An administrator has blocked this.' : `An administrator has blocked this: ${reason}`,
    next: 'Remove the block from its blocked operations first.',
  }),
  OTHER_OPERATION_IN_PROGRESS: ([, , operation = '']) => ({
    what: operation === '' ? 'Something else is being done with it.' : `Something else is being done with it: ${operation.replaceAll('_', ' ')}.`,
    next: 'Wait until that has ended, or cancel it among the tasks.',
  }),
  OPERATION_NOT_ALLOWED: ([reason = '']) => ({
    what: reason === '' ? 'The server does not allow this now.' : `The server does not allow this: ${reason}`,
  }),
  VM_IS_TEMPLATE: say('It is a template.', 'Make a virtual machine from it first.'),
  VM_IS_SNAPSHOT: say('It is a snapshot.', 'Make a virtual machine from it, or revert to it.'),
  VM_LACKS_FEATURE: say('The guest tools do not answer, so the guest cannot be asked to do this by itself.', 'Install the guest tools, or force it.'),
  VM_LACKS_FEATURE_SHUTDOWN: say('The guest does not say that it can shut down by itself.', 'Install the guest tools, or force it.'),
  VM_LACKS_FEATURE_SUSPEND: say('The guest does not say that it can be suspended.', 'Install the guest tools.'),
  VM_MISSING_PV_DRIVERS: say('The guest has no drivers for this.', 'Install the guest tools.'),
  VM_NON_SUSPENDABLE: say('The guest cannot be suspended.', 'Shut it down instead.'),
  VM_FAILED_SHUTDOWN_ACKNOWLEDGMENT: say('The guest has not answered the request to shut down.', 'Look at its console, or force it.'),
  VM_FAILED_SHUTDOWN_ACKNOWLEDGEMENT: say('The guest has not answered the request to shut down.', 'Look at its console, or force it.'),
  VM_SHUTDOWN_TIMEOUT: say('The guest has taken too long to shut down.', 'Look at its console, or force it.'),
  VM_HALTED: say('The virtual machine was shut down while this was being done.', LOOK_AGAIN),
  VM_REBOOTED: say('The virtual machine was rebooted while this was being done.', 'Try again.'),
  VM_CRASHED: say('The virtual machine crashed while this was being done.', 'Look at its console and its events.'),
  VM_IS_IMMOBILE: say('It is set up, or runs something, that forbids to move or suspend it.', 'Shut it down instead.'),
  VM_IS_USING_NESTED_VIRT: say('It runs virtual machines of its own, so it cannot be moved or suspended.', 'Shut it down instead.'),
  VM_HAS_PCI_ATTACHED: say('A device of its host is passed through to it.', 'Shut it down to move it.'),
  VM_HAS_VGPU: say('It has a virtual graphics card.', 'Shut it down to move it.'),
  VM_HAS_VUSBS: say('A USB device of its host is passed through to it.', 'Detach the device first.'),
  VM_NO_SUSPEND_SR: say(
    'There is no storage to keep the image of its memory.',
    'Choose a storage repository for suspended machines in the settings of the pool.',
  ),
  VM_HAS_NO_SUSPEND_VDI: say('The image of its memory is missing.', 'Force it off; what was in its memory is lost.'),
  VM_REQUIRES_SR: say(
    'One of its disks lies on storage the host cannot reach.',
    'Repair that storage, choose another host, or eject the disc in its drive.',
  ),
  VM_REQUIRES_NETWORK: say('The host is not on one of its networks.', 'Choose another host, or attach the network there.'),
  VM_HVM_REQUIRED: say('The host does not offer hardware virtualisation.', 'Switch it on in the firmware of the host, or choose another.'),
  VM_INCOMPATIBLE_WITH_THIS_HOST: ([, , reason = '']) => ({
    what: `The host's processors do not offer what it was started with. ${reason}`.trim(),
    next: 'Choose another host, or shut it down and start it there.',
  }),
  VM_HOST_INCOMPATIBLE_VERSION: say('The host runs an older release than the one it comes from.', 'Choose a host that is not older.'),
  VM_MIGRATE_FAILED: ([, , , reason = '']) => ({
    what: `It could not be moved. ${reason}`.trim(),
    next: 'It still runs where it was. Eject the disc in its drive and try again.',
  }),
  NO_HOSTS_AVAILABLE: say('No host of the pool can run it now.', 'Look at memory, storage and networks of the hosts.'),
  HOST_NOT_ENOUGH_FREE_MEMORY: ([need, free]) => ({
    what: free === undefined ? 'The host has too little memory free.' : `The host has ${memory(free)} of memory free; it needs ${memory(need)}.`,
    next: 'Move or shut down another machine, give this one less, or choose another host.',
  }),
  HOST_NOT_ENOUGH_PCPUS: ([needs = '', has = '']) => ({
    what: `It has ${needs} processors and the host only ${has}.`,
    next: 'Give it fewer, or choose another host.',
  }),
  HOST_DISABLED: say('The host is in maintenance mode.', 'Take it out of maintenance, or choose another.'),
  HOST_EVACUATE_IN_PROGRESS: say('The host is being emptied.', 'Choose another host.'),
  HOST_NOT_LIVE: say('The host does not answer its pool.', 'See what is the matter with it first.'),
  HOST_OFFLINE: say('The host does not answer its pool.', 'See what is the matter with it first.'),
  CANNOT_CONTACT_HOST: say('The master of the pool cannot reach the host.', 'See what is the matter with the host and the network between them.'),
  HA_OPERATION_WOULD_BREAK_FAILOVER_PLAN: say(
    'With this, high availability could not keep its promise any more.',
    'Lower the number of host failures to tolerate, or the priority of another machine.',
  ),
  SR_UUID_EXISTS: say('The pool has this storage already.', 'Look for it among the storage of the pool, and repair it there.'),
  SR_HAS_PBD: say('Hosts are connected to the storage.', 'Detach it first.'),
  SR_NOT_EMPTY: say('Disks lie on the storage.', 'Delete or move them first.'),
  SR_INDESTRUCTIBLE: say('The storage is marked as indestructible.', 'Remove that mark from its other-config first.'),
  SR_IS_CACHE_SR: say('A host uses it as its cache.', 'Disable caching on that host first.'),
  SR_UNKNOWN_DRIVER: ([type = '']) => ({ what: `The hosts have no driver for ${type} storage.`, next: 'Choose another kind of storage.' }),
  SR_OPERATION_NOT_SUPPORTED: say('The driver of this storage cannot do that.'),
  SR_NOT_SHARABLE: say('The storage belongs to one host, and another is connected to it.'),
  SR_NOT_ATTACHED: say('No host is connected to the storage.', 'Repair the storage.'),
  XENAPI_MISSING_PLUGIN: ([name = '']) => ({ what: `The host lacks the plug-in ${name}.`, next: 'Update the host.' }),
  HA_IS_ENABLED: say('High availability is on.', 'Disable it first.'),
  HA_CONSTRAINT_VIOLATION_SR_NOT_SHARED: say('A protected machine needs this storage on every host.', 'Lower the protection of that machine first.'),
  SR_HAS_NO_PBDS: say('The storage is not connected to any host.', 'Repair the storage.'),
  VDI_IN_USE: say('One of its disks is used by something else.', 'Find out what holds the disk, and end that.'),
  BOOTLOADER_FAILED: say('It could not be started from its disk.', 'Check its boot settings and its disk.'),
  CLUSTERING_DISABLED: say('Clustering is off on this host.', 'Switch it on there, then repair the storage.'),
  NO_COMPATIBLE_CLUSTER_HOST: say('This host is no member of the cluster of the pool.', 'Take it into the cluster, then repair the storage.'),
  NOT_SUPPORTED_DURING_UPGRADE: say('The pool is being upgraded.', 'Finish the upgrade first.'),
  TASK_CANCELLED: say('Somebody cancelled it on the server.'),
  HANDLE_INVALID: say('It is not there any more.', LOOK_AGAIN),
  UUID_INVALID: say('It is not there any more.', LOOK_AGAIN),
  MAP_DUPLICATE_KEY: say('Somebody else has written this value in the same moment.', 'Look at it and edit again.'),
  RBAC_PERMISSION_DENIED: ([permission = '']) => ({
    what: permission === '' ? 'This account has no role in the pool.' : `The role of this account does not allow it (${permission}).`,
    next: 'Ask an administrator of the pool.',
  }),
  MESSAGE_METHOD_UNKNOWN: say('This release of the server cannot do that.'),
  NOT_IMPLEMENTED: say('This release of the server cannot do that.'),
  INTERNAL_ERROR: ([detail = '']) => ({
    what: `The server has failed inside. ${detail}`.trim(),
    next: 'Try again; if it fails again, restart the toolstack of the host.',
  }),
};

/** Undefined for codes nobody has words for; the code itself is shown then. */
export function xapiErrorText(code: string, parameters: readonly string[]): ErrorText | undefined {
  const fault = storageFault(code, parameters);
  if (fault !== undefined) {
    const { what, next } = storageFaultText[fault];
    return { what, next };
  }
  return Object.hasOwn(sentences, code) ? sentences[code]?.(parameters) : undefined;
}
