import type { Session } from '#engine/xapi/session.ts';
import { drivesOf } from '#engine/xapi/vm-disks.ts';
import type { Vm, VmRef } from '#shared/domain/inventory/watched.ts';
import type { NewVmRequest } from '#shared/domain/operations/new-vm-request.ts';
import { UNFINISHED } from './machine.ts';

const BOOTS_FROM_NETWORK_FIRST = 'ncd';
/** Where installers and guests look for a drive. */
const DRIVE_POSITION = '3';

/** Everything here can be asked twice. */
export async function markUnfinished(session: Session, vm: VmRef): Promise<void> {
  await setKey(session, { vm, key: UNFINISHED, value: 'true' });
  // What its template would make for it is made here, where and as large as it is wanted.
  await session.call('VM.remove_from_other_config', [vm, 'disks']);
  await session.call('VM.remove_from_other_config', [vm, 'default_template']);
}

export async function markFinished(session: Session, vm: VmRef): Promise<void> {
  await session.call('VM.remove_from_other_config', [vm, UNFINISHED]);
}

async function setKey(session: Session, { vm, key, value }: { readonly vm: VmRef; readonly key: string; readonly value: string }): Promise<void> {
  await session.call('VM.remove_from_other_config', [vm, key]);
  await session.call('VM.add_to_other_config', [vm, key, value]);
}

/** Before it is a machine, while nothing can start it. */
export async function setShape(
  session: Session,
  vm: VmRef,
  { request, template }: { readonly request: NewVmRequest; readonly template: Vm },
): Promise<void> {
  await session.call('VM.set_name_description', [vm, request.description]);
  if (request.home !== undefined) await session.call('VM.set_affinity', [vm, request.home]);
  await setProcessors(session, vm, request);
  await setMemory(session, vm, { request, template });
  await setBoot(session, vm, request);
}

/** At no moment may more be started than there are. */
async function setProcessors(session: Session, vm: VmRef, { vcpus, coresPerSocket }: NewVmRequest): Promise<void> {
  await session.call('VM.set_VCPUs_at_startup', [vm, 1]);
  await session.call('VM.set_VCPUs_max', [vm, vcpus]);
  await session.call('VM.set_VCPUs_at_startup', [vm, vcpus]);
  await setPlatform(session, vm, { 'cores-per-socket': String(coresPerSocket) });
}

async function setPlatform(session: Session, vm: VmRef, values: Readonly<Record<string, string>>): Promise<void> {
  for (const [key, value] of Object.entries(values)) {
    await session.call('VM.remove_from_platform', [vm, key]);
    await session.call('VM.add_to_platform', [vm, key, value]);
  }
}

/** Left alone where it is as it should be: not everybody who may make machines may change it. */
async function setMemory(
  session: Session,
  vm: VmRef,
  { request, template }: { readonly request: NewVmRequest; readonly template: Vm },
): Promise<void> {
  const { memoryBytes, leastMemoryBytes } = request;
  const isSame =
    template.memoryStaticMax === memoryBytes && template.memoryDynamicMax === memoryBytes && template.memoryDynamicMin === leastMemoryBytes;
  if (isSame) return;
  const staticMin = Math.min(template.memoryStaticMin, leastMemoryBytes);
  await session.call('VM.set_memory_limits', [vm, staticMin, memoryBytes, leastMemoryBytes, memoryBytes]);
}

async function setBoot(session: Session, vm: VmRef, { boot, firmware }: NewVmRequest): Promise<void> {
  if (boot.is !== 'network' && firmware === undefined) return;
  const before = (await session.call('VM.get_HVM_boot_params', [vm])) as Readonly<Record<string, string>>;
  await session.call('VM.set_HVM_boot_params', [
    vm,
    { ...before, ...(firmware !== undefined && { firmware: firmware.is }), ...(boot.is === 'network' && { order: BOOTS_FROM_NETWORK_FIRST }) },
  ]);
  if (firmware !== undefined) await setPlatform(session, vm, { secureboot: String(firmware.isSecureBoot) });
}

/** Only machines have one, templates do not. */
export async function giveTpm(session: Session, vm: VmRef): Promise<void> {
  const known = (await session.call('VM.get_VTPMs', [vm])) as readonly unknown[];
  if (known.length === 0) await session.call('VTPM.create', [vm, false]);
}

/** One drive for discs, with this disc in it or none; a template's own goes with the disc that lies in it. */
export async function giveDrive(session: Session, vm: VmRef, { boot }: NewVmRequest): Promise<void> {
  if (boot.is === 'disk') return;
  const drives = await drivesOf(session, vm);
  for (const { ref, isDisc } of drives) if (isDisc) await session.call('VBD.destroy', [ref]);
  const free = (await session.call('VM.get_allowed_VBD_devices', [vm])) as readonly string[];
  const disc = boot.is === 'disc' ? boot.disc : undefined;
  await session.call('VBD.create', [
    {
      VM: vm,
      VDI: disc ?? ('OpaqueRef:NULL' as never),
      userdevice: free.includes(DRIVE_POSITION) ? DRIVE_POSITION : 'autodetect',
      bootable: true,
      mode: 'RO',
      type: 'CD',
      unpluggable: true,
      empty: disc === undefined,
      other_config: {},
      qos_algorithm_type: '',
      qos_algorithm_params: {},
    },
  ]);
}

/** Those of its template go: what it is to have is said wholly. */
export async function giveCards(session: Session, vm: VmRef, { cards }: NewVmRequest): Promise<void> {
  const before = (await session.call('VM.get_VIFs', [vm])) as readonly Parameters<typeof destroyCard>[1][];
  for (const card of before) await destroyCard(session, card);
  for (const [device, { network, mac }] of cards.entries()) {
    await session.call('VIF.create', [
      {
        device: String(device),
        network,
        VM: vm,
        MAC: mac ?? '',
        MTU: 1500,
        other_config: {},
        currently_attached: false,
        qos_algorithm_type: '',
        qos_algorithm_params: {},
        locking_mode: 'network_default',
        ipv4_allowed: [],
        ipv6_allowed: [],
      },
    ]);
  }
}

async function destroyCard(session: Session, card: Parameters<typeof session.call<'VIF.destroy'>>[1][0]): Promise<void> {
  await session.call('VIF.destroy', [card]);
}
