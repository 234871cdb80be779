import type { BondRecord } from '#shared/xapi/generated/records/bond.ts';
import type { NetworkSriovRecord } from '#shared/xapi/generated/records/network-sriov.ts';
import type { NetworkRecord } from '#shared/xapi/generated/records/network.ts';
import type { PIFMetricsRecord } from '#shared/xapi/generated/records/pif-metrics.ts';
import type { PIFRecord } from '#shared/xapi/generated/records/pif.ts';
import type { VIFRecord } from '#shared/xapi/generated/records/vif.ts';
import type { VLANRecord } from '#shared/xapi/generated/records/vlan.ts';
import { type FieldsOf, flag, number, reference, references, text, textMap, textSet } from './field.ts';

/** What is watched of networks. */
export const watchedNetwork = {
  network: {
    uuid: text('uuid'),
    name: text('name_label'),
    description: text('name_description'),
    bridge: text('bridge'),
    mtu: number('MTU', 1500),
    isManaged: flag('managed', true),
    purpose: textSet('purpose'),
    tags: textSet('tags'),
    otherConfig: textMap('other_config'),
  },
  vif: {
    uuid: text('uuid'),
    vm: reference('VM', 'VM'),
    network: reference('network', 'network'),
    device: text('device'),
    mac: text('MAC'),
    mtu: number('MTU', 1500),
    isAttached: flag('currently_attached', false),
    lockingMode: text('locking_mode'),
    ipv4Allowed: textSet('ipv4_allowed'),
    ipv6Allowed: textSet('ipv6_allowed'),
    qosType: text('qos_algorithm_type'),
    qosParameters: textMap('qos_algorithm_params'),
    currentOperations: textMap('current_operations'),
  },
  pif: {
    uuid: text('uuid'),
    device: text('device'),
    host: reference('host', 'host'),
    network: reference('network', 'network'),
    metrics: reference('metrics', 'PIF_metrics'),
    mac: text('MAC'),
    mtu: number('MTU', 1500),
    vlan: number('VLAN', -1),
    isPhysical: flag('physical', false),
    isAttached: flag('currently_attached', false),
    isManagement: flag('management', false),
    isManaged: flag('managed', true),
    isUnplugForbidden: flag('disallow_unplug', false),
    ipMode: text('ip_configuration_mode'),
    ip: text('IP'),
    netmask: text('netmask'),
    gateway: text('gateway'),
    dns: text('DNS'),
    ipv6Mode: text('ipv6_configuration_mode'),
    ipv6: textSet('IPv6'),
    ipv6Gateway: text('ipv6_gateway'),
    primaryAddressType: text('primary_address_type'),
    bondSlaveOf: reference('bond_slave_of', 'Bond'),
    bondMasterOf: references('bond_master_of', 'Bond'),
    vlanMasterOf: reference('VLAN_master_of', 'VLAN'),
    sriovLogicalOf: references('sriov_logical_PIF_of', 'network_sriov'),
    sriovPhysicalOf: references('sriov_physical_PIF_of', 'network_sriov'),
    capabilities: textSet('capabilities'),
    otherConfig: textMap('other_config'),
  },
  pifMetrics: {
    hasCarrier: flag('carrier', false),
    speed: number('speed'),
    isFullDuplex: flag('duplex', false),
    vendor: text('vendor_name'),
    vendorId: text('vendor_id'),
    card: text('device_name'),
    cardId: text('device_id'),
    pciBusPath: text('pci_bus_path'),
  },
  bond: {
    uuid: text('uuid'),
    master: reference('master', 'PIF'),
    slaves: references('slaves', 'PIF'),
    primarySlave: reference('primary_slave', 'PIF'),
    mode: text('mode'),
    properties: textMap('properties'),
    linksUp: number('links_up'),
  },
  vlan: {
    uuid: text('uuid'),
    taggedPif: reference('tagged_PIF', 'PIF'),
    untaggedPif: reference('untagged_PIF', 'PIF'),
    tag: number('tag', -1),
  },
  sriov: {
    uuid: text('uuid'),
    physicalPif: reference('physical_PIF', 'PIF'),
    logicalPif: reference('logical_PIF', 'PIF'),
    needsRestart: flag('requires_reboot', false),
  },
} as const satisfies {
  readonly network: FieldsOf<NetworkRecord>;
  readonly vif: FieldsOf<VIFRecord>;
  readonly pif: FieldsOf<PIFRecord>;
  readonly pifMetrics: FieldsOf<PIFMetricsRecord>;
  readonly bond: FieldsOf<BondRecord>;
  readonly vlan: FieldsOf<VLANRecord>;
  readonly sriov: FieldsOf<NetworkSriovRecord>;
};
