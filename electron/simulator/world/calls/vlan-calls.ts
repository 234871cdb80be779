import { flag, list, number, numberOf, ref, refOf, text, textOf } from '../fields.ts';
import { isLiveRow } from '../operations/host-rules.ts';
import type { Work } from '../process.ts';
import { forwardTo } from '../reach.ts';
import { addRow, change, removeRow } from '../rows.ts';
import type { Ref, Row, Value } from '../value.ts';
import type { Call, Implementations, PoolState } from '../world.ts';
import { XapiError } from '../xapi-error.ts';

const PLUG_TAKES_MS = 500;
const LAST_TAG = 4094;
/** A tagged interface has no address of its own on the wire. */
const VLAN_MAC = 'fe:ff:ff:ff:ff:ff';

export const vlanCalls: Implementations = {
  'VLAN.create': function* (call, pif, tag, network) {
    const untagged = yield* create(call, { tagged: refOf(pif), tag: numberOf(tag), network: refOf(network) });
    return ref(call.pool.database.get('PIF', untagged), 'VLAN_master_of') ?? '';
  },
  'VLAN.destroy': function* (call, vlan) {
    return yield* destroy(call, refOf(vlan));
  },
  'pool.create_VLAN_from_PIF': function* (call, pif, network, tag) {
    return yield* createEverywhere(call, {
      device: text(call.pool.database.get('PIF', refOf(pif)), 'device'),
      network: refOf(network),
      tag: numberOf(tag),
    });
  },
  'pool.create_VLAN': function* (call, device, network, tag) {
    return yield* createEverywhere(call, { device: textOf(device), network: refOf(network), tag: numberOf(tag) });
  },
};

interface Plan {
  readonly tagged: Ref;
  readonly tag: number;
  readonly network: Ref;
}

function* create(call: Call, plan: Plan): Work<Ref> {
  const { pool } = call;
  const row = pool.database.get('PIF', plan.tagged);
  pool.database.get('network', plan.network);
  assertPossible(pool, { ...plan, row });
  const host = refOf(row['host']);
  yield* forwardTo(call, host);
  yield PLUG_TAKES_MS * call.world.slowness;
  assertPossible(pool, { ...plan, row });
  const untagged = addRow(call, 'PIF', {
    device: text(row, 'device'),
    network: plan.network,
    host,
    MAC: VLAN_MAC,
    MTU: number(pool.database.get('network', plan.network), 'MTU'),
    VLAN: plan.tag,
    metrics: text(row, 'metrics'),
    physical: false,
    currently_attached: true,
    ip_configuration_mode: 'None',
    ipv6_configuration_mode: 'None',
    primary_address_type: 'IPv4',
    managed: true,
  });
  const vlan = addRow(call, 'VLAN', { tagged_PIF: plan.tagged, untagged_PIF: untagged, tag: plan.tag });
  change(pool, 'PIF', untagged, { VLAN_master_of: vlan });
  return untagged;
}

function assertPossible(pool: PoolState, { tagged, tag, network, row }: Plan & { readonly row: Row }): void {
  if (!Number.isInteger(tag) || tag < 0 || tag > LAST_TAG) throw new XapiError('VLAN_TAG_INVALID', String(tag));
  if (ref(row, 'VLAN_master_of') !== undefined || number(row, 'VLAN') >= 0) throw new XapiError('PIF_IS_VLAN', tagged);
  if (ref(row, 'bond_slave_of') !== undefined) throw new XapiError('CANNOT_ADD_VLAN_TO_BOND_SLAVE', tagged);
  const host = refOf(row['host']);
  const own = pifsOn(pool, host);
  const same = own.find(({ row: other }) => text(other, 'device') === text(row, 'device') && number(other, 'VLAN') === tag);
  if (same !== undefined) throw new XapiError('PIF_VLAN_EXISTS', text(row, 'device'));
  const connected = own.find(({ row: other }) => text(other, 'network') === network);
  if (connected !== undefined) throw new XapiError('NETWORK_ALREADY_CONNECTED', host, connected.self);
}

export function pifsOn(pool: PoolState, host: Ref): readonly { readonly self: Ref; readonly row: Row }[] {
  return list(pool.database.get('host', host), 'PIFs').map((self) => ({ self, row: pool.database.get('PIF', self) }));
}

/** On every host that is there; what one refuses is taken back on the others. */
function* createEverywhere(call: Call, plan: { readonly device: string; readonly network: Ref; readonly tag: number }): Work<Value> {
  const { pool } = call;
  const live = pool.database.refs('host').filter((host) => isLiveRow(pool, pool.database.get('host', host)));
  const cards = live.flatMap((host) => pifsOn(pool, host).filter(({ row }) => isUntagged(row, plan.device)));
  const made: Ref[] = [];
  try {
    for (const { self } of cards) made.push(yield* create(call, { tagged: self, tag: plan.tag, network: plan.network }));
  } catch (error) {
    for (const untagged of made) drop(pool, untagged);
    throw error;
  }
  return made;
}

/** What stands for the parts of a shared card bears its name, and is another thing. */
function isUntagged(row: Row, device: string): boolean {
  return text(row, 'device') === device && number(row, 'VLAN') < 0 && list(row, 'sriov_logical_PIF_of').length === 0;
}

function drop(pool: PoolState, untagged: Ref): void {
  const vlan = ref(pool.database.get('PIF', untagged), 'VLAN_master_of');
  removeRow(pool, 'VLAN', vlan);
  removeRow(pool, 'PIF', untagged);
}

function* destroy(call: Call, vlan: Ref): Work<Value> {
  const { pool } = call;
  const untagged = refOf(pool.database.get('VLAN', vlan)['untagged_PIF']);
  const row = pool.database.get('PIF', untagged);
  if (flag(row, 'management')) throw new XapiError('PIF_IS_MANAGEMENT_INTERFACE', untagged);
  assertNoGuestOn(pool, row);
  yield* forwardTo(call, refOf(row['host']));
  yield PLUG_TAKES_MS * call.world.slowness;
  drop(pool, untagged);
  return '';
}

/** Machines that run on the interface's host and have a card in its network. */
export function assertNoGuestOn(pool: PoolState, pif: Row): void {
  const network = refOf(pif['network']);
  for (const vif of list(pool.database.get('network', network), 'VIFs')) {
    const card = pool.database.get('VIF', vif);
    const vm = ref(card, 'VM');
    const isHere = vm !== undefined && text(pool.database.get('VM', vm), 'resident_on') === text(pif, 'host');
    if (flag(card, 'currently_attached') && isHere) throw new XapiError('VIF_IN_USE', network, vif);
  }
}
