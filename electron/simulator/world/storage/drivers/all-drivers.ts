import type { Driver } from './driver.ts';
import { gfs2Driver } from './gfs2.ts';
import { hbaDriver } from './hba.ts';
import { iscsiDriver } from './iscsi.ts';
import { isoDriver } from './iso.ts';
import { localDriver } from './local.ts';
import { nfsDriver } from './nfs.ts';
import { smbDriver } from './smb.ts';

/** Drivers the simulated hosts can really run; a pool's records may name more. */
const drivers: Readonly<Record<string, Driver>> = {
  nfs: nfsDriver,
  lvmoiscsi: iscsiDriver,
  lvhdoiscsi: iscsiDriver,
  lvmohba: hbaDriver,
  lvhdohba: hbaDriver,
  gfs2: gfs2Driver,
  lvm: localDriver,
  ext: localDriver,
  smb: smbDriver,
  iso: isoDriver,
};

export function driverNamed(type: string): Driver | undefined {
  return Object.hasOwn(drivers, type) ? drivers[type] : undefined;
}
