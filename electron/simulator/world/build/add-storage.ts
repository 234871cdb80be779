import { NULL_REF, type Ref, type Row } from '#simulator/world/value.ts';
import type { Draft } from './draft.ts';
import { GIB } from './sizes.ts';

interface StoragePlan {
  readonly name: string;
  readonly description?: string;
  readonly type: string;
  readonly contentType?: 'user' | 'iso' | 'disk';
  readonly isShared: boolean;
  readonly sizeBytes: number;
  /** What is used besides the disks added later. */
  readonly usedBytes?: number;
  readonly deviceConfig: Readonly<Record<string, string>>;
  readonly smConfig?: Readonly<Record<string, string>>;
  readonly hosts: readonly Ref[];
  /** Hosts on which it is not plugged. */
  readonly unpluggedOn?: readonly Ref[];
  readonly otherConfig?: Readonly<Record<string, string>>;
  readonly connectionConfig?: Readonly<Record<string, string>>;
  readonly isToolsRepository?: boolean;
  readonly tags?: readonly string[];
}

/** A storage repository and its connection on every host given. */
export function addStorage(draft: Draft, plan: StoragePlan): Ref {
  const sr = draft.add('SR', storageRow(plan));
  for (const host of plan.hosts) {
    draft.add('PBD', {
      host,
      SR: sr,
      device_config: plan.deviceConfig,
      currently_attached: plan.unpluggedOn?.includes(host) !== true,
      other_config: plan.connectionConfig ?? {},
    });
  }
  return sr;
}

function storageRow(plan: StoragePlan): Row {
  return {
    name_label: plan.name,
    name_description: plan.description ?? '',
    type: plan.type,
    content_type: plan.contentType ?? 'user',
    shared: plan.isShared,
    physical_size: plan.sizeBytes,
    physical_utilisation: plan.usedBytes ?? 0,
    virtual_allocation: 0,
    sm_config: plan.smConfig ?? {},
    other_config: plan.otherConfig ?? {},
    tags: plan.tags ?? [],
    is_tools_sr: plan.isToolsRepository ?? false,
  };
}

export function nfsStorage(
  plan: { name: string; server: string; path: string; sizeBytes: number; hosts: readonly Ref[] } & Partial<StoragePlan>,
): StoragePlan {
  const { server, path, ...rest } = plan;
  return {
    description: `NFS SR [${server}:${path}]`,
    type: 'nfs',
    isShared: true,
    deviceConfig: { server, serverpath: path, nfsversion: '4.1', options: '' },
    ...rest,
  };
}

interface IscsiTarget {
  readonly portals: readonly string[];
  readonly targetName: string;
  readonly scsiId: string;
  readonly lun: number;
}

export function iscsiStorage(
  plan: { name: string; target: IscsiTarget; sizeBytes: number; hosts: readonly Ref[]; pathsPerHost?: number } & Partial<StoragePlan>,
): StoragePlan {
  const { target, pathsPerHost, ...rest } = plan;
  const isMultipathed = pathsPerHost !== undefined;
  return {
    description: `iSCSI SR [${target.portals.join(',')} (${target.targetName}; LUN ${target.lun}: ${target.scsiId})]`,
    type: 'lvmoiscsi',
    isShared: true,
    deviceConfig: {
      target: target.portals.join(','),
      targetIQN: target.targetName,
      SCSIid: target.scsiId,
      port: '3260',
      multihomelist: target.portals.map((portal) => `${portal}:3260`).join(','),
    },
    smConfig: { allocation: 'thick', use_vhd: 'true', multipathable: 'true' },
    connectionConfig: isMultipathed
      ? { multipathed: 'true', [`mpath-${target.scsiId}`]: `[${pathsPerHost}, ${pathsPerHost}]`, iscsi_sessions: String(pathsPerHost) }
      : { iscsi_sessions: String(target.portals.length) },
    ...rest,
  };
}

/** A host's own disk, as the installer leaves it. */
export function localStorage(plan: { host: Ref; sizeBytes: number; type?: 'ext' | 'lvm'; usedBytes?: number }): StoragePlan {
  const type = plan.type ?? 'ext';
  return {
    name: 'Local storage',
    type,
    isShared: false,
    sizeBytes: plan.sizeBytes,
    ...(plan.usedBytes === undefined ? {} : { usedBytes: plan.usedBytes }),
    deviceConfig: { device: '/dev/disk/by-id/scsi-36d0946606f1c0a00274e5b21-part3' },
    smConfig: type === 'ext' ? {} : { allocation: 'thick', use_vhd: 'true' },
    otherConfig: { 'i18n-original-value-name_label': 'Local storage', 'i18n-key': 'local-storage' },
    hosts: [plan.host],
  };
}

/** The drives every host has unless someone forgot them: optical and USB. */
export function removableStorage(host: Ref): readonly StoragePlan[] {
  const drive = (name: string, location: string, content: 'iso' | 'disk', key: string): StoragePlan => ({
    name,
    description: content === 'iso' ? 'Physical DVD drives' : '',
    type: 'udev',
    contentType: content,
    isShared: false,
    sizeBytes: 0,
    deviceConfig: { location },
    smConfig: { type: content === 'iso' ? 'cd' : 'block' },
    otherConfig: { 'i18n-original-value-name_label': name, 'i18n-key': key },
    hosts: [host],
  });
  return [
    drive('DVD drives', '/dev/xapi/cd', 'iso', 'local-hotplug-cd'),
    drive('Removable storage', '/dev/xapi/block', 'disk', 'local-hotplug-disk'),
  ];
}

interface DiskPlan {
  readonly sr: Ref;
  readonly name: string;
  readonly description?: string;
  readonly gib: number;
  /** What it takes on the storage; unless given, part of it where storage is thin and all of it where it is thick. */
  readonly usedGib?: number;
  readonly type?: string;
  readonly isReadOnly?: boolean;
  readonly location?: string;
  readonly fields?: Row;
}

const THIN_SHARE = 0.4;
const THIN_TYPES: readonly unknown[] = ['nfs', 'ext', 'smb', 'file'];

/** A virtual disk; the storage's sums grow with it. */
export function addDisk(draft: Draft, plan: DiskPlan): Ref {
  const sr = draft.row('SR', plan.sr);
  const virtualSize = Math.round(plan.gib * GIB);
  const isThin = THIN_TYPES.includes(sr['type']);
  const used = Math.round((plan.usedGib ?? (isThin ? plan.gib * THIN_SHARE : plan.gib)) * GIB);
  const uuid = draft.random.uuid();
  const disk = draft.add('VDI', {
    uuid,
    name_label: plan.name,
    name_description: plan.description ?? '',
    SR: plan.sr,
    virtual_size: virtualSize,
    physical_utilisation: used,
    type: plan.type ?? 'user',
    sharable: false,
    read_only: plan.isReadOnly ?? false,
    location: plan.location ?? uuid,
    managed: true,
    missing: false,
    parent: NULL_REF,
    sm_config: sr['content_type'] === 'iso' ? {} : { vdi_type: 'vhd' },
    on_boot: 'persist',
    ...plan.fields,
  });
  draft.change('SR', plan.sr, {
    virtual_allocation: amount(sr, 'virtual_allocation') + virtualSize,
    physical_utilisation: amount(sr, 'physical_utilisation') + used,
  });
  return disk;
}

function amount(row: Row, field: string): number {
  const value = row[field];
  return typeof value === 'number' ? value : 0;
}
