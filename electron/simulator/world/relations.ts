import type { Model } from '#shared/xapi/model.ts';

/** `many.manyField` is the set of rows of `one` whose `oneField` points there: VM.VBDs from VBD.VM. */
export interface Relation {
  readonly many: string;
  readonly manyField: string;
  readonly one: string;
  readonly oneField: string;
}

/** What the data model binds together. In a pair of two sets, the first is written and the second follows. */
const PAIRS: readonly (readonly [written: string, mirror: string])[] = [
  ['VM.snapshot_of', 'VM.snapshots'],
  ['VDI.snapshot_of', 'VDI.snapshots'],
  ['VM.parent', 'VM.children'],
  ['task.subtask_of', 'task.subtasks'],
  ['task.session', 'session.tasks'],
  ['PIF.bond_slave_of', 'Bond.slaves'],
  ['Bond.master', 'PIF.bond_master_of'],
  ['VLAN.tagged_PIF', 'PIF.VLAN_slave_of'],
  ['tunnel.access_PIF', 'PIF.tunnel_access_PIF_of'],
  ['tunnel.transport_PIF', 'PIF.tunnel_transport_PIF_of'],
  ['network_sriov.physical_PIF', 'PIF.sriov_physical_PIF_of'],
  ['network_sriov.logical_PIF', 'PIF.sriov_logical_PIF_of'],
  ['PBD.host', 'host.PBDs'],
  ['PBD.SR', 'SR.PBDs'],
  ['VBD.VDI', 'VDI.VBDs'],
  ['VBD.VM', 'VM.VBDs'],
  ['crashdump.VDI', 'VDI.crash_dumps'],
  ['crashdump.VM', 'VM.crash_dumps'],
  ['VIF.VM', 'VM.VIFs'],
  ['VIF.network', 'network.VIFs'],
  ['PIF.host', 'host.PIFs'],
  ['PIF.network', 'network.PIFs'],
  ['VDI.SR', 'SR.VDIs'],
  ['VTPM.VM', 'VM.VTPMs'],
  ['console.VM', 'VM.consoles'],
  ['VM.resident_on', 'host.resident_VMs'],
  ['host_cpu.host', 'host.host_CPUs'],
  ['host_crashdump.host', 'host.crashdumps'],
  ['host_patch.host', 'host.patches'],
  ['host_patch.pool_patch', 'pool_patch.host_patches'],
  ['host.updates', 'pool_update.hosts'],
  ['VM.protection_policy', 'VMPP.VMs'],
  ['VM.snapshot_schedule', 'VMSS.VMs'],
  ['VM.appliance', 'VM_appliance.VMs'],
  ['VM.groups', 'VM_group.VMs'],
  ['PGPU.GPU_group', 'GPU_group.PGPUs'],
  ['VGPU.GPU_group', 'GPU_group.VGPUs'],
  ['VGPU.type', 'VGPU_type.VGPUs'],
  ['VGPU.VM', 'VM.VGPUs'],
  ['VGPU.resident_on', 'PGPU.resident_VGPUs'],
  ['PGPU.supported_VGPU_types', 'VGPU_type.supported_on_PGPUs'],
  ['PGPU.enabled_VGPU_types', 'VGPU_type.enabled_on_PGPUs'],
  ['GPU_group.supported_VGPU_types', 'VGPU_type.supported_on_GPU_groups'],
  ['GPU_group.enabled_VGPU_types', 'VGPU_type.enabled_on_GPU_groups'],
  ['PCI.host', 'host.PCIs'],
  ['PGPU.host', 'host.PGPUs'],
  ['PCI.attached_VMs', 'VM.attached_PCIs'],
  ['PCI.physical_function', 'PCI.virtual_functions'],
  ['VDI.metadata_of_pool', 'pool.metadata_VDIs'],
  ['SR.introduced_by', 'DR_task.introduced_SRs'],
  ['PVS_server.site', 'PVS_site.servers'],
  ['PVS_proxy.site', 'PVS_site.proxies'],
  ['PVS_cache_storage.site', 'PVS_site.cache_storage'],
  ['PUSB.host', 'host.PUSBs'],
  ['PUSB.USB_group', 'USB_group.PUSBs'],
  ['VUSB.USB_group', 'USB_group.VUSBs'],
  ['VUSB.VM', 'VM.VUSBs'],
  ['Feature.host', 'host.features'],
  ['Certificate.host', 'host.certificates'],
  ['Cluster_host.cluster', 'Cluster.cluster_hosts'],
  ['Driver_variant.driver', 'Host_driver.variants'],
  ['Caller.rate_limit', 'Rate_limit.callers'],
];

const relations: readonly Relation[] = PAIRS.map(([written, mirror]) => {
  const [one, oneField] = split(written);
  const [many, manyField] = split(mirror);
  return { one, oneField, many, manyField };
});

/** The relations both of whose ends this release has. */
export function relationsOf(model: Model): readonly Relation[] {
  const hasField = (table: string, field: string) => model.classes.get(table)?.fields.some(({ name }) => name === field) === true;
  return relations.filter(({ one, oneField, many, manyField }) => hasField(one, oneField) && hasField(many, manyField));
}

function split(path: string): [string, string] {
  const dot = path.indexOf('.');
  return [path.slice(0, dot), path.slice(dot + 1)];
}

export interface BackReferences {
  /** What is mirrored elsewhere when a row of this table changes. */
  from(table: string): readonly Relation[];
}

export function backReferencesOf(all: readonly Relation[]): BackReferences {
  const byTable = Map.groupBy(all, (relation) => relation.one);
  return { from: (table) => byTable.get(table) ?? [] };
}
