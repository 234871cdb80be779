import { XapiError } from '../xapi-error.ts';

/** A driver's own number for each fault, and what it says of it. */
const DRIVER_FAULTS = {
  noDevice: [19, 'The specified device was not found'],
  repositoryExists: [42, 'The SR already exists'],
  noSpace: [44, 'There is insufficient space'],
  diskUnavailable: [46, 'The VDI is not available'],
  storageUnavailable: [47, 'The SR is not available'],
  loginFailed: [68, 'ISCSI login failed, verify CHAP credentials'],
  versionNotSpoken: [72, 'Unsupported NFS protocol version'],
  mountFailed: [73, 'NFS mount error'],
  noFolder: [88, 'NFS SR creation error'],
  deviceMissing: [90, 'The request is missing the device parameter'],
  locationMissing: [94, 'The request is missing the location parameter'],
  targetMissing: [95, 'The request is missing or has an incorrect target parameter'],
  targetNameMissing: [96, 'The request is missing or has an incorrect target IQN parameter'],
  hostNameMissing: [97, 'Unable to retrieve the host configuration ISCSI IQN parameter'],
  pathMissing: [101, 'The request is missing the serverpath parameter'],
  serverMissing: [102, 'The request is missing the server parameter'],
  bootDevice: [105, 'Root system device, cannot be used for VM storage'],
  deviceIdMissing: [107, 'The SCSIid parameter is missing or incorrect'],
  noFileService: [108, 'Unable to detect an NFS service on this target'],
  shareRefused: [111, 'SMB mount error'],
  unknownName: [140, 'Unable to resolve host name'],
  noPortal: [141, 'Unable to connect to ISCSI service on target'],
  badPort: [142, 'Incorrect value for iSCSI port, must be a number between 1 and 65535'],
  libraryMount: [222, 'Could not mount the directory specified in Device Configuration'],
  libraryShare: [224, 'Unable to find share name'],
  libraryLocation: [225, 'String format is incorrect'],
  readOnly: [461, 'The file system for SR cannot be written to'],
} as const satisfies Record<string, readonly [number, string]>;

export type DriverFault = keyof typeof DRIVER_FAULTS;

/** A fault of a storage driver as clients see it: nothing, what it said, and what it wrote to its error stream. */
export function driverFailure(fault: DriverFault, detail?: string, written = ''): XapiError {
  const [number, said] = DRIVER_FAULTS[fault];
  return new XapiError(`SR_BACKEND_FAILURE_${number}`, '', detail === undefined ? said : `${said} [opterr=${detail}]`, written);
}

/** These numbers the server tells as codes of its own. */
const REWRITTEN: Readonly<Record<number, string>> = { 16: 'SR_DEVICE_IN_USE', 24: 'VDI_IN_USE', 39: 'SR_NOT_EMPTY' };

/** Any fault by its number, as somebody has ordered it. */
export function numberedFailure(number: number): XapiError {
  const code = REWRITTEN[number];
  if (code !== undefined) return new XapiError(code);
  const [, said = 'A fault of the driver'] = Object.values(DRIVER_FAULTS).find(([known]) => known === number) ?? [];
  return new XapiError(`SR_BACKEND_FAILURE_${number}`, '', `${said} [opterr=ordered]`, '');
}
