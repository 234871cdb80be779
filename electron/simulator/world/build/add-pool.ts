import { dateText } from '#simulator/world/times.ts';
import { NULL_REF, type Ref } from '#simulator/world/value.ts';
import { addDefaultTemplates } from './add-default-templates.ts';
import { addInternalManagementNetwork } from './add-network.ts';
import { addRoles } from './add-roles.ts';
import { addStorageDrivers } from './add-storage-drivers.ts';
import { addDisk, addStorage } from './add-storage.ts';
import type { Draft } from './draft.ts';
import { productOf } from './products.ts';

interface PoolPlan {
  /** A host that was never pooled keeps the empty name. */
  readonly name: string;
  readonly description?: string;
  readonly uuid?: string;
  readonly master: Ref;
  readonly hosts: readonly Ref[];
  readonly defaultSr?: Ref;
  readonly tags?: readonly string[];
  readonly otherConfig?: Readonly<Record<string, string>>;
}

/** What every pool has once it has hosts: its own record, drivers, templates, roles, tools and the hidden network. */
export function addPool(draft: Draft, plan: PoolPlan): Ref {
  const product = productOf(draft.profile);
  addRoles(draft);
  addStorageDrivers(draft);
  addInternalManagementNetwork(draft);
  addDefaultTemplates(draft);
  addToolsStorage(draft, plan.hosts);
  const defaultSr = plan.defaultSr ?? NULL_REF;
  return draft.add('pool', {
    ...(plan.uuid === undefined ? {} : { uuid: plan.uuid }),
    name_label: plan.name,
    name_description: plan.description ?? '',
    master: plan.master,
    default_SR: defaultSr,
    suspend_image_SR: defaultSr,
    crash_dump_SR: defaultSr,
    other_config: { 'memory-ratio-hvm': '0.25', 'memory-ratio-pv': '0.25', ...plan.otherConfig },
    tags: plan.tags ?? [],
    ha_cluster_stack: 'xhad',
    restrictions: Object.fromEntries(RESTRICTIONS.map((name) => [name, 'false']).concat([['enable_xha', 'true']])),
    tls_verification_enabled: product.verifiesCertificates,
    guest_agent_config: { auto_update_enabled: 'true' },
    telemetry_next_collection: dateText(draft.startMs),
  });
}

const RESTRICTIONS: readonly string[] = [
  'restrict_vlan',
  'restrict_pooling',
  'restrict_historical_performance',
  'restrict_wlb',
  'restrict_rbac',
  'restrict_dmc',
  'restrict_checkpoint',
  'restrict_cpu_masking',
  'restrict_vmpr',
  'restrict_vmss',
  'restrict_gpu',
  'restrict_dr',
  'restrict_storage_xen_motion',
  'restrict_xen_motion',
  'restrict_pool_size',
  'restrict_corosync',
  'restrict_updates',
  'restrict_network_sriov',
];

/** The read-only library with the guest tools' disc, on every host of every pool. */
function addToolsStorage(draft: Draft, hosts: readonly Ref[]): void {
  const { brand } = productOf(draft.profile);
  const sr = addStorage(draft, {
    name: `${brand} Tools`,
    description: `${brand} Tools ISOs`,
    type: 'iso',
    contentType: 'iso',
    isShared: true,
    sizeBytes: -1,
    usedBytes: -1,
    deviceConfig: { location: '/opt/xensource/packages/iso', legacy_mode: 'true' },
    otherConfig: { xenserver_tools_sr: 'true', 'i18n-key': 'xenserver-tools', 'i18n-original-value-name_label': `${brand} Tools` },
    hosts,
    isToolsRepository: true,
  });
  addDisk(draft, {
    sr,
    name: 'guest-tools.iso',
    gib: 0.0125,
    usedGib: 0.0125,
    isReadOnly: true,
    location: 'guest-tools.iso',
    fields: { is_tools_iso: true, sm_config: { 'xs-tools': 'true' } },
  });
  draft.change('SR', sr, { physical_utilisation: -1, virtual_allocation: -1 });
}
