import type { StorageSource } from '#shared/domain/storage/source.ts';

/** What is asked of a host's own shell: whether it gets to these machines, and what they offer it. */
export interface ShellPlaces {
  readonly service: 'nfs' | 'iscsi' | 'smb';
  /** Names or addresses, without brackets. */
  readonly hosts: readonly string[];
  readonly port: number;
}

const NFS_PORT = 2049;
const SMB_PORT = 445;

/** Undefined: nothing of it lies on a network. */
export function placesOf(source: StorageSource): ShellPlaces | undefined {
  switch (source.kind) {
    case 'nfs':
    case 'nfs-iso':
      return placed('nfs', [source.server], NFS_PORT);
    case 'smb':
    case 'smb-iso':
      return placed('smb', [source.share.split('\\').find((part) => part !== '') ?? ''], SMB_PORT);
    case 'iscsi':
      return placed('iscsi', source.target.split(','), source.port);
    default:
      return undefined;
  }
}

function placed(service: ShellPlaces['service'], typed: readonly string[], port: number): ShellPlaces | undefined {
  const hosts = [...new Set(typed.map((host) => host.trim().replace(/^\[(.*)\]$/, '$1')).filter((host) => host !== ''))];
  return hosts.length === 0 ? undefined : { service, hosts, port };
}
