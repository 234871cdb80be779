import { driverFault, isDeviceMissing } from './look.ts';

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
  | 'scan-failed'
  | 'disk-not-there'
  | 'volume-failed'
  | 'chain-too-long'
  | 'service-not-running'
  | 'still-mounted'
  | 'mounted-already'
  | 'records-broken'
  | 'bad-mount-options'
  | 'odd-characters'
  | 'something-missing'
  | 'driver-failed';

const BY_NUMBER: Readonly<Record<number, StorageFault>> = {
  19: 'device-not-there',
  40: 'scan-failed',
  42: 'repository-exists',
  44: 'no-room',
  46: 'disk-not-there',
  47: 'repository-unavailable',
  50: 'volume-failed',
  51: 'volume-failed',
  52: 'volume-failed',
  53: 'volume-failed',
  54: 'volume-failed',
  55: 'volume-failed',
  56: 'device-in-use',
  57: 'volume-failed',
  58: 'only-on-master',
  59: 'volume-failed',
  60: 'volume-failed',
  65: 'disk-not-there',
  67: 'device-did-not-appear',
  68: 'login-refused',
  69: 'service-not-running',
  70: 'iqn-in-use',
  71: 'service-not-running',
  72: 'version-not-spoken',
  73: 'mount-refused',
  74: 'still-mounted',
  75: 'mounted-already',
  76: 'still-mounted',
  77: 'volume-failed',
  83: 'discovery-refused',
  84: 'iqn-not-offered',
  85: 'still-mounted',
  86: 'service-not-running',
  87: 'something-missing',
  88: 'cannot-make-folder',
  90: 'something-missing',
  91: 'device-not-there',
  94: 'something-missing',
  95: 'something-missing',
  96: 'iqn-not-offered',
  97: 'host-has-no-iqn',
  98: 'something-missing',
  99: 'only-one-device',
  101: 'something-missing',
  102: 'something-missing',
  103: 'mount-refused',
  105: 'is-boot-device',
  106: 'iqn-not-offered',
  107: 'device-not-there',
  108: 'no-file-service',
  109: 'chain-too-long',
  111: 'share-refused',
  112: 'still-mounted',
  113: 'mounted-already',
  114: 'still-mounted',
  115: 'something-missing',
  116: 'cannot-make-folder',
  118: 'driver-failed',
  119: 'several-identities',
  140: 'name-does-not-resolve',
  141: 'no-answer',
  142: 'bad-port',
  180: 'no-room',
  181: 'records-broken',
  202: 'driver-failed',
  220: 'location-badly-written',
  221: 'location-badly-written',
  222: 'share-refused',
  223: 'still-mounted',
  224: 'share-not-there',
  225: 'location-badly-written',
  226: 'share-not-there',
  227: 'version-not-spoken',
  228: 'bad-mount-options',
  413: 'records-broken',
  430: 'multipath-trouble',
  431: 'multipath-trouble',
  432: 'multipath-trouble',
  433: 'multipath-trouble',
  434: 'multipath-trouble',
  446: 'odd-characters',
  454: 'not-licensed',
  461: 'read-only',
  1200: 'driver-failed',
};

/** Undefined: the failure is not the storage's. */
export function storageFault(code: string, parameters: readonly string[] = []): StorageFault | undefined {
  if (isDeviceMissing(code, parameters)) return 'device-not-there';
  if (code === 'SR_DEVICE_IN_USE') return 'device-in-use';
  if (code === 'ISCSILogin') return 'login-refused';
  const number = driverFault(code);
  if (number !== undefined) return BY_NUMBER[number] ?? 'driver-failed';
  return code === 'SR_BACKEND_FAILURE' ? 'driver-failed' : undefined;
}
