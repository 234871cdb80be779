import type { HostRef } from '#shared/domain/inventory/watched.ts';
import type { Credentials, IscsiPortal, NfsShare, SmbShare, StorageKind, StorageSource } from './source.ts';
import { unreachable } from '#shared/kernel/unreachable.ts';

export type DriverConfig = Readonly<Record<string, string>>;

/** A repository in the words of its driver, as it is created and introduced. */
export interface DriverTerms {
  readonly type: string;
  readonly contentType: '' | 'user' | 'iso';
  readonly isShared: boolean;
  /** The host it lies on, if not on all. */
  readonly host?: HostRef | undefined;
  readonly deviceConfig: DriverConfig;
}

const SHARED_BLOCKS = { contentType: 'user', isShared: true } as const;
const SHARED_FILES = { contentType: 'user', isShared: true } as const;
const LIBRARY = { type: 'iso', contentType: 'iso', isShared: true } as const;

export function driverTerms(source: StorageSource): DriverTerms {
  switch (source.kind) {
    case 'nfs':
      return { type: 'nfs', ...SHARED_FILES, deviceConfig: { ...nfsConfig(source), options: source.options ?? '' } };
    case 'iscsi':
      return blockTerms(source, { ...portalConfig(source), targetIQN: source.iqn, SCSIid: source.scsiId });
    case 'hba':
      return blockTerms(source, { SCSIid: source.scsiId });
    case 'fcoe':
      return { type: 'lvmofcoe', ...SHARED_BLOCKS, deviceConfig: { SCSIid: source.scsiId, path: source.path } };
    case 'smb':
      return { type: 'smb', ...SHARED_FILES, deviceConfig: { server: source.share, ...loginConfig(source.login, 'password') } };
    case 'nfs-iso':
      return { ...LIBRARY, deviceConfig: nfsLibraryConfig(source) };
    case 'smb-iso':
      return { ...LIBRARY, deviceConfig: smbLibraryConfig(source) };
    case 'lvm':
    case 'ext':
      return {
        type: source.kind,
        contentType: 'user',
        isShared: false,
        host: source.host,
        deviceConfig: { device: source.devices.join(',') },
      };
    case 'other': {
      const { type, contentType, isShared, host, config } = source;
      return { type, contentType, isShared, ...(!isShared && { host }), deviceConfig: config };
    }
    default:
      return unreachable(source);
  }
}

type Blocks = Extract<StorageSource, { kind: 'iscsi' | 'hba' }>;

function blockTerms({ kind, format, told }: Blocks, config: DriverConfig): DriverTerms {
  if (format === undefined) return { type: driverOf[kind], ...SHARED_BLOCKS, deviceConfig: config };
  // The driver knows best how it gets at what it has found.
  return { type: GFS2, ...SHARED_BLOCKS, deviceConfig: { provider: kind, ...config, ...told } };
}

/** One driver for every way to a LUN; it is told which. */
export const GFS2 = 'gfs2';

/** The driver each kind asks for; `other` names its own. */
export const driverOf: Readonly<Record<Exclude<StorageKind, 'other'>, string>> = {
  nfs: 'nfs',
  iscsi: 'lvmoiscsi',
  hba: 'lvmohba',
  fcoe: 'lvmofcoe',
  smb: 'smb',
  'nfs-iso': 'iso',
  'smb-iso': 'iso',
  lvm: 'lvm',
  ext: 'ext',
};

export function nfsConfig({ server, path, version }: NfsShare): DriverConfig {
  return { server: bareServer(server), serverpath: path, ...(isVersion4(version) && { nfsversion: version }) };
}

export function portalConfig({ target, port, chap, incomingChap }: IscsiPortal): DriverConfig {
  return {
    target,
    port: String(port),
    ...chapConfig(chap, 'chap'),
    ...chapConfig(incomingChap, 'incoming_chap'),
  };
}

/** The driver uses a user and a password only together. */
function chapConfig(chap: Credentials | undefined, prefix: 'chap' | 'incoming_chap'): DriverConfig {
  return chap?.secret === undefined ? {} : { [`${prefix}user`]: chap.user, [`${prefix}password_secret`]: chap.secret };
}

export function loginConfig(login: Credentials | undefined, key: 'password' | 'cifspassword'): DriverConfig {
  if (login === undefined) return {};
  return { username: login.user, ...(login.secret !== undefined && { [`${key}_secret`]: login.secret }) };
}

function nfsLibraryConfig({ server, path, version, options }: NfsShare): DriverConfig {
  return {
    location: `${bracketed(server)}:${path}`,
    type: 'nfs_iso',
    ...(isVersion4(version) && { nfsversion: version }),
    ...(options !== undefined && options !== '' && { options: options.startsWith('-o') ? options : `-o ${options}` }),
  };
}

/** The driver wants slashes, and what lies below the share apart from it. */
function smbLibraryConfig({ share, login, version }: SmbShare & { readonly version?: string | undefined }): DriverConfig {
  const [server = '', name = '', ...below] = share.replaceAll('\\', '/').split('/').filter(Boolean);
  return {
    location: `//${server}/${name}`,
    type: 'cifs',
    ...(below.length > 0 && { iso_path: `/${below.join('/')}` }),
    ...loginConfig(login, 'cifspassword'),
    ...(version !== undefined && { vers: version }),
  };
}

/** Without a version the driver takes 3, and it knows no other name for that. */
function isVersion4(version: string | undefined): version is string {
  return version?.startsWith('4') === true;
}

function bareServer(server: string): string {
  return /^\[(.*)\]$/.exec(server)?.[1] ?? server;
}

function bracketed(server: string): string {
  return bareServer(server).includes(':') ? `[${bareServer(server)}]` : server;
}

/**
 * What one host's connection tells another's: where this host has found the storage is for each host to find out itself.
 */
export function configForAnotherHost(config: DriverConfig): DriverConfig {
  const { multiSession: _sessions, multihomelist: _portals, SRmaster: _master, ...kept } = config;
  return kept;
}

/** Secrets of the pool that a configuration names. */
export function secretsIn(config: DriverConfig): readonly string[] {
  return Object.entries(config).flatMap(([key, value]) => (key.endsWith('password_secret') ? [value] : []));
}
