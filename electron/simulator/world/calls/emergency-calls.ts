import { note } from '../dom0/dom0.ts';
import { legsOf } from '../dom0/legs.ts';
import { flag, textOf } from '../fields.ts';
import type { Work } from '../process.ts';
import { promote, resetMaster, strays } from '../promote.ts';
import { canTalk, forwardTo } from '../reach.ts';
import { capabilitiesXml } from '../status-report.ts';
import type { Value } from '../value.ts';
import type { Call, Implementations, PoolState } from '../world.ts';
import { XapiError } from '../xapi-error.ts';

/** The call is answered first; the toolstack starts in its new role after this fuse. */
const FUSE_MS = 10_000;
const ONE_HOST_TAKES_MS = 1_000;

export const emergencyCalls: Implementations = {
  'pool.emergency_transition_to_master': (call) => {
    assertNotArmed(call.pool);
    if (call.host.role.is === 'slave') afterFuse(call, () => promote(call.world, call.host));
    return '';
  },
  'pool.emergency_reset_master': (call, address) => {
    assertNotArmed(call.pool);
    const { role } = call.host;
    const isThereAlready = call.host.dom0.poolConf === undefined && role.is === 'slave' && role.masterAddress === textOf(address);
    if (!isThereAlready) afterFuse(call, () => resetMaster(call.world, call.host, textOf(address)));
    return '';
  },
  'pool.recover_slaves': recoverSlaves,
  'host.emergency_ha_disable': ({ pool, host }, isSoft) => {
    if (host.dom0.ha.isArmed === false || (host.dom0.ha.isArmed === undefined && !isArmed(pool))) {
      if (isSoft === true) return '';
      throw new XapiError('HA_NOT_ENABLED');
    }
    // Fencing is disarmed first; only then the daemon may stop.
    host.dom0.ha.isDaemonRunning = false;
    if (isSoft !== true) host.dom0.ha.isArmed = false;
    note(host.dom0, 'xha.log', 'ha_disarm_fencing: watchdog disarmed, daemon stopped');
    return '';
  },
  'host.management_disable': ({ host }) => {
    if (host.role.is === 'slave') throw new XapiError('SLAVE_REQUIRES_MANAGEMENT_INTERFACE');
    throw new XapiError('NOT_IMPLEMENTED', 'host.management_disable');
  },
  // Takes the bridge's name into the inventory and binds there; the database follows once the host is back.
  'host.local_management_reconfigure': ({ host }, bridge) => {
    if (host.toolstack.is !== 'emergency') throw new XapiError('NOT_IN_EMERGENCY_MODE');
    if (!legsOf(host).some((leg) => leg.bridge === bridge))
      throw new XapiError('INTERNAL_ERROR', `Network_error.Interface_does_not_exist(${textOf(bridge)})`);
    host.dom0.network.managementBridge = textOf(bridge);
    return '';
  },
  // Whoever asks next is shown the new one; the pool's records follow once the host is back.
  'host.emergency_reset_server_certificate': ({ host }) => {
    host.certificateGeneration += 1;
    return '';
  },
  'host.emergency_disable_tls_verification': ({ host }) => {
    host.dom0.tls.isVerifying = false;
    return '';
  },
  'host.emergency_reenable_tls_verification': ({ host }) => {
    host.dom0.tls.isVerifying = true;
    host.dom0.tls.trustsMaster = true;
    return '';
  },
  'host.get_system_status_capabilities': systemStatusCapabilities,
};

/** A master sends the call to the host it is about; a host on its own answers for itself, whichever is named. */
function* systemStatusCapabilities(call: Call, host: Value): Work<Value> {
  if (call.host === call.pool.master) yield* forwardTo(call, textOf(host));
  return capabilitiesXml();
}

function isArmed(pool: PoolState): boolean {
  const [self] = pool.database.refs('pool');
  return self !== undefined && flag(pool.database.get('pool', self), 'ha_enabled');
}

function assertNotArmed(pool: PoolState): void {
  if (isArmed(pool)) throw new XapiError('HA_IS_ENABLED');
}

function afterFuse({ world, host }: Call, act: () => void): void {
  const { life } = host;
  world.clock.after(FUSE_MS * world.slowness, () => {
    if (host.life === life) act();
  });
}

/** Members that cannot be reached are passed over in silence. */
function* recoverSlaves({ world, pool }: Call): Work<Value> {
  const recovered: string[] = [];
  for (const stray of strays(world, pool)) {
    if (!canTalk(pool.master, stray) || stray.toolstack.is === 'stopped') continue;
    yield ONE_HOST_TAKES_MS * world.slowness;
    resetMaster(world, stray, pool.master.address);
    const ref = pool.database.refByUuid('host', stray.uuid);
    if (ref !== undefined) recovered.push(ref);
  }
  return recovered;
}
