import { note } from '../dom0/dom0.ts';
import { prefixOf } from '../dom0/ip.ts';
import { legsOf, managedAt } from '../dom0/legs.ts';
import { flag, list, ref, refOf, text, textOf } from '../fields.ts';
import type { Work } from '../process.ts';
import { forwardTo, machineOf } from '../reach.ts';
import { change } from '../rows.ts';
import type { Ref, Row, Value } from '../value.ts';
import type { Call, Implementations, SimHost } from '../world.ts';
import { pifsOn } from './vlan-calls.ts';
import { XapiError } from '../xapi-error.ts';

const NETWORK_CHANGE_TAKES_MS = 2_000;

/** What a host does to its own interfaces when it is told to. */
export const hostNetworkCalls: Implementations = {
  'PIF.reconfigure_ip': reconfigure,
  'PIF.reconfigure_ipv6': reconfigureV6,
  'PIF.set_primary_address_type': setPrimaryAddressType,
  'host.management_reconfigure': moveManagement,
  'pool.management_reconfigure': moveWholePool,
};

const IPV4 = /^(?:\d{1,3}\.){3}\d{1,3}$/;
const IPV6_WITH_LENGTH = /^[\da-f:]*:[\da-f:]*\/\d{1,3}$/i;

/** In the order the server looks at it. */
function assertReconfigurable(call: Call, self: Ref, wished: { readonly mode: string; readonly addresses: Readonly<Record<string, string>> }): void {
  const row = call.pool.database.get('PIF', self);
  if (!flag(row, 'managed')) throw new XapiError('PIF_UNMANAGED', self);
  const [pool = ''] = call.pool.database.refs('pool');
  if (flag(call.pool.database.get('pool', pool), 'ha_enabled')) throw new XapiError('HA_IS_ENABLED');
  if (ref(row, 'bond_slave_of') !== undefined) throw new XapiError('CANNOT_CHANGE_PIF_PROPERTIES', self);
  if (wished.mode === 'None' && flag(row, 'management')) throw new XapiError('PIF_IS_MANAGEMENT_INTERFACE', self);
  const wrong = wished.mode === 'Static' ? Object.entries(wished.addresses).find(([name, address]) => !isSound(name, address)) : undefined;
  if (wrong !== undefined) throw new XapiError('INVALID_IP_ADDRESS_SPECIFIED', wrong[0]);
}

function isSound(name: string, address: string): boolean {
  if (name === 'IPv6') return IPV6_WITH_LENGTH.test(address);
  return IPV4.test(address) || (name === 'gateway' && address === '');
}

function* reconfigureV6(call: Call, pif: Value, mode: Value, address: Value, gateway: Value, dns: Value): Work<Value> {
  const { pool, world } = call;
  const self = refOf(pif);
  assertReconfigurable(call, self, { mode: textOf(mode), addresses: { IPv6: textOf(address) } });
  yield* forwardTo(call, refOf(pool.database.get('PIF', self)['host']));
  yield NETWORK_CHANGE_TAKES_MS * world.slowness;
  const isStatic = textOf(mode) === 'Static';
  const host = refOf(pool.database.get('PIF', self)['host']);
  const goesByIt = list(pool.database.get('PIF', self), 'IPv6').some((one) => one.split('/')[0] === text(pool.database.get('host', host), 'address'));
  machineOf(call, host)?.dom0.network.addresses6.delete(
    text(pool.database.find('network', text(pool.database.get('PIF', self), 'network')) ?? {}, 'bridge'),
  );
  // Told with its next hello, where it is managed over IPv6.
  if (isStatic && goesByIt) change(pool, 'host', host, { address: textOf(address).split('/')[0] ?? '' });
  change(pool, 'PIF', self, {
    ipv6_configuration_mode: textOf(mode),
    IPv6: isStatic ? [textOf(address)] : [],
    ipv6_gateway: isStatic ? textOf(gateway) : '',
    ...(textOf(dns) === '' ? {} : { DNS: textOf(dns) }),
  });
  return '';
}

function setPrimaryAddressType({ pool }: Call, pif: Value, type: Value): Value {
  const self = refOf(pif);
  const row = pool.database.get('PIF', self);
  const [only = ''] = pool.database.refs('pool');
  if (flag(pool.database.get('pool', only), 'ha_enabled')) throw new XapiError('HA_IS_ENABLED');
  if (flag(row, 'management')) throw new XapiError('PIF_IS_MANAGEMENT_INTERFACE', self);
  change(pool, 'PIF', self, { primary_address_type: textOf(type) });
  return '';
}

/** Members first, the master last; nothing is begun where one has no address there. */
function* moveWholePool(call: Call, network: Value): Work<Value> {
  const { pool } = call;
  const self = refOf(network);
  const hosts = pool.database.refs('host').toSorted((a, b) => Number(a === pool.master.ref) - Number(b === pool.master.ref));
  const ways = hosts.map((host) => {
    const way = pifsOn(pool, host).find(({ row }) => text(row, 'network') === self);
    if (way === undefined) throw new XapiError('PIF_NOT_PRESENT', host, self);
    return way;
  });
  const kind = text(ways[0]?.row ?? {}, 'primary_address_type');
  for (const way of ways) {
    if (text(way.row, 'primary_address_type') !== kind) throw new XapiError('PIF_INCOMPATIBLE_PRIMARY_ADDRESS_TYPE', way.self);
    assertUsable(way.row, way.self);
  }
  for (const way of ways) yield* moveManagement(call, way.self);
  return '';
}

function* reconfigure(call: Call, pif: Value, mode: Value, ip: Value, netmask: Value, gateway: Value, dns: Value): Work<Value> {
  const { pool, world } = call;
  const self = refOf(pif);
  const host = refOf(pool.database.get('PIF', self)['host']);
  const addresses = { IP: textOf(ip), netmask: textOf(netmask), gateway: textOf(gateway) };
  assertReconfigurable(call, self, { mode: textOf(mode), addresses });
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
  const row = pool.database.get('PIF', self);
  // A host whose own way it is tells its master with its next hello.
  const address = managedAt(row);
  if (flag(row, 'management') && address !== undefined) change(pool, 'host', host, { address });
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

/** By the kind of address that is its first one. */
function assertUsable(row: Row, self: Ref): void {
  if (ref(row, 'bond_slave_of') !== undefined) throw new XapiError('CANNOT_PLUG_BOND_SLAVE', self);
  const isBySix = text(row, 'primary_address_type') === 'IPv6';
  const mode = text(row, isBySix ? 'ipv6_configuration_mode' : 'ip_configuration_mode');
  if (mode === 'None') throw new XapiError(isBySix ? 'PIF_HAS_NO_V6_NETWORK_CONFIGURATION' : 'PIF_HAS_NO_NETWORK_CONFIGURATION', self);
}

function* moveManagement(call: Call, pif: Value): Work<Value> {
  const { pool, world } = call;
  const self = refOf(pif);
  const row = pool.database.get('PIF', self);
  const [only = ''] = pool.database.refs('pool');
  if (flag(pool.database.get('pool', only), 'ha_enabled')) throw new XapiError('HA_IS_ENABLED');
  assertUsable(row, self);
  const address = managedAt(row);
  if (address === undefined) throw new XapiError('INTERFACE_HAS_NO_IP', text(row, 'device'));
  const host = refOf(row['host']);
  yield* forwardTo(call, host);
  yield NETWORK_CHANGE_TAKES_MS * world.slowness;
  for (const other of list(pool.database.get('host', host), 'PIFs')) change(pool, 'PIF', other, { management: other === self });
  change(pool, 'host', host, { address });
  const machine = machineOf(call, host);
  if (machine === undefined) return '';
  machine.dom0.network.managementBridge = undefined;
  machine.address = address;
  return '';
}
