import type { XapiError } from '#simulator/world/xapi-error.ts';
import type { StoredRepository } from '../arrays.ts';
import { driverFailure } from '../driver-failure.ts';
import { type Attached, type Driver, type Driving, reachServer } from './driver.ts';
import { mount } from './nfs.ts';
import { shareAt } from './smb.ts';

/** A library leaves nothing of its own on the share: whoever has the share has the images. */
function library(at: Driving, uuid: string): Attached {
  const { location, type } = at.config;
  if (location === undefined || location === '') throw driverFailure('locationMissing');
  return type === 'cifs' ? smbLibrary(at, uuid, location) : nfsLibrary(at, uuid, location);
}

function nfsLibrary(at: Driving, uuid: string, location: string): Attached {
  const [, host = '', path = ''] = /^(\[[^\]]+\]|[^:/]+):(\/.*)$/.exec(location) ?? [];
  if (host === '') throw driverFailure('libraryLocation');
  const server = reachServer(at, host, () => driverFailure('noFileService'));
  try {
    const found = mount(at, server, path);
    return { sizeBytes: found.sizeBytes, config: at.config, stored: named(uuid, found.images) };
  } catch (error) {
    throw isMountFailure(error) ? driverFailure('libraryMount') : error;
  }
}

function isMountFailure(error: unknown): boolean {
  return error instanceof Error && (error as XapiError).code === 'SR_BACKEND_FAILURE_73';
}

function smbLibrary(at: Driving, uuid: string, location: string): Attached {
  if (!/^\/\/[^/]+\/[^/]+$/.test(location)) throw driverFailure('libraryLocation');
  const share = shareAt(at, location, { password: 'cifspassword', refused: () => driverFailure('libraryMount') });
  if (at.config['iso_path'] !== undefined) throw driverFailure('libraryShare');
  // The driver writes down which version of the protocol worked.
  return { sizeBytes: share.sizeBytes, config: { ...at.config, vers: at.config['vers'] ?? '3.0' }, stored: named(uuid, []) };
}

function named(uuid: string, images: readonly { readonly name: string; readonly sizeBytes: number }[]): StoredRepository {
  const disks = images.map(({ name, sizeBytes }) => ({
    name_label: name,
    location: name,
    virtual_size: sizeBytes,
    physical_utilisation: sizeBytes,
    read_only: true,
    type: 'user',
  }));
  return { uuid, type: 'iso', name: '', description: '', disks };
}

export const isoDriver: Driver = {
  create: (at, { uuid }) => void library(at, uuid),
  attach: library,
  remove: (at, uuid) => void library(at, uuid),
};
