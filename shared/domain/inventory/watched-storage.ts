import type { ClusterHostRecord } from '#shared/xapi/generated/records/cluster-host.ts';
import type { ClusterRecord } from '#shared/xapi/generated/records/cluster.ts';
import type { PBDRecord } from '#shared/xapi/generated/records/pbd.ts';
import type { SMRecord } from '#shared/xapi/generated/records/sm.ts';
import type { SRRecord } from '#shared/xapi/generated/records/sr.ts';
import type { VBDRecord } from '#shared/xapi/generated/records/vbd.ts';
import type { VDIRecord } from '#shared/xapi/generated/records/vdi.ts';
import { type FieldsOf, flag, moment, number, reference, text, textMap, textSet } from './field.ts';

/** What is watched of storage. */
export const watchedStorage = {
  sr: {
    uuid: text('uuid'),
    name: text('name_label'),
    description: text('name_description'),
    type: text('type'),
    contentType: text('content_type'),
    isShared: flag('shared', false),
    physicalSize: number('physical_size'),
    physicalUtilisation: number('physical_utilisation'),
    virtualAllocation: number('virtual_allocation'),
    currentOperations: textMap('current_operations'),
    tags: textSet('tags'),
    otherConfig: textMap('other_config'),
    smConfig: textMap('sm_config'),
    isToolsSr: flag('is_tools_sr', false),
  },
  pbd: {
    uuid: text('uuid'),
    host: reference('host', 'host'),
    sr: reference('SR', 'SR'),
    deviceConfig: textMap('device_config'),
    isAttached: flag('currently_attached', false),
    otherConfig: textMap('other_config'),
  },
  vdi: {
    uuid: text('uuid'),
    name: text('name_label'),
    description: text('name_description'),
    sr: reference('SR', 'SR'),
    virtualSize: number('virtual_size'),
    physicalUtilisation: number('physical_utilisation'),
    type: text('type'),
    isSharable: flag('sharable', false),
    isReadOnly: flag('read_only', false),
    isManaged: flag('managed', true),
    isMissing: flag('missing', false),
    isSnapshot: flag('is_a_snapshot', false),
    snapshotOf: reference('snapshot_of', 'VDI'),
    snapshotTime: moment('snapshot_time'),
    isToolsIso: flag('is_tools_iso', false),
    onBoot: text('on_boot'),
    isTrackingChanges: flag('cbt_enabled', false),
    currentOperations: textMap('current_operations'),
    tags: textSet('tags'),
    otherConfig: textMap('other_config'),
    smConfig: textMap('sm_config'),
  },
  vbd: {
    uuid: text('uuid'),
    vm: reference('VM', 'VM'),
    vdi: reference('VDI', 'VDI'),
    device: text('device'),
    position: text('userdevice'),
    type: text('type'),
    mode: text('mode'),
    isBootable: flag('bootable', false),
    isEmpty: flag('empty', false),
    isAttached: flag('currently_attached', false),
    isUnpluggable: flag('unpluggable', true),
    qosType: text('qos_algorithm_type'),
    qosParameters: textMap('qos_algorithm_params'),
    currentOperations: textMap('current_operations'),
  },
  sm: {
    uuid: text('uuid'),
    name: text('name_label'),
    description: text('name_description'),
    type: text('type'),
    version: text('version'),
    configuration: textMap('configuration'),
    capabilities: textSet('capabilities'),
    features: textMap('features'),
    requiredClusterStack: textSet('required_cluster_stack'),
    otherConfig: textMap('other_config'),
  },
  cluster: {
    uuid: text('uuid'),
    stack: text('cluster_stack'),
  },
  clusterHost: {
    uuid: text('uuid'),
    cluster: reference('cluster', 'Cluster'),
    host: reference('host', 'host'),
    isEnabled: flag('enabled', false),
  },
} as const satisfies {
  readonly sr: FieldsOf<SRRecord>;
  readonly pbd: FieldsOf<PBDRecord>;
  readonly vdi: FieldsOf<VDIRecord>;
  readonly vbd: FieldsOf<VBDRecord>;
  readonly sm: FieldsOf<SMRecord>;
  readonly cluster: FieldsOf<ClusterRecord>;
  readonly clusterHost: FieldsOf<ClusterHostRecord>;
};
