const types: Readonly<Record<string, string>> = {
  nfs: 'NFS',
  lvmoiscsi: 'iSCSI',
  lvmohba: 'Fibre Channel or SAS',
  lvmofcoe: 'FCoE',
  gfs2: 'GFS2',
  smb: 'SMB',
  cifs: 'SMB',
  ext: 'Ext',
  lvm: 'LVM',
  xfs: 'XFS',
  zfs: 'ZFS',
  btrfs: 'Btrfs',
  largeblock: 'Large blocks',
  linstor: 'XOSTOR',
  cephfs: 'CephFS',
  glusterfs: 'GlusterFS',
  moosefs: 'MooseFS',
  file: 'Folder',
  tmpfs: 'Memory',
  udev: 'Removable drives',
  iso: 'ISO library',
};

/** What a storage repository is made of; a kind we do not know keeps the server's word. */
export function storageTypeText({ type, smConfig = {} }: { readonly type: string; readonly smConfig?: Readonly<Record<string, string>> }): string {
  if (type === 'iso') return smConfig['iso_type'] === 'cifs' ? 'SMB ISO' : smConfig['iso_type'] === 'nfs_iso' ? 'NFS ISO' : 'ISO library';
  return types[type] ?? type;
}
