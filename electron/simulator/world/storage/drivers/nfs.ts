import type { FileExport, StorageServer, StoredRepository } from '../arrays.ts';
import { driverFailure } from '../driver-failure.ts';
import { accessTold } from '../from-host.ts';
import { document } from '../xml.ts';
import { type Config, type Driver, type Driving, hostOf, reachServer } from './driver.ts';

const OWN_CHOICE = '3';

function serverOf(at: Driving): StorageServer {
  const { server } = at.config;
  if (server === undefined || server === '') throw driverFailure('serverMissing');
  const found = reachServer(at, server, () => driverFailure('noFileService'));
  if (found.fileVersions.length === 0) throw driverFailure('noFileService');
  return found;
}

/** What mount would do: the version, the path and whether this host may. */
export function mount(at: Driving, server: StorageServer, path: string, config: Config = at.config): FileExport {
  // Asked for the versions, the driver takes the first that works.
  if (config['probeversion'] === undefined && !server.fileVersions.includes(config['nfsversion'] ?? OWN_CHOICE))
    throw driverFailure('versionNotSpoken');
  const found = server.exports.find((known) => known.path === path);
  const isAllowed = found !== undefined && (found.clients === 'everybody' || found.clients.has(hostOf(at)));
  if (found === undefined || !isAllowed) throw driverFailure('mountFailed', 'mount failed with return code 32');
  return found;
}

function exportOf(at: Driving): FileExport {
  return mount(at, serverOf(at), at.config['serverpath'] ?? '');
}

export const nfsDriver: Driver = {
  probe(at) {
    const server = serverOf(at);
    const { serverpath } = at.config;
    if (serverpath === undefined) throw driverFailure('pathMissing', undefined, listed(at, server));
    const found = mount(at, server, serverpath);
    return filesDocument(
      found.holds.map(({ uuid }) => uuid),
      at.config['probeversion'] === undefined ? undefined : server.fileVersions,
    );
  },
  create(at, repository) {
    const found = exportOf(at);
    if (found.holds.some(({ uuid }) => uuid === repository.uuid)) throw driverFailure('repositoryExists');
    if (found.isReadOnly) throw driverFailure('noFolder', 'remote directory creation error is 13');
    found.holds.push(repository);
  },
  attach(at, uuid) {
    const found = exportOf(at);
    const stored = found.holds.find((known) => known.uuid === uuid);
    if (stored === undefined) throw driverFailure('storageUnavailable', 'no such volume');
    if (found.isReadOnly) throw driverFailure('readOnly');
    return { sizeBytes: found.sizeBytes, config: at.config, stored };
  },
  remove(at, uuid) {
    forgetIn(exportOf(at).holds, uuid);
  },
};

export function forgetIn(holds: StoredRepository[], uuid: string): void {
  const position = holds.findIndex((known) => known.uuid === uuid);
  if (position === -1) throw driverFailure('storageUnavailable', 'no such volume');
  holds.splice(position, 1);
}

function listed({ config, world }: Driving, server: StorageServer): string {
  return exportsDocument(
    config,
    server.exports.map((found) => ({ path: found.path, access: accessTold(world, server, found) })),
  );
}

export function exportsDocument({ server = '' }: Config, exports: readonly { readonly path: string; readonly access: string }[]): string {
  return document([
    'nfs-exports',
    exports.map(({ path, access }) => ['Export', [['Target', server] as const, ['Path', path] as const, ['Accesslist', access] as const]] as const),
  ]);
}

export function filesDocument(uuids: readonly string[], versions: readonly string[] | undefined): string {
  return document([
    'SRlist',
    [
      ...uuids.map((uuid) => ['SR', [['UUID', uuid] as const]] as const),
      ...(versions === undefined ? [] : [['SupportedVersions', versions.map((version) => ['Version', version] as const)] as const]),
    ],
  ]);
}
