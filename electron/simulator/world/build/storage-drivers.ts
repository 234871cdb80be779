/** A storage driver as a release ships it. */
export interface StorageDriver {
  readonly type: string;
  readonly name: string;
  readonly description: string;
  readonly features: readonly string[];
  /** `device_config` key -> what it is for. */
  readonly configuration: Readonly<Record<string, string>>;
  readonly requiredApiVersion?: string;
  readonly requiredClusterStack?: readonly string[];
}

const DISK = [
  'VDI_CREATE',
  'VDI_DELETE',
  'VDI_ATTACH',
  'VDI_DETACH',
  'VDI_UPDATE',
  'VDI_CLONE',
  'VDI_SNAPSHOT',
  'VDI_RESIZE',
  'VDI_MIRROR',
  'VDI_ACTIVATE',
  'VDI_DEACTIVATE',
  'VDI_CONFIG_CBT',
  'ATOMIC_PAUSE',
  'VDI_RESET_ON_BOOT',
];
const SHARED_FILES = [...DISK, 'SR_PROBE', 'SR_UPDATE', 'SR_CACHING', 'VDI_GENERATE_CONFIG', 'THIN_PROVISIONING', 'VDI_READ_CACHING'];
const SHARED_BLOCKS = [...DISK, 'SR_PROBE', 'SR_UPDATE', 'SR_METADATA', 'SR_TRIM', 'SR_CACHING', 'VDI_GENERATE_CONFIG'];
const ONE_LUN_PER_DISK = ['SR_PROBE', 'VDI_CREATE', 'VDI_DELETE', 'VDI_ATTACH', 'VDI_DETACH', 'VDI_INTRODUCE'];

const ISCSI_KEYS = {
  target: 'IP address or hostname of the iSCSI target (required)',
  targetIQN: 'The IQN of the target LUN group to be attached (required)',
  port: 'The network port number on which to query the target (optional)',
  chapuser: 'The username to be used during CHAP authentication (optional)',
  chappassword: 'The password to be used during CHAP authentication (optional)',
  incoming_chapuser: 'The incoming username to be used during bi-directional CHAP authentication (optional)',
  incoming_chappassword: 'The incoming password to be used during bi-directional CHAP authentication (optional)',
};

/** Only with an edition that has it. */
export const gfs2: StorageDriver = {
  type: 'gfs2',
  name: 'GFS2',
  description: 'Disks as QCOW2 files on a GFS2 filesystem that every host of a cluster writes to',
  features: ['SR_PROBE', 'VDI_CREATE', 'VDI_DELETE', 'VDI_ATTACH', 'VDI_DETACH', 'VDI_UPDATE', 'VDI_CLONE', 'VDI_SNAPSHOT', 'VDI_RESIZE'],
  configuration: { provider: 'The way to the LUN: iscsi or hba (required)', ...ISCSI_KEYS, SCSIid: 'The scsi_id of the destination LUN (required)' },
  requiredApiVersion: '3.0',
  requiredClusterStack: ['corosync'],
};

export const storageDrivers: readonly StorageDriver[] = [
  {
    type: 'nfs',
    name: 'NFS VHD',
    description: 'SR plugin which stores disks as VHD files on a remote NFS filesystem',
    features: SHARED_FILES,
    configuration: {
      server: 'hostname or IP address of NFS server (required)',
      serverpath: 'path on remote server (required)',
      nfsversion: 'for protocol version 3, 4, 4.0, 4.1',
      options: 'mount options',
    },
  },
  {
    type: 'lvmoiscsi',
    name: 'LVHD over iSCSI',
    description: 'SR plugin which represents disks as Logical Volumes within a Volume Group created on an iSCSI LUN',
    features: SHARED_BLOCKS,
    configuration: {
      SCSIid: 'The scsi_id of the destination LUN',
      ...ISCSI_KEYS,
      allocation: 'Valid values are thick or thin (optional, defaults to thick)',
    },
  },
  {
    type: 'lvmohba',
    name: 'LVHD over FC',
    description: 'SR plugin which represents disks as VHDs on Logical Volumes within a Volume Group created on an HBA LUN',
    features: SHARED_BLOCKS,
    configuration: { SCSIid: 'The scsi_id of the destination LUN', allocation: 'Valid values are thick or thin (optional, defaults to thick)' },
  },
  {
    type: 'lvm',
    name: 'Local VHD on LVM',
    description: 'SR plugin which represents disks as VHD disks on Logical Volumes within a locally-attached Volume Group',
    features: [...DISK, 'SR_PROBE', 'SR_UPDATE', 'SR_TRIM'],
    configuration: { device: 'local device path (required) (e.g. /dev/sda3)' },
  },
  {
    type: 'ext',
    name: 'Local EXT3 VHD',
    description: 'SR plugin which represents disks as VHD files stored on a local EXT3 filesystem, created inside an LVM volume',
    features: [...DISK, 'SR_PROBE', 'SR_UPDATE', 'SR_SUPPORTS_LOCAL_CACHING', 'THIN_PROVISIONING', 'VDI_READ_CACHING', 'VDI_GENERATE_CONFIG'],
    configuration: { device: 'local device path (required) (e.g. /dev/sda3)' },
  },
  {
    type: 'file',
    name: 'Local Path VHD',
    description: 'SR plugin which represents disks as VHD files stored on a local path',
    features: [
      ...DISK.filter((name) => name !== 'VDI_UPDATE' && name !== 'VDI_RESET_ON_BOOT'),
      'SR_PROBE',
      'SR_UPDATE',
      'VDI_GENERATE_CONFIG',
      'THIN_PROVISIONING',
    ],
    configuration: { location: 'local directory path (required)' },
  },
  {
    type: 'smb',
    name: 'SMB VHD',
    description: 'SR plugin which stores disks as VHD files on a remote SMB filesystem',
    features: SHARED_FILES,
    configuration: {
      server: 'Full path to share on gateway (ie \\\\server\\path) (required)',
      username: 'The username to be used during CIFS authentication',
      password: 'The password to be used during CIFS authentication',
    },
  },
  {
    type: 'iso',
    name: 'ISO',
    description: 'Handles CD images stored as files in iso format',
    features: ['VDI_CREATE', 'VDI_DELETE', 'VDI_ATTACH', 'VDI_DETACH', 'SR_SCAN', 'SR_ATTACH', 'SR_DETACH'],
    configuration: {
      location: 'path to mount (required) (e.g. server:/path)',
      options: "extra options to pass to mount (optional) (e.g. '-o ro')",
      type: 'cifs or nfs',
      nfsversion: 'for protocol version 3, 4, 4.0, 4.1',
      vers: 'SMB version 1.0 or 3.0',
      username: 'The username to be used during CIFS authentication',
      cifspassword: 'The password to be used during CIFS authentication',
    },
  },
  {
    type: 'iscsi',
    name: 'iSCSI',
    description: 'Base ISCSI SR driver, provides a LUN-per-VDI. Does not support creation of VDIs but accesses existing LUNs on a target.',
    features: ONE_LUN_PER_DISK,
    configuration: ISCSI_KEYS,
  },
  {
    type: 'hba',
    name: 'HBA LUN-per-VDI driver',
    description: 'SR plugin which represents LUNs as VDIs sourced by hardware HBA adapters, FC support',
    features: ONE_LUN_PER_DISK,
    configuration: { type: 'SAN type' },
  },
  {
    type: 'udev',
    name: 'udev',
    description: 'SR plugin which represents devices plugged in via udev as VDIs',
    features: ['VDI_INTRODUCE', 'VDI_ATTACH', 'VDI_DETACH', 'VDI_UPDATE', 'SR_UPDATE'],
    configuration: { location: 'path to mount (required) (e.g. server:/path)' },
    requiredApiVersion: '1.1',
  },
];
