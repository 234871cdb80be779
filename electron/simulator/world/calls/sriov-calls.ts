import { entry, flag, isMap, list, number, ref, refOf, text } from '../fields.ts';
import type { Work } from '../process.ts';
import { forwardTo } from '../reach.ts';
import { addRow, removeRow } from '../rows.ts';
import type { Ref, Row, Value } from '../value.ts';
import type { Call, Implementations, PoolState } from '../world.ts';
import { XapiError } from '../xapi-error.ts';
import { assertNoGuestOn, pifsOn } from './vlan-calls.ts';

const ENABLE_TAKES_MS = 2_000;
/** What stands for the parts of a card has no address of its own on the wire. */
const SRIOV_MAC = 'fe:ff:ff:ff:ff:ff';
/** Drivers that take the number of parts from the file system; the others read it as they are loaded. */
const SPLITS_AT_ONCE = new Set(['ice', 'i40e', 'mlx5_core']);

/** How many parts the makers build into a port, by model. */
const PARTS: ReadonlyMap<string, number> = new Map([
  ['1572', 32],
  ['159b', 64],
]);
const USUAL_PARTS = 8;

export const sriovCalls: Implementations = {
  'network_sriov.create': function* (call, pif, network) {
    return yield* create(call, refOf(pif), refOf(network));
  },
  'network_sriov.destroy': function* (call, sriov) {
    return yield* destroy(call, refOf(sriov));
  },
  'network_sriov.get_remaining_capacity': (call, sriov) => remaining(call.pool, refOf(sriov)),
};

function* create(call: Call, physical: Ref, network: Ref): Work<Value> {
  const { pool } = call;
  assertPossible(pool, physical, network);
  const card = pool.database.get('PIF', physical);
  const host = refOf(card['host']);
  yield* forwardTo(call, host);
  yield ENABLE_TAKES_MS * call.world.slowness;
  assertPossible(pool, physical, network);
  const isAtOnce = SPLITS_AT_ONCE.has(text(pciOf(pool, card), 'driver_name'));
  const logical = addRow(call, 'PIF', {
    device: text(card, 'device'),
    network,
    host,
    MAC: SRIOV_MAC,
    MTU: number(card, 'MTU'),
    VLAN: -1,
    metrics: text(card, 'metrics'),
    physical: false,
    currently_attached: isAtOnce,
    ip_configuration_mode: 'None',
    ipv6_configuration_mode: 'None',
    primary_address_type: 'IPv4',
    managed: true,
  });
  return addRow(call, 'network_sriov', {
    physical_PIF: physical,
    logical_PIF: logical,
    requires_reboot: !isAtOnce,
    configuration_mode: isAtOnce ? 'sysfs' : 'modprobe',
  });
}

function assertPossible(pool: PoolState, physical: Ref, network: Ref): void {
  const [self = ''] = pool.database.refs('pool');
  if (entry(pool.database.get('pool', self), 'restrictions', 'restrict_network_sriov') === 'true')
    throw new XapiError('LICENCE_RESTRICTION', 'Network_sriov');
  const target = pool.database.get('network', network);
  const card = pool.database.get('PIF', physical);
  if (!flag(card, 'physical')) throw new XapiError('PIF_IS_NOT_PHYSICAL', physical);
  if (list(card, 'sriov_physical_PIF_of').length > 0) throw new XapiError('NETWORK_SRIOV_ALREADY_ENABLED', physical);
  if (!list(card, 'capabilities').includes('sriov')) throw new XapiError('PIF_IS_NOT_SRIOV_CAPABLE', physical);
  const host = refOf(card['host']);
  const connected = pifsOn(pool, host).find(({ row }) => text(row, 'network') === network);
  if (connected !== undefined) throw new XapiError('NETWORK_ALREADY_CONNECTED', host, connected.self);
  const [other] = list(target, 'PIFs');
  if (other !== undefined) assertAlike(pool, { physical, network, card, other });
}

interface Joining {
  readonly physical: Ref;
  readonly network: Ref;
  readonly card: Row;
  /** An interface by which another host is in the network. */
  readonly other: Ref;
}

/** Hosts enter one such network over the same kind of card. */
function assertAlike(pool: PoolState, { physical, network, card, other }: Joining): void {
  const [sriov] = list(pool.database.get('PIF', other), 'sriov_logical_PIF_of');
  if (sriov === undefined) throw new XapiError('NETWORK_INCOMPATIBLE_WITH_SRIOV', network);
  const there = pciOf(pool, pool.database.get('PIF', text(pool.database.get('network_sriov', sriov), 'physical_PIF')));
  const here = pciOf(pool, card);
  const isAlike = text(here, 'vendor_id') === text(there, 'vendor_id') && text(here, 'device_id') === text(there, 'device_id');
  if (!isAlike) throw new XapiError('NETWORK_HAS_INCOMPATIBLE_SRIOV_PIFS', physical, network);
}

function pciOf(pool: PoolState, card: Row): Row {
  return pool.database.find('PCI', ref(card, 'PCI') ?? '') ?? {};
}

function* destroy(call: Call, sriov: Ref): Work<Value> {
  const { pool } = call;
  const logical = refOf(pool.database.get('network_sriov', sriov)['logical_PIF']);
  const row = pool.database.get('PIF', logical);
  if (list(row, 'VLAN_slave_of').length > 0) throw new XapiError('PIF_VLAN_STILL_EXISTS', logical);
  assertNoGuestOn(pool, row);
  yield* forwardTo(call, refOf(row['host']));
  yield ENABLE_TAKES_MS * call.world.slowness;
  removeRow(pool, 'network_sriov', sriov);
  removeRow(pool, 'PIF', logical);
  return '';
}

function remaining(pool: PoolState, sriov: Ref): Value {
  const row = pool.database.get('network_sriov', sriov);
  const logical = pool.database.get('PIF', text(row, 'logical_PIF'));
  if (!flag(logical, 'currently_attached')) return 0;
  const parts = PARTS.get(text(pciOf(pool, pool.database.get('PIF', text(row, 'physical_PIF'))), 'device_id')) ?? USUAL_PARTS;
  return Math.max(0, parts - cardsInUse(pool, logical));
}

/** Cards of machines that run on the host and are in the network, tagged or not. */
function cardsInUse(pool: PoolState, logical: Row): number {
  const tagged = list(logical, 'VLAN_slave_of').map((vlan) => pool.database.get('PIF', text(pool.database.get('VLAN', vlan), 'untagged_PIF')));
  const networks = [logical, ...tagged].map((pif) => text(pif, 'network'));
  return networks
    .flatMap((network) => list(pool.database.get('network', network), 'VIFs'))
    .map((vif) => pool.database.get('VIF', vif))
    .filter((vif) => flag(vif, 'currently_attached'))
    .map((vif) => pool.database.find('VM', text(vif, 'VM')))
    .filter((vm) => isMap(vm) && text(vm, 'resident_on') === text(logical, 'host')).length;
}
