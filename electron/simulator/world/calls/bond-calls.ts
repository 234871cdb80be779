import { isMac } from '../domains/mac.ts';
import { flag, isMap, list, mapOf, number, ref, refOf, text, textOf } from '../fields.ts';
import type { Work } from '../process.ts';
import { forwardTo } from '../reach.ts';
import { addRow, change, removeRow } from '../rows.ts';
import { NULL_REF, type Ref, type Row, type Value } from '../value.ts';
import type { Call, Implementations, PoolState } from '../world.ts';
import { XapiError } from '../xapi-error.ts';
import { pifsOn } from './vlan-calls.ts';

const BOND_TAKES_MS = 3_000;
const MODE_TAKES_MS = 1_000;
const HASHING = 'hashing_algorithm';

/** What a member hands to the bond, and gets back from it. */
const ADDRESS_FIELDS = ['ip_configuration_mode', 'IP', 'netmask', 'gateway', 'DNS', 'ipv6_configuration_mode', 'IPv6', 'ipv6_gateway'] as const;
const NO_ADDRESS = {
  ip_configuration_mode: 'None',
  IP: '',
  netmask: '',
  gateway: '',
  DNS: '',
  ipv6_configuration_mode: 'None',
  IPv6: [],
  ipv6_gateway: '',
};

const PROPERTY_VALUES: Readonly<Record<string, RegExp>> = {
  [HASHING]: /^(src_mac|tcpudp_ports)$/,
  'lacp-time': /^(slow|fast)$/,
  'lacp-aggregation-key': /^\d+$/,
  'lacp-fallback-ab': /^(true|false)$/,
};

export const bondCalls: Implementations = {
  'Bond.create': function* (call, network, members, mac, mode, properties) {
    const slaves = Array.isArray(members) ? members.map(refOf) : [];
    return yield* create(call, { network: refOf(network), slaves, mac: textOf(mac), mode: textOf(mode), properties: mapOf(properties) });
  },
  'Bond.destroy': function* (call, bond) {
    return yield* destroy(call, refOf(bond));
  },
  'Bond.set_mode': function* (call, bond, mode) {
    yield* onHostOf(call, refOf(bond));
    const { properties } = call.pool.database.get('Bond', refOf(bond));
    // Only LACP has an algorithm to choose, and one that nobody chose is the one by ports.
    const kept = Object.entries(isMap(properties) ? properties : {}).filter(([name]) => name !== HASHING);
    const hashing = isMap(properties) ? (properties[HASHING] ?? 'tcpudp_ports') : 'tcpudp_ports';
    const wished = Object.fromEntries([...kept, ...(textOf(mode) === 'lacp' ? [[HASHING, hashing]] : [])]);
    change(call.pool, 'Bond', refOf(bond), { mode: textOf(mode), properties: wished });
    return '';
  },
  'Bond.set_property': function* (call, bond, name, value) {
    assertProperty(textOf(name), textOf(value));
    yield* onHostOf(call, refOf(bond));
    const before = call.pool.database.get('Bond', refOf(bond))['properties'];
    change(call.pool, 'Bond', refOf(bond), { properties: { ...(isMap(before) ? before : {}), [textOf(name)]: textOf(value) } });
    return '';
  },
};

/** The bond's host does it, and has to be there. */
function* onHostOf(call: Call, bond: Ref): Work<void> {
  const master = refOf(call.pool.database.get('Bond', bond)['master']);
  yield* forwardTo(call, refOf(call.pool.database.get('PIF', master)['host']));
  yield MODE_TAKES_MS * call.world.slowness;
}

interface Plan {
  readonly network: Ref;
  readonly slaves: readonly Ref[];
  readonly mac: string;
  readonly mode: string;
  readonly properties: Row;
}

function* create(call: Call, plan: Plan): Work<Value> {
  const { pool } = call;
  const host = assertPossible(pool, plan);
  yield* forwardTo(call, host);
  yield BOND_TAKES_MS * call.world.slowness;
  assertPossible(pool, plan);
  const primary = primaryOf(pool, plan.slaves);
  const row = pool.database.get('PIF', primary);
  const own = pifsOn(pool, host);
  const speed = plan.slaves.reduce(
    (sum, slave) => sum + number(pool.database.find('PIF_metrics', text(pool.database.get('PIF', slave), 'metrics')) ?? {}, 'speed'),
    0,
  );
  const metrics = addRow(call, 'PIF_metrics', { carrier: true, speed, duplex: true });
  const master = addRow(call, 'PIF', {
    device: freeDevice(own.map(({ row: other }) => text(other, 'device'))),
    network: plan.network,
    host,
    MAC: plan.mac === '' ? text(row, 'MAC') : plan.mac,
    MTU: number(pool.database.get('network', plan.network), 'MTU'),
    VLAN: -1,
    metrics,
    physical: false,
    currently_attached: true,
    management: flag(row, 'management'),
    disallow_unplug: flag(row, 'disallow_unplug'),
    primary_address_type: 'IPv4',
    managed: true,
    properties: { gro: 'on' },
    ...addressOf(row),
  });
  const bond = addRow(call, 'Bond', {
    master,
    primary_slave: primary,
    mode: plan.mode,
    properties: plan.properties,
    links_up: plan.slaves.filter((slave) => hasLink(pool, slave)).length,
    auto_update_mac: plan.mac === '',
  });
  for (const slave of plan.slaves) change(pool, 'PIF', slave, { bond_slave_of: bond, management: false, disallow_unplug: false, ...NO_ADDRESS });
  moveGuests(pool, { from: plan.slaves, to: plan.network });
  moveVlans(pool, { from: plan.slaves, to: master });
  return bond;
}

/** The host they are all on. */
function assertPossible(pool: PoolState, plan: Plan): Ref {
  pool.database.get('network', plan.network);
  if (plan.slaves.length < 2) throw new XapiError('PIF_BOND_NEEDS_MORE_MEMBERS');
  if (plan.mac !== '' && !isMac(plan.mac)) throw new XapiError('MAC_INVALID', plan.mac);
  const rows = plan.slaves.map((self) => ({ self, row: pool.database.get('PIF', self) }));
  const [host = '', other] = new Set(rows.map(({ row }) => text(row, 'host')));
  if (other !== undefined) throw new XapiError('PIF_CANNOT_BOND_CROSS_HOST');
  for (const member of rows) assertFree(member);
  const connected = pifsOn(pool, host).find(({ row }) => text(row, 'network') === plan.network);
  if (connected !== undefined) throw new XapiError('NETWORK_ALREADY_CONNECTED', host, connected.self);
  assertCarries(
    pool,
    rows.map(({ row }) => row),
  );
  for (const [name, value] of Object.entries(plan.properties)) assertProperty(name, textOf(value));
  return host;
}

/** One address, and no management traffic that HA relies on. */
function assertCarries(pool: PoolState, rows: readonly Row[]): void {
  if (rows.filter((row) => text(row, 'IP') !== '').length > 1) throw new XapiError('PIF_BOND_MORE_THAN_ONE_IP');
  if (isHaOn(pool) && rows.some((row) => flag(row, 'management'))) throw new XapiError('HA_CANNOT_CHANGE_BOND_STATUS_OF_MGMT_IFACE');
}

function assertFree({ self, row }: { readonly self: Ref; readonly row: Row }): void {
  if (ref(row, 'bond_slave_of') !== undefined) throw new XapiError('PIF_ALREADY_BONDED', self);
  if (number(row, 'VLAN') >= 0) throw new XapiError('PIF_VLAN_EXISTS', text(row, 'device'));
  if (list(row, 'tunnel_transport_PIF_of').length > 0) throw new XapiError('PIF_TUNNEL_STILL_EXISTS', self);
}

function isHaOn(pool: PoolState): boolean {
  const [self] = pool.database.refs('pool');
  return self !== undefined && flag(pool.database.get('pool', self), 'ha_enabled');
}

function assertProperty(name: string, value: string): void {
  if (PROPERTY_VALUES[name]?.test(value) !== true) throw new XapiError('INVALID_VALUE', 'properties', `${name} = ${value}`);
}

/** The one that carries the management traffic, else one that has an address, else the first. */
function primaryOf(pool: PoolState, slaves: readonly Ref[]): Ref {
  const rows = slaves.map((self) => ({ self, row: pool.database.get('PIF', self) }));
  const chosen = rows.find(({ row }) => flag(row, 'management')) ?? rows.find(({ row }) => text(row, 'IP') !== '') ?? rows[0];
  return chosen?.self ?? '';
}

function addressOf(row: Row): Row {
  return Object.fromEntries(ADDRESS_FIELDS.flatMap((field) => (row[field] === undefined ? [] : [[field, row[field]]])));
}

function freeDevice(taken: readonly string[]): string {
  for (let number = 0; ; number += 1) {
    if (!taken.includes(`bond${number}`)) return `bond${number}`;
  }
}

function hasLink(pool: PoolState, pif: Ref): boolean {
  return flag(pool.database.find('PIF_metrics', text(pool.database.get('PIF', pif), 'metrics')) ?? {}, 'carrier');
}

/** Only those that run here or nowhere, and only while no other host keeps them in the old network. */
function moveGuests(pool: PoolState, { from, to }: { readonly from: readonly Ref[]; readonly to: Ref }): void {
  const old = new Set(from.map((pif) => text(pool.database.get('PIF', pif), 'network')));
  const host = text(pool.database.get('PIF', from[0] ?? ''), 'host');
  for (const network of old) {
    for (const vif of list(pool.database.get('network', network), 'VIFs')) {
      const vm = ref(pool.database.get('VIF', vif), 'VM');
      const at = vm === undefined ? undefined : ref(pool.database.get('VM', vm), 'resident_on');
      if (at === undefined || at === host) change(pool, 'VIF', vif, { network: to });
    }
  }
}

function moveVlans(pool: PoolState, { from, to }: { readonly from: readonly Ref[]; readonly to: Ref }): void {
  const device = text(pool.database.get('PIF', to), 'device');
  for (const vlan of pool.database.refs('VLAN')) {
    const row = pool.database.get('VLAN', vlan);
    if (!from.includes(text(row, 'tagged_PIF'))) continue;
    change(pool, 'VLAN', vlan, { tagged_PIF: to });
    change(pool, 'PIF', text(row, 'untagged_PIF'), { device });
  }
}

function* destroy(call: Call, bond: Ref): Work<Value> {
  const { pool } = call;
  const row = pool.database.get('Bond', bond);
  const master = refOf(row['master']);
  const pif = pool.database.get('PIF', master);
  if (isHaOn(pool) && flag(pif, 'management')) throw new XapiError('HA_CANNOT_CHANGE_BOND_STATUS_OF_MGMT_IFACE');
  yield* forwardTo(call, refOf(pif['host']));
  yield BOND_TAKES_MS * call.world.slowness;
  const primary = refOf(row['primary_slave']);
  for (const slave of list(row, 'slaves')) change(pool, 'PIF', slave, { bond_slave_of: NULL_REF, currently_attached: true });
  change(pool, 'PIF', primary, { management: flag(pif, 'management'), disallow_unplug: flag(pif, 'disallow_unplug'), ...addressOf(pif) });
  moveGuests(pool, { from: [master], to: text(pool.database.get('PIF', primary), 'network') });
  moveVlans(pool, { from: [master], to: primary });
  removeRow(pool, 'Bond', bond);
  removeRow(pool, 'PIF_metrics', ref(pif, 'metrics'));
  removeRow(pool, 'PIF', master);
  return '';
}
