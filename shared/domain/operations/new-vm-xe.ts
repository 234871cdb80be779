import type { Inventory } from '#shared/domain/inventory/inventory.ts';
import type { NewVmRequest } from './new-vm-request.ts';
import { keeping, type Printed, xe } from './xe-line.ts';

const VM: Printed = { printed: 'vm' };
const DISK: Printed = { printed: 'disk' };

export function newVmLines(request: NewVmRequest, inventory: Inventory): readonly string[] {
  const template = inventory.vm.get(request.template);
  if (template === undefined) return [];
  const named = { uuid: template.uuid, 'new-name-label': request.name.trim() };
  const copy =
    request.copyTo === undefined ? xe('vm-clone', named) : xe('vm-copy', { ...named, 'sr-uuid': inventory.sr.get(request.copyTo)?.uuid ?? '' });
  const hasOwnDisks = template.otherConfig['disks'] !== undefined;
  return [
    keeping(VM, copy),
    ...(hasOwnDisks ? [xe('template-param-remove', { uuid: VM, 'param-name': 'other-config', 'param-key': 'disks' })] : []),
    xe('template-param-set', { uuid: VM, 'is-a-template': 'false' }),
    ...settingLines(request, inventory),
    ...driveLines(request, inventory),
    ...cardLines(request, inventory),
    ...cloudLines(request, inventory),
    ...(request.startsAfter ? [xe('vm-start', { uuid: VM })] : []),
  ];
}

function settingLines(request: NewVmRequest, inventory: Inventory): readonly string[] {
  const { description, vcpus, coresPerSocket, memoryBytes, leastMemoryBytes, firmware, home } = request;
  const staticMin = Math.min(inventory.vm.get(request.template)?.memoryStaticMin ?? leastMemoryBytes, leastMemoryBytes);
  const limits = { 'static-min': staticMin, 'dynamic-min': leastMemoryBytes, 'dynamic-max': memoryBytes, 'static-max': memoryBytes };
  return [
    xe('vm-memory-limits-set', { uuid: VM, ...Object.fromEntries(Object.entries(limits).map(([name, bytes]) => [name, String(bytes)])) }),
    xe('vm-param-set', {
      uuid: VM,
      ...(description !== '' && { 'name-description': description }),
      'VCPUs-max': String(vcpus),
      'VCPUs-at-startup': String(vcpus),
      'platform:cores-per-socket': String(coresPerSocket),
      ...(home !== undefined && { affinity: inventory.host.get(home)?.uuid ?? '' }),
      ...bootSettings(request),
    }),
    ...(firmware?.hasTpm === true ? [xe('vtpm-create', { 'vm-uuid': VM })] : []),
  ];
}

function bootSettings({ firmware, boot }: NewVmRequest): Readonly<Record<string, string>> {
  return {
    ...(firmware !== undefined && { 'HVM-boot-params:firmware': firmware.is, 'platform:secureboot': String(firmware.isSecureBoot) }),
    ...(boot.is === 'network' && { 'HVM-boot-params:order': 'ncd' }),
  };
}

function driveLines({ boot, disks }: NewVmRequest, inventory: Inventory): readonly string[] {
  const disc = boot.is === 'disc' && boot.disc !== undefined ? inventory.vdi.get(boot.disc) : undefined;
  const drive = { 'vm-uuid': VM, device: '3', type: 'CD', mode: 'RO' };
  return [
    ...(disc === undefined ? [] : [xe('vbd-create', { ...drive, 'vdi-uuid': disc.uuid })]),
    ...disks.flatMap(({ target, name, sizeBytes }) => [
      keeping(
        DISK,
        xe('vdi-create', {
          'sr-uuid': inventory.sr.get(target)?.uuid ?? '',
          'name-label': name,
          type: 'user',
          'virtual-size': String(sizeBytes),
        }),
      ),
      xe('vbd-create', { 'vm-uuid': VM, 'vdi-uuid': DISK, device: 'autodetect', mode: 'RW', type: 'Disk', bootable: 'false' }),
    ]),
  ];
}

/** The little disk has to be made where xe is run: a floppy of the kind guests look for. */
function cloudLines({ cloud }: NewVmRequest, inventory: Inventory): readonly string[] {
  if (cloud === undefined) return [];
  const sr = inventory.sr.get(cloud.target)?.uuid ?? '';
  return [
    '# cidata.img: a FAT image labelled cidata with the files user-data, meta-data and, where wanted, network-config',
    keeping(DISK, xe('vdi-create', { 'sr-uuid': sr, 'name-label': 'cloud-config', type: 'user', 'virtual-size': '8MiB' })),
    xe('vdi-import', { uuid: DISK, filename: 'cidata.img', format: 'raw' }),
    xe('vbd-create', { 'vm-uuid': VM, 'vdi-uuid': DISK, device: 'autodetect', mode: 'RO', type: 'Disk', bootable: 'false' }),
  ];
}

function cardLines({ cards }: NewVmRequest, inventory: Inventory): readonly string[] {
  return cards.map(({ network, mac }, device) =>
    xe('vif-create', {
      'vm-uuid': VM,
      'network-uuid': inventory.network.get(network)?.uuid ?? '',
      device: String(device),
      ...(mac !== undefined && { mac }),
    }),
  );
}
