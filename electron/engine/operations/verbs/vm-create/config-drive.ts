import type { WriteDisk } from '#engine/operations/lent.ts';
import { Cancelled } from '#engine/operations/operation-error.ts';
import type { Doing } from '#engine/operations/verb.ts';
import { makingDisk } from '#engine/operations/verbs/disk/making-disk.ts';
import { giveDisk } from '#engine/operations/verbs/disk/slot.ts';
import { configDrive } from '#shared/domain/cloud/config-drive.ts';
import type { VmRef } from '#shared/domain/inventory/watched.ts';
import type { NewVmRequest } from '#shared/domain/operations/new-vm-request.ts';
import { CLOUD_DISK_BYTES } from '#shared/domain/rules/new-vm-rules.ts';

interface Configuring {
  readonly request: NewVmRequest;
  readonly writeDisk: WriteDisk;
}

/** A small disk that the guest reads at its first start, and may be taken away after it. */
export async function giveConfig(doing: Doing, { request, writeDisk }: Configuring, vm: VmRef): Promise<void> {
  const { cloud } = request;
  if (cloud === undefined) return;
  if (doing.cancelling.aborted) throw new Cancelled(false);
  const { pool } = doing;
  const name = request.name.trim();
  const image = configDrive(filesOf(cloud, { id: pool.inventory().vm.get(vm)?.uuid ?? '', name }));
  // Texts of that length are refused before anything begins.
  if (image === undefined) throw new RangeError('the configuration is longer than its disk');
  const making = makingDisk({ target: cloud.target, name: `${name} cloud-config`, description: '', sizeBytes: CLOUD_DISK_BYTES });
  const disk = await doing.step('write-config', async () => {
    await making.make(doing);
    const made = await making.shown(doing);
    const signal = AbortSignal.any([doing.cancelling, doing.closing]);
    if (made !== undefined) await writeDisk({ server: pool.server, disk: made, bytes: image }, signal);
    return made;
  });
  if (disk !== undefined) await giveDisk(doing, disk, { machine: vm, isReadOnly: true, isBootable: false });
}

/** By its id a guest knows that it has not started before. */
function filesOf({ userData, networkConfig }: NonNullable<NewVmRequest['cloud']>, { id, name }: { readonly id: string; readonly name: string }) {
  const host = name
    .toLowerCase()
    .replaceAll(/[^a-z\d-]+/g, '-')
    .replaceAll(/^-+|-+$/g, '');
  return [
    { name: 'meta-data', text: `instance-id: ${id}\nlocal-hostname: ${host === '' ? 'vm' : host}\n` },
    { name: 'user-data', text: userData },
    ...(networkConfig.trim() === '' ? [] : [{ name: 'network-config', text: networkConfig }]),
  ];
}
