import type { Operation } from '#shared/contract/calls/operation-calls.ts';
import { type DeviceRequest, isDeviceRequest } from '#shared/domain/operations/device-request.ts';
import type { OperationKind, OperationRequest } from '#shared/domain/operations/request.ts';
import { requestText } from './operation-text.ts';

type Subject = Operation['subject'];

/** Sentences that need no more than what it is about. */
const titles: { readonly [K in OperationKind]?: (subject: Subject) => string } = {
  'vm.migrate': ({ name, targetName }) => `Migrate ${name} to ${targetName ?? 'another host'}`,
  'vm.recover': ({ name, targetName }) => (targetName === undefined ? `Give up ${name} where it ran` : `Recover ${name} on ${targetName}`),
  'vm.configure': ({ name }) => `Change the settings of ${name}`,
  'vm.delete': ({ name }) => `Delete ${name}`,
  'vm.to-template': ({ name }) => `Convert ${name} to a template`,
  'vm.create': ({ name }) => `Create ${name}`,
  'vm.snapshot': ({ name }) => `Take a snapshot of ${name}`,
  'vm.revert': ({ name }) => `Revert ${name} to a snapshot`,
  'pool.join': ({ name, targetName, serverName }) => `Add ${name} to ${targetName ?? serverName}`,
  'pool.eject': ({ name, serverName }) => `Remove ${name} from ${serverName}`,
  'pool.designate-master': ({ name, serverName }) => `Make ${name} the master of ${serverName}`,
  'host.exit-maintenance': ({ name }) => `Take ${name} out of maintenance mode`,
  'pool.roll': ({ name }) => `Restart the hosts of ${name} one after the other`,
  'host.reboot': ({ name }) => `Reboot ${name}`,
  'host.shut-down': ({ name }) => `Shut down ${name}`,
  'host.restart-toolstack': ({ name }) => `Restart the toolstack of ${name}`,
  'host.configure': ({ name }) => `Change the settings of ${name}`,
  'object.set-folder': ({ name }) => `Move ${name} to another folder`,
  'disk.create': ({ name, targetName }) => `Create disk ${name} on ${targetName ?? 'storage'}`,
  'disk.detach': ({ name, targetName }) => `Detach disk ${name} from ${targetName ?? 'its VM'}`,
  'drive.change': ({ name, targetName }) => `Change the drive of ${name} in ${targetName ?? 'its VM'}`,
  'disc.add-drive': ({ name }) => `Add a drive for discs to ${name}`,
  'card.create': ({ name, targetName }) => `Add a card in ${targetName ?? 'a network'} to ${name}`,
  'card.change': ({ name }) => `Change a network card of ${name}`,
  'card.delete': ({ name, targetName }) => `Remove the card in ${targetName ?? 'a network'} from ${name}`,
  'task.cancel': ({ name }) => `Cancel: ${name}`,
  'ha.enable': ({ name }) => `Turn on HA for ${name}`,
  'ha.disable': ({ name }) => `Turn off HA for ${name}`,
  'ha.configure': ({ name }) => `Change the HA settings of ${name}`,
};

/** The whole of it in a few words, as a line of a list. */
export function operationTitle({ request, subject }: Pick<Operation, 'request' | 'subject'>): string {
  const title = titles[request.kind]?.(subject);
  if (title !== undefined) return title;
  return isDeviceRequest(request) ? deviceTitle(request, subject) : wordedTitle(request, subject);
}

function deviceTitle(request: DeviceRequest, { name, targetName }: Subject): string {
  if (request.kind === 'drive.plug') return `${requestText(request)} ${name} of ${targetName ?? 'its VM'}`;
  if (request.kind !== 'disc.change') return `${requestText(request)} in ${targetName ?? 'a network'} of ${name}`;
  return request.disc === undefined ? `Eject the disc of ${name}` : `Put ${targetName ?? 'a disc'} into ${name}`;
}

/** What is made of the words of the request. */
function wordedTitle(request: OperationRequest, subject: Subject): string {
  switch (request.kind) {
    case 'vm.start':
    case 'vm.resume':
      return `${requestText(request)} ${subject.name}${subject.targetName === undefined ? '' : ` on ${subject.targetName}`}`;
    case 'vm.relocate':
      return `${request.into?.isCopy === true ? 'Copy' : 'Migrate'} ${subject.name} ${request.into === undefined ? 'and its disks ' : ''}to ${subject.targetName ?? 'another host'}`;
    case 'vm.copy':
      return `Copy ${subject.name} as ${request.name}`;
    case 'vm.from-snapshot':
      return `Make ${request.name} from the snapshot ${subject.name}`;
    case 'host.enter-maintenance':
      return request.vms === 'leave' ? `Put ${subject.name} into maintenance mode` : `Disable ${subject.name}`;
    case 'object.describe':
    case 'object.set-tags':
    case 'object.set-notes':
    case 'object.set-custom-field':
    case 'disk.track-changes':
      return `${requestText(request)} of ${subject.name}`;
    case 'disk.move':
    case 'disk.copy':
    case 'disk.attach':
      return `${requestText(request)} ${subject.name} to ${subject.targetName ?? 'another place'}`;
    case 'host.repair':
      return `${subject.name}: ${requestText(request)}`;
    case 'alerts.dismiss': {
      const count = request.messages.length;
      return `Dismiss ${count === 1 ? 'one notification' : `${count} notifications`} of ${subject.serverName}`;
    }
    default:
      return `${requestText(request)} ${subject.name}`;
  }
}
