import type { Lent } from '#engine/operations/lent.ts';
import type { Verb } from '#engine/operations/verb.ts';
import type { Requested } from '#shared/contract/request-schema.ts';
import type { PoolRequest } from '#shared/domain/operations/pool-request.ts';
import { configureHost } from '../host/configure.ts';
import { enterMaintenance, exitMaintenance } from '../host/maintenance.ts';
import { powerOn, restartHost, restartToolstack, shutDownHost } from '../host/power.ts';
import { joinDirectory, leaveDirectory } from '../host/directory.ts';
import { keepAddress } from '../host/keep-address.ts';
import { setEdition } from '../host/set-edition.ts';
import { configurePool } from './configure.ts';
import { joinPool } from './join.ts';
import { designateMaster, ejectHost, recoverMembers, verifyTls } from './members.ts';
import { rollHosts } from './roll.ts';

type Asked = Extract<Requested, { kind: PoolRequest['kind'] }>;

export function poolVerb(request: Asked, lent: Lent): Verb {
  switch (request.kind) {
    case 'pool.join':
      return joinPool(request, lent);
    case 'pool.eject':
      return ejectHost(request);
    case 'pool.designate-master':
      return designateMaster(request);
    case 'pool.recover-members':
      return recoverMembers();
    case 'pool.verify-tls':
      return verifyTls();
    case 'pool.configure':
      return configurePool(request);
    case 'pool.roll':
      return rollHosts(request);
    case 'host.keep-address':
      return keepAddress(request);
    case 'host.set-edition':
      return setEdition(request);
    case 'host.leave-directory':
      return leaveDirectory(request);
    case 'host.join-directory':
      return joinDirectory(request);
    case 'host.enter-maintenance':
      return enterMaintenance(request);
    case 'host.exit-maintenance':
      return exitMaintenance(request);
    case 'host.reboot':
      return restartHost(request);
    case 'host.shut-down':
      return shutDownHost(request);
    case 'host.power-on':
      return powerOn(request);
    case 'host.restart-toolstack':
      return restartToolstack(request);
    default:
      return configureHost(request);
  }
}
