import type { SmbShare } from '../arrays.ts';
import { driverFailure } from '../driver-failure.ts';
import { document } from '../xml.ts';
import { type Driver, type Driving, passwordIn, reachServer } from './driver.ts';
import { forgetIn } from './nfs.ts';

/** A share by its UNC path, for whoever may have it. */
export function shareAt(at: Driving, path: string, login: { readonly password: string; readonly refused: () => Error }): SmbShare {
  const [host = '', name = ''] = path.replaceAll('\\', '/').split('/').filter(Boolean);
  const server = reachServer(at, host, login.refused);
  const share = server.shares.find((known) => known.name.toLowerCase() === name.toLowerCase());
  if (share === undefined) throw login.refused();
  const user = (at.config['username'] ?? '').split('\\').at(-1);
  const isLetIn = share.login === undefined || (user === share.login.user && passwordIn(at, login.password) === share.login.password);
  if (!isLetIn) throw login.refused();
  return share;
}

function shareOf(at: Driving): SmbShare {
  const { server } = at.config;
  if (server === undefined || server === '') throw driverFailure('serverMissing');
  return shareAt(at, server, { password: 'password', refused: () => driverFailure('shareRefused', 'mount error(13): Permission denied') });
}

export const smbDriver: Driver = {
  probe: (at) => document(['SRlist', shareOf(at).holds.map(({ uuid }) => ['SR', [['UUID', uuid] as const]] as const)]),
  create(at, repository) {
    shareOf(at).holds.push(repository);
  },
  attach(at, uuid) {
    const share = shareOf(at);
    const stored = share.holds.find((known) => known.uuid === uuid);
    if (stored === undefined) throw driverFailure('storageUnavailable', 'no such volume');
    return { sizeBytes: share.sizeBytes, config: at.config, stored };
  },
  remove(at, uuid) {
    forgetIn(shareOf(at).holds, uuid);
  },
};
