import { driverFault } from './look.ts';

/** What is wrong with storage, as far as the driver's number tells; shared/text has the words and what to check. */
export type StorageFault =
  | 'name-does-not-resolve'
  | 'no-answer'
  | 'no-file-service'
  | 'bad-port'
  | 'login-refused'
  | 'discovery-refused'
  | 'host-has-no-iqn'
  | 'iqn-in-use'
  | 'iqn-not-offered'
  | 'device-did-not-appear'
  | 'device-not-there'
  | 'device-in-use'
  | 'is-boot-device'
  | 'version-not-spoken'
  | 'mount-refused'
  | 'cannot-make-folder'
  | 'read-only'
  | 'share-refused'
  | 'share-not-there'
  | 'location-badly-written'
  | 'repository-exists'
  | 'repository-unavailable'
  | 'no-room'
  | 'only-on-master'
  | 'only-one-device'
  | 'several-identities'
  | 'multipath-trouble'
  | 'not-licensed'
  | 'something-missing'
  | 'driver-failed';

const BY_NUMBER: Readonly<Record<number, StorageFault>> = {
  19: 'device-not-there',
  42: 'repository-exists',
  44: 'no-room',
  47: 'repository-unavailable',
  56: 'device-in-use',
  58: 'only-on-master',
  67: 'device-did-not-appear',
  68: 'login-refused',
  70: 'iqn-in-use',
  71: 'driver-failed',
  72: 'version-not-spoken',
  73: 'mount-refused',
  83: 'discovery-refused',
  84: 'iqn-not-offered',
  87: 'something-missing',
  88: 'cannot-make-folder',
  90: 'something-missing',
  94: 'something-missing',
  95: 'something-missing',
  96: 'iqn-not-offered',
  97: 'host-has-no-iqn',
  99: 'only-one-device',
  101: 'something-missing',
  102: 'something-missing',
  103: 'mount-refused',
  105: 'is-boot-device',
  106: 'iqn-not-offered',
  107: 'device-not-there',
  108: 'no-file-service',
  111: 'share-refused',
  115: 'something-missing',
  116: 'cannot-make-folder',
  119: 'several-identities',
  140: 'name-does-not-resolve',
  141: 'no-answer',
  142: 'bad-port',
  222: 'share-refused',
  224: 'share-not-there',
  225: 'location-badly-written',
  226: 'share-not-there',
  227: 'version-not-spoken',
  430: 'multipath-trouble',
  431: 'multipath-trouble',
  432: 'multipath-trouble',
  433: 'multipath-trouble',
  434: 'multipath-trouble',
  454: 'not-licensed',
  461: 'read-only',
};

/** Undefined: the failure is not the storage's. */
export function storageFault(code: string): StorageFault | undefined {
  if (code === 'SR_DEVICE_IN_USE') return 'device-in-use';
  if (code === 'ISCSILogin') return 'login-refused';
  const number = driverFault(code);
  if (number !== undefined) return BY_NUMBER[number] ?? 'driver-failed';
  return code === 'SR_BACKEND_FAILURE' ? 'driver-failed' : undefined;
}
