import type { Requested } from '#shared/contract/request-schema.ts';
import type { RefOf, VmRef } from '#shared/domain/inventory/watched.ts';
import type { DiskRequest } from '#shared/domain/operations/disk-request.ts';

/** What brings it back; undefined for what cannot be, as a disk does not shrink. What was written down are references of this very pool. */
export function diskBefore(request: Extract<Requested, DiskRequest>, former: string | readonly string[]): Requested | undefined {
  const [first = '', second = '', position, mode, bootable] = typeof former === 'string' ? [former] : former;
  const { server } = request;
  switch (request.kind) {
    case 'disk.track-changes':
      return { ...request, isOn: first === 'true' };
    case 'disk.move':
      return { kind: 'disk.move', server, disk: first as RefOf<'vdi'>, target: second as RefOf<'sr'> };
    case 'disk.attach':
      return { kind: 'disk.detach', server, drive: first as RefOf<'vbd'> };
    case 'disk.detach': {
      const slot = { machine: second as VmRef, isReadOnly: mode === 'RO', isBootable: bootable === 'bootable', position };
      return { kind: 'disk.attach', server, disk: first as RefOf<'vdi'>, slot };
    }
    default:
      return undefined;
  }
}
