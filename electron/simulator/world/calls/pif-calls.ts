import { flag, list, number, ref, refOf, text } from '../fields.ts';
import type { Work } from '../process.ts';
import { forwardTo, machineOf } from '../reach.ts';
import { addRow, change } from '../rows.ts';
import type { Ref, Row, Value } from '../value.ts';
import type { Call, Implementations, PoolState } from '../world.ts';
import { XapiError } from '../xapi-error.ts';
import { assertNoGuestOn, pifsOn } from './vlan-calls.ts';

const PLUG_TAKES_MS = 500;
const SCAN_TAKES_MS = 1_000;

/** What is done to interfaces as the pool knows them. */
export const pifCalls: Implementations = {
  'PIF.plug': function* (call, pif) {
    return yield* plug(call, refOf(pif));
  },
  'PIF.unplug': function* (call, pif) {
    return yield* unplug(call, refOf(pif));
  },
  'PIF.set_disallow_unplug': ({ pool }, pif, value) => {
    change(pool, 'PIF', refOf(pif), { disallow_unplug: value === true });
    return '';
  },
  'PIF.scan': function* (call, host) {
    return yield* scan(call, refOf(host));
  },
};

function* plug(call: Call, self: Ref): Work<Value> {
  const { pool, world } = call;
  const row = pool.database.get('PIF', self);
  if (ref(row, 'bond_slave_of') !== undefined) throw new XapiError('CANNOT_PLUG_BOND_SLAVE', self);
  const [tunnel] = list(row, 'tunnel_access_PIF_of');
  const transport = tunnel === undefined ? undefined : ref(pool.database.get('tunnel', tunnel), 'transport_PIF');
  const isConfigured = transport === undefined || text(pool.database.get('PIF', transport), 'ip_configuration_mode') !== 'None';
  if (!isConfigured) throw new XapiError('TRANSPORT_PIF_NOT_CONFIGURED', transport);
  yield* forwardTo(call, refOf(row['host']));
  yield PLUG_TAKES_MS * world.slowness;
  change(pool, 'PIF', self, { currently_attached: true, MTU: number(pool.database.get('network', text(row, 'network')), 'MTU') });
  return '';
}

function* unplug(call: Call, self: Ref): Work<Value> {
  const { pool, world } = call;
  const row = pool.database.get('PIF', self);
  if (flag(row, 'management')) throw new XapiError('PIF_IS_MANAGEMENT_INTERFACE', self);
  if (flag(row, 'disallow_unplug')) throw new XapiError('PIF_DOES_NOT_ALLOW_UNPLUG', self);
  assertNoGuestOn(pool, row);
  yield* forwardTo(call, refOf(row['host']));
  yield PLUG_TAKES_MS * world.slowness;
  change(pool, 'PIF', self, { currently_attached: false });
  return '';
}

/** Cards that were put in get a record, in the network of the bridge that their number names; what was taken out keeps its record. */
function* scan(call: Call, host: Ref): Work<Value> {
  const { pool, world } = call;
  pool.database.get('host', host);
  yield* forwardTo(call, host);
  yield SCAN_TAKES_MS * world.slowness;
  const known = new Set(pifsOn(pool, host).map(({ row }) => text(row, 'device')));
  const cards = machineOf(call, host)?.dom0.network.added ?? new Map<string, string>();
  for (const [device, mac] of cards) {
    if (known.has(device)) continue;
    const metrics = addRow(call, 'PIF_metrics', { carrier: true, speed: 1000, duplex: true, vendor_name: 'Intel Corporation', device_name: 'I350' });
    const network = networkOf(call, device);
    addRow(call, 'PIF', { ...blank, device, network, host, MAC: mac, MTU: number(pool.database.get('network', network), 'MTU'), metrics });
  }
  return '';
}

const blank: Row = {
  VLAN: -1,
  physical: true,
  currently_attached: false,
  managed: true,
  ip_configuration_mode: 'None',
  ipv6_configuration_mode: 'None',
  primary_address_type: 'IPv4',
};

function networkOf(call: Call, device: string): Ref {
  const { pool } = call;
  const bridge = `xenbr${device.replaceAll(/\D/g, '')}`;
  return (
    bridgeIn(pool, bridge) ?? addRow(call, 'network', { name_label: `Pool-wide network associated with ${device}`, bridge, MTU: 1500, managed: true })
  );
}

function bridgeIn(pool: PoolState, bridge: string): Ref | undefined {
  return pool.database.refs('network').find((self) => text(pool.database.get('network', self), 'bridge') === bridge);
}
