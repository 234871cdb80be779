import { repairText } from './diagnosis-text.ts';
import type { OperationRequest } from '#shared/domain/operations/request.ts';
import { unreachable } from '#shared/kernel/unreachable.ts';

/** What a command is called, on a button or in a menu. */
export function requestText(request: OperationRequest): string {
  switch (request.kind) {
    case 'vm.shut-down':
      return request.way === 'clean' ? 'Shut down' : 'Force shutdown';
    case 'vm.reboot':
      return request.way === 'clean' ? 'Reboot' : 'Force reboot';
    case 'disk.track-changes':
      return request.isOn ? 'Track changed blocks' : 'Stop tracking changed blocks';
    case 'drive.plug':
      return request.isOn ? 'Activate disk' : 'Deactivate disk';
    case 'card.plug':
      return request.isOn ? 'Activate network card' : 'Deactivate network card';
    case 'disc.change':
      return request.disc === undefined ? 'Eject disc' : 'Insert disc';
    case 'host.enter-maintenance':
      return request.vms === 'leave' ? 'Enter maintenance mode' : 'Disable';
    case 'host.repair':
      return repairText(request).label;
    case 'vm.start':
      return request.isPaused === true ? 'Start paused' : 'Start';
    case 'vm.copy':
    case 'vm.to-template':
    case 'vm.configure':
    case 'vm.recover':
    case 'vm.snapshot':
    case 'vm.revert':
    case 'vm.delete-snapshot':
    case 'vm.from-snapshot':
    case 'vm.delete':
    case 'vm.suspend':
    case 'vm.resume':
    case 'vm.pause':
    case 'vm.unpause':
    case 'vm.migrate':
    case 'vm.relocate':
    case 'object.rename':
    case 'object.describe':
    case 'object.set-tags':
    case 'object.set-folder':
    case 'object.set-custom-field':
    case 'object.set-notes':
    case 'ha.enable':
    case 'ha.disable':
    case 'ha.configure':
    case 'server.reconnect':
    case 'task.cancel':
    case 'alerts.dismiss':
    case 'sr.create':
    case 'sr.introduce':
    case 'sr.repair':
    case 'sr.detach':
    case 'sr.forget':
    case 'sr.destroy':
    case 'sr.rescan':
    case 'sr.set-default':
    case 'sr.trim':
    case 'vm.create':
    case 'disk.create':
    case 'disk.resize':
    case 'disk.move':
    case 'disk.copy':
    case 'disk.attach':
    case 'disk.detach':
    case 'disk.delete':
    case 'drive.change':
    case 'disc.add-drive':
    case 'card.create':
    case 'card.change':
    case 'card.delete':
    case 'network.create':
    case 'network.destroy':
    case 'network.configure':
    case 'network.set-bond':
    case 'network.plug':
    case 'network.rescan':
    case 'network.address':
    case 'network.build-storage':
    case 'network.move-management':
    case 'pool.join':
    case 'pool.eject':
    case 'pool.designate-master':
    case 'pool.recover-members':
    case 'pool.verify-tls':
    case 'pool.configure':
    case 'pool.roll':
    case 'host.keep-address':
    case 'host.set-edition':
    case 'host.leave-directory':
    case 'host.join-directory':
    case 'host.exit-maintenance':
    case 'host.reboot':
    case 'host.shut-down':
    case 'host.power-on':
    case 'host.restart-toolstack':
    case 'host.configure':
      return labels[request.kind];
    default:
      return unreachable(request);
  }
}

const labels = {
  'vm.copy': 'Copy VM',
  'vm.to-template': 'Convert to template',
  'vm.configure': 'Change settings',
  'vm.recover': 'Recover VM',
  'vm.snapshot': 'Take snapshot',
  'vm.revert': 'Revert',
  'vm.delete-snapshot': 'Delete snapshot',
  'vm.from-snapshot': 'New from snapshot',
  'vm.delete': 'Delete VM',
  'vm.suspend': 'Suspend',
  'vm.resume': 'Resume',
  'vm.pause': 'Pause',
  'vm.unpause': 'Unpause',
  'vm.migrate': 'Migrate',
  'vm.relocate': 'Migrate with disks',
  'object.rename': 'Rename',
  'object.describe': 'Edit description',
  'object.set-tags': 'Edit tags',
  'object.set-folder': 'Move to folder',
  'object.set-custom-field': 'Edit custom field',
  'object.set-notes': 'Edit notes',
  'ha.enable': 'Turn on HA',
  'ha.disable': 'Turn off HA',
  'ha.configure': 'Change HA settings',
  'server.reconnect': 'Reconnect',
  'task.cancel': 'Cancel task',
  'alerts.dismiss': 'Dismiss alerts',
  'sr.create': 'Create storage',
  'sr.introduce': 'Attach storage',
  'sr.repair': 'Repair storage',
  'sr.detach': 'Detach storage',
  'sr.forget': 'Forget storage',
  'sr.destroy': 'Destroy storage',
  'sr.rescan': 'Rescan storage',
  'sr.set-default': 'Set as default storage',
  'sr.trim': 'Reclaim freed space',
  'vm.create': 'Create VM',
  'disk.create': 'Create disk',
  'disk.resize': 'Resize disk',
  'disk.move': 'Move disk',
  'disk.copy': 'Copy disk',
  'disk.attach': 'Attach disk',
  'disk.detach': 'Detach disk',
  'disk.delete': 'Delete disk',
  'drive.change': 'Change drive',
  'disc.add-drive': 'Add a drive for discs',
  'card.create': 'Add network card',
  'card.change': 'Change network card',
  'card.delete': 'Remove network card',
  'network.create': 'Create network',
  'network.destroy': 'Delete network',
  'network.configure': 'Change network settings',
  'network.set-bond': 'Change bond mode',
  'network.plug': 'Plug in interfaces of hosts',
  'network.rescan': 'Look for network cards',
  'network.address': 'Set addresses of hosts',
  'network.build-storage': 'Build storage network',
  'network.move-management': 'Move management',
  'pool.join': 'Join pool',
  'pool.eject': 'Remove from pool',
  'pool.designate-master': 'Make master',
  'pool.recover-members': 'Recover members',
  'pool.verify-tls': 'Verify certificates between hosts',
  'pool.configure': 'Change pool settings',
  'pool.roll': 'Rolling restart',
  'host.keep-address': 'Make the address static',
  'host.set-edition': 'Change licence',
  'host.leave-directory': 'Leave the directory',
  'host.join-directory': 'Join the directory',
  'host.exit-maintenance': 'Exit maintenance mode',
  'host.reboot': 'Reboot host',
  'host.shut-down': 'Shut down host',
  'host.power-on': 'Power on',
  'host.restart-toolstack': 'Restart toolstack',
  'host.configure': 'Change host settings',
} as const;
