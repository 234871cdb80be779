import type { Draft } from './draft.ts';
import { type DefaultTemplate, defaultTemplates } from './default-templates.ts';
import { GIB } from './sizes.ts';

export function addDefaultTemplates(draft: Draft): void {
  for (const template of defaultTemplates) addTemplate(draft, template);
}

function addTemplate(draft: Draft, template: DefaultTemplate): void {
  const memory = template.memoryGib * GIB;
  draft.add('VM', {
    name_label: template.name,
    name_description: `Clones of this template will automatically provision their storage when first booted and install ${template.name}.`,
    user_version: 1,
    is_a_template: true,
    is_default_template: true,
    reference_label: template.name.toLowerCase().replaceAll(/[^a-z0-9]+/g, '-'),
    memory_static_max: memory,
    memory_dynamic_max: memory,
    memory_dynamic_min: memory,
    memory_static_min: memory,
    memory_target: 0,
    VCPUs_max: template.vcpus,
    VCPUs_at_startup: template.vcpus,
    actions_after_shutdown: 'destroy',
    actions_after_reboot: 'restart',
    actions_after_crash: 'restart',
    HVM_boot_policy: 'BIOS order',
    HVM_boot_params: { order: 'cdn', firmware: template.isWindows ? 'uefi' : 'bios' },
    HVM_shadow_multiplier: 1,
    platform: {
      nx: 'true',
      acpi: '1',
      apic: 'true',
      pae: 'true',
      hpet: 'true',
      viridian: String(template.isWindows),
      'device-model': 'qemu-upstream-compat',
    },
    other_config: {
      default_template: 'true',
      mac_seed: draft.random.uuid(),
      'install-methods': 'cdrom',
      ...(template.diskGib === 0 ? {} : { disks: provisionedDisk(template.diskGib * GIB) }),
      ...(template.isWindows ? {} : { linux_template: 'true' }),
    },
    recommendations: restrictions(template),
    domid: -1,
    domain_type: 'hvm',
    metrics: draft.add('VM_metrics', {}),
  });
}

function provisionedDisk(bytes: number): string {
  return `<provision><disk device="0" size="${bytes}" sr="" bootable="true" type="system"/></provision>`;
}

function restrictions(template: DefaultTemplate): string {
  const limits = [
    `<restriction field="memory-static-min" min="${template.memoryGib * GIB}"/>`,
    `<restriction field="memory-static-max" max="${template.mostMemoryGib * GIB}"/>`,
    `<restriction field="vcpus-max" max="${template.mostVcpus}"/>`,
    '<restriction property="number-of-vbds" max="255"/>',
    '<restriction property="number-of-vifs" max="7"/>',
  ];
  return `<restrictions>${limits.join('')}</restrictions>`;
}
