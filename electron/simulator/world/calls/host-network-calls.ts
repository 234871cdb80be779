import { note } from '../dom0/dom0.ts';
import { prefixOf } from '../dom0/ip.ts';
import { legsOf } from '../dom0/legs.ts';
import { list, refOf, text, textOf } from '../fields.ts';
import type { Work } from '../process.ts';
import { forwardTo, machineOf } from '../reach.ts';
import { change } from '../rows.ts';
import type { Ref, Value } from '../value.ts';
import type { Call, Implementations, SimHost } from '../world.ts';
import { XapiError } from '../xapi-error.ts';

const NETWORK_CHANGE_TAKES_MS = 2_000;

/** What a host does to its own interfaces when it is told to. */
export const hostNetworkCalls: Implementations = {
  'PIF.reconfigure_ip': reconfigure,
  'host.management_reconfigure': moveManagement,
};

function* reconfigure(call: Call, pif: Value, mode: Value, ip: Value, netmask: Value, gateway: Value, dns: Value): Work<Value> {
  const { pool, world } = call;
  const self = refOf(pif);
  const host = refOf(pool.database.get('PIF', self)['host']);
  if (textOf(mode) === 'Static' && !/^\d+\.\d+\.\d+\.\d+$/.test(textOf(ip))) throw new XapiError('INVALID_IP_ADDRESS_SPECIFIED', 'IP');
  // The records change first, so that a host that cannot be told finds them when it is back.
  change(pool, 'PIF', self, {
    ip_configuration_mode: textOf(mode),
    IP: textOf(ip),
    netmask: textOf(netmask),
    gateway: textOf(gateway),
    DNS: textOf(dns),
  });
  yield* forwardTo(call, host);
  yield NETWORK_CHANGE_TAKES_MS * world.slowness;
  const machine = machineOf(call, host);
  if (machine !== undefined) applyRecords(machine, self);
  return '';
}

/** The networking daemon does what is written, whatever somebody typed meanwhile. */
function applyRecords(host: SimHost, pif: Ref): void {
  const leg = legsOf(host).find((known) => known.pif === pif);
  if (leg === undefined) return;
  host.dom0.network.addresses.delete(leg.bridge);
  host.dom0.network.gateway = 'recorded';
  const row = host.pool.database.get('PIF', pif);
  note(host.dom0, 'daemon.log', `xcp-networkd: Configuring ${leg.bridge}: ${text(row, 'IP')}/${prefixOf(text(row, 'netmask'))}`);
}

function* moveManagement(call: Call, pif: Value): Work<Value> {
  const { pool, world } = call;
  const self = refOf(pif);
  const row = pool.database.get('PIF', self);
  if (text(row, 'IP') === '') throw new XapiError('INTERFACE_HAS_NO_IP', self);
  const host = refOf(row['host']);
  yield* forwardTo(call, host);
  yield NETWORK_CHANGE_TAKES_MS * world.slowness;
  for (const other of list(pool.database.get('host', host), 'PIFs')) change(pool, 'PIF', other, { management: other === self });
  change(pool, 'host', host, { address: text(row, 'IP') });
  const machine = machineOf(call, host);
  if (machine === undefined) return '';
  machine.dom0.network.managementBridge = undefined;
  machine.address = text(row, 'IP');
  return '';
}
