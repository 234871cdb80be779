import type { Verb } from '#engine/operations/verb.ts';
import type { DiskRequest } from '#shared/domain/operations/disk-request.ts';
import { unreachable } from '#shared/kernel/unreachable.ts';
import { attachDisk } from './attach-disk.ts';
import { changeDisk } from './change-disk.ts';
import { copyDisk } from './copy-disk.ts';
import { createDisk } from './create-disk.ts';
import { detachDisk } from './detach-disk.ts';
import { moveDisk } from './move-disk.ts';

export function diskVerb(request: DiskRequest): Verb {
  switch (request.kind) {
    case 'disk.create':
      return createDisk(request);
    case 'disk.copy':
      return copyDisk(request);
    case 'disk.move':
      return moveDisk(request);
    case 'disk.attach':
      return attachDisk(request);
    case 'disk.detach':
      return detachDisk(request);
    case 'disk.resize':
    case 'disk.delete':
    case 'disk.track-changes':
      return changeDisk(request);
    default:
      return unreachable(request);
  }
}
