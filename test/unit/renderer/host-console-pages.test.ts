import { expect, test } from 'vitest';
import type { RepairId } from '#shared/domain/diagnosis/offer.ts';
import type { ProbeId } from '#shared/domain/diagnosis/probe.ts';
import { probeTable } from '#shared/domain/diagnosis/probe-table.ts';
import type { OperationRequest } from '#shared/domain/operations/request.ts';
import { repairTable } from '#shared/domain/repairs/repair-table.ts';
import { allCommands } from '#renderer/app/commands/registry.ts';
import type { DialogName } from '#renderer/state/dialogs.ts';

/** Where the app has what a page of a host's own console shows or does. */
type Place =
  | { readonly command: string }
  | { readonly dialog: DialogName }
  | { readonly operation: OperationRequest['kind'] }
  /** Read from the host itself, and shown in Recovery. */
  | { readonly probe: ProbeId }
  | { readonly repair: RepairId };

/** Why the app has no place of its own for it. */
type Why =
  | 'it is about the screen and the keyboard it stands on'
  | 'only machines that their makers prepared have it'
  | 'the app has none'
  | 'the whole pool has it, and a backup of the pool database is the app’s way';

const screen: Why = 'it is about the screen and the keyboard it stands on';
const maker: Why = 'only machines that their makers prepared have it';
const none: Why = 'the app has none';
const wholePool: Why = 'the whole pool has it, and a backup of the pool database is the app’s way';

/** Every page of the host's own console, in the order of its menus. */
const pages: Readonly<Record<string, readonly Place[] | Why>> = {
  'Status Display': [{ probe: 'identity' }, { probe: 'board' }, { probe: 'certificates' }, { probe: 'role' }, { probe: 'management' }],
  'Manage Server Using': maker,
  'Network / Configure Management Interface': [{ dialog: 'host-addresses' }, { dialog: 'move-management' }, { repair: 'reconfigure-management' }],
  'Network / Renew DHCP Lease': [{ repair: 'renew-dhcp' }],
  'Network / DNS Servers': [{ dialog: 'host-addresses' }, { probe: 'resolver' }],
  'Network / Network Time': [{ probe: 'ntp' }, { repair: 'step-clock' }, { repair: 'start-time-daemon' }],
  'Network / Test Network': [{ probe: 'network' }, { probe: 'master-path' }, { probe: 'names' }],
  'Network / Display NICs': [{ probe: 'nics' }, { probe: 'ethtool' }],
  'Network / Emergency Network Reset': [{ repair: 'reset-network' }],
  'Authentication / Log In or Out': screen,
  'Authentication / Change Password': none,
  'Authentication / Change Auto-Logout Time': screen,
  'Virtual Machines / Running On This Host': [{ probe: 'domains' }, { probe: 'domain-names' }],
  'Virtual Machines / Host Performance': [{ probe: 'hypervisor' }, { probe: 'memory' }],
  'Virtual Machines / All VMs': [{ command: 'vm.start' }, { command: 'view.filter' }],
  'Virtual Machines / Control': [
    { command: 'vm.start-on' },
    { command: 'vm.suspend' },
    { command: 'vm.resume' },
    { command: 'vm.reboot' },
    { command: 'vm.shut-down' },
    { command: 'vm.migrate' },
    { command: 'vm.force-reboot' },
    { command: 'vm.force-off' },
  ],
  'Storage / Current Storage Repositories': [{ operation: 'sr.detach' }, { operation: 'sr.destroy' }, { operation: 'sr.forget' }],
  'Storage / Create New SR': [{ command: 'storage.new' }, { operation: 'sr.create' }],
  'Storage / Attach Existing SR': [{ dialog: 'new-storage' }, { operation: 'sr.introduce' }],
  'Storage / Specify Suspend SR': [{ operation: 'pool.configure' }],
  'Storage / Specify Crash Dump SR': [{ operation: 'pool.configure' }],
  'Storage / Claim Local Disk As SR': maker,
  'Pool / Join a Resource Pool': [{ command: 'pool.add-hosts' }, { operation: 'pool.join' }],
  'Pool / Join (Forced)': [{ dialog: 'join-pool' }],
  'Pool / Remove This Host from the Pool': [{ operation: 'pool.eject' }],
  'Pool / Designate a New Pool Master': [{ operation: 'pool.designate-master' }],
  'Hardware / System Description': [{ probe: 'board' }],
  'Hardware / Processor': [{ probe: 'hypervisor' }],
  'Hardware / System Memory': [{ probe: 'board' }, { probe: 'memory' }],
  'Hardware / Local Storage Controllers': [{ probe: 'disk-health' }, { probe: 'hardware' }],
  'Hardware / BIOS Information': [{ probe: 'board' }],
  'Hardware / BMC Version': [{ probe: 'bmc-address' }, { probe: 'bmc-sensors' }],
  'Drivers / Hardware Driver Variants': none,
  'Keyboard and Timezone / Keyboard': screen,
  'Keyboard and Timezone / Set Timezone': none,
  'Remote Service / Remote Shell': [{ probe: 'sshd' }, { repair: 'enable-ssh' }],
  'Remote Service / Remote Logging': [{ dialog: 'host-settings' }, { operation: 'host.configure' }],
  'Backup / Schedule VM Metadata': wholePool,
  'Backup / Back Up VM Metadata': wholePool,
  'Backup / Restore VM Metadata': wholePool,
  'Backup / Apply Update': [{ operation: 'pool.roll' }],
  'Backup / Back Up or Restore Server State': maker,
  'Support / Validate Server Configuration': [{ probe: 'host-record' }, { probe: 'pbds' }, { probe: 'management' }],
  'Support / Upload Bug Report': [{ command: 'host.status-report' }],
  'Support / Save Bug Report': [{ command: 'host.status-report' }],
  'Support / Software Build Information': [{ probe: 'identity' }],
  'Support / Verbose Boot': maker,
  'Support / Reset to Factory Defaults': maker,
  'Power / Enter Maintenance Mode': [{ command: 'open.enter-maintenance' }],
  'Power / Exit Maintenance Mode': [{ command: 'open.exit-maintenance' }],
  'Power / Reboot Server': [{ command: 'host.reboot' }],
  'Power / Shut Down Server': [{ command: 'host.shut-down' }],
  'Local Command Shell': [{ command: 'host.terminal' }],
};

const commands = new Set(allCommands.map(({ id }) => id));

/** Dialogs and operations that are not there do not compile. */
function isThere(place: Place): boolean {
  if ('command' in place) return commands.has(place.command);
  if ('probe' in place) return probeTable.has(place.probe);
  return 'repair' in place ? Object.hasOwn(repairTable, place.repair) : true;
}

test.each(Object.entries(pages).flatMap(([page, places]) => (typeof places === 'string' ? [] : [[page, places] as const])))(
  '%s of the host’s own console has its place in the app',
  (_page, places) => {
    expect(places.filter((place) => !isThere(place))).toEqual([]);
  },
);

test('what the app leaves to the host’s own console can be done there, one command away', () => {
  const left = Object.entries(pages).flatMap(([page, places]) => (typeof places === 'string' ? [page] : []));
  expect(left).toHaveLength(14);
  expect(commands.has('host.console')).toBe(true);
});
