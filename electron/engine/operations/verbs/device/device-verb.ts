import type { Verb } from '#engine/operations/verb.ts';
import type { Requested } from '#shared/contract/request-schema.ts';
import type { DeviceRequest } from '#shared/domain/operations/device-request.ts';
import { unreachable } from '#shared/kernel/unreachable.ts';
import { changeCard } from './change-card.ts';
import { changeDisc } from './change-disc.ts';
import { changeDrive } from './change-drive.ts';
import { addDiscDrive } from './disc-drive.ts';
import { createCard } from './create-card.ts';
import { deleteCard } from './delete-card.ts';
import { plugDevice } from './plug.ts';

export function deviceVerb(request: Extract<Requested, DeviceRequest>): Verb {
  switch (request.kind) {
    case 'drive.change':
      return changeDrive(request);
    case 'disc.change':
      return changeDisc(request);
    case 'disc.add-drive':
      return addDiscDrive(request);
    case 'card.create':
      return createCard(request);
    case 'card.change':
      return changeCard(request);
    case 'card.delete':
      return deleteCard(request);
    case 'drive.plug':
    case 'card.plug':
      return plugDevice(request);
    default:
      return unreachable(request);
  }
}
