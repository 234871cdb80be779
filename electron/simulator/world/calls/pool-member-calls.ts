import { entry, refOf } from '../fields.ts';
import { designate } from '../membership/designate.ts';
import { evacuate } from '../membership/evacuate.ts';
import { join } from '../membership/join.ts';
import { eject } from '../membership/leave.ts';
import { silentHost } from '../membership/join-checks.ts';
import type { Work } from '../process.ts';
import { canReachDatabase } from '../reach.ts';
import { change } from '../rows.ts';
import type { Ref, Value } from '../value.ts';
import type { Call, Implementations } from '../world.ts';
import { XapiError } from '../xapi-error.ts';

const COPYING_TAKES_MS = 2_000;

/** Who belongs to a pool, who leads it, and what a host does before it is taken out of service. */
export const poolMemberCalls: Implementations = {
  'pool.join': (call, address, user, password) => join(call, { address, user, password, isForced: false }),
  'pool.join_force': (call, address, user, password) => join(call, { address, user, password, isForced: true }),
  'pool.eject': (call, host) => eject(call, refOf(host)),
  'pool.designate_new_master': (call, host) => designate(call, refOf(host)),
  'pool.sync_database': (call) => syncDatabase(call),
  'pool.enable_tls_verification': ({ pool }) => {
    for (const self of pool.database.refs('pool')) change(pool, 'pool', self, { tls_verification_enabled: true });
    for (const self of pool.database.refs('host')) change(pool, 'host', self, { tls_verification_enabled: true });
    return '';
  },
  'pool.set_igmp_snooping_enabled': (call, self, isOn) => snoop(call, refOf(self), isOn),
  'host.evacuate': (call, host, _network, batch) => evacuate(call, refOf(host), batch),
  'host.set_iscsi_iqn': ({ pool }, host, iqn) => {
    if (iqn === '') throw new XapiError('INVALID_VALUE', 'value', '');
    change(pool, 'host', refOf(host), { iscsi_iqn: iqn });
    return '';
  },
  'host.set_multipathing': ({ pool }, host, isOn) => {
    change(pool, 'host', refOf(host), { multipathing: isOn });
    return '';
  },
  'host.syslog_reconfigure': ({ pool }, host) => {
    pool.database.get('host', refOf(host));
    return '';
  },
};

function snoop(call: Call, self: Ref, isOn: Value): Value {
  const { pool } = call;
  const isBridge = pool.database
    .refs('host')
    .some((host) => entry(pool.database.get('host', host), 'software_version', 'network_backend') === 'bridge');
  if (isOn === true && isBridge) throw new XapiError('OPERATION_NOT_ALLOWED', 'IGMP snooping needs Open vSwitch');
  const isMissed = call.world.hosts.some((host) => host.pool === pool && !canReachDatabase(host));
  if (isMissed) throw new XapiError('COULD_NOT_UPDATE_IGMP_SNOOPING_EVERYWHERE');
  change(pool, 'pool', self, { igmp_snooping_enabled: isOn });
  return '';
}

function* syncDatabase(call: Call): Work<Value> {
  const silent = silentHost(call);
  if (silent !== undefined) throw new XapiError('HOST_OFFLINE', silent);
  yield COPYING_TAKES_MS * call.world.slowness;
  return '';
}
