import type { Requested } from '#shared/contract/request-schema.ts';
import type { HostRef, RefOf } from '#shared/domain/inventory/watched.ts';
import type { DiskMove } from '#shared/domain/operations/vm-request.ts';

type Request = Extract<Requested, { kind: 'vm.relocate' }>;

/**
 * Back to the host it came from, each disk to where it lay, over whatever that host is managed over. What was written down
 * are references of this very pool.
 */
export function relocationBefore({ server, vm }: Request, former: string | readonly string[]): Request {
  const [host = '', ...places] = typeof former === 'string' ? [former] : former;
  const disks: DiskMove[] = [];
  for (let at = 0; at + 1 < places.length; at += 2) disks.push({ disk: places[at] as RefOf<'vdi'>, target: places[at + 1] as RefOf<'sr'> });
  return { kind: 'vm.relocate', server, vm, host: host as HostRef, disks };
}
