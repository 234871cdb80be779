import { applyDelta, emptyInventory, type Inventory } from '#shared/domain/inventory/inventory.ts';
import type { HostRef, RefOf } from '#shared/domain/inventory/watched.ts';
import type { HostAddress, Uplink } from '#shared/domain/operations/network-request.ts';
import { list } from '#simulator/world/fields.ts';
import type { Row } from '#simulator/world/value.ts';
import { ask, named } from '#test/support/ask.ts';
import { failureTable, type Trial } from '#test/support/failure-table.ts';
import { networkLies, wires } from '#test/support/network-lies.ts';
import type { Operating } from '#test/support/operating.ts';
import { isNow, timePasses } from '#test/support/passing-time.ts';
import { firstPool } from '#test/support/served-world.ts';

const database = (at: Operating) => firstPool(at.served.world).database;
const server = (at: Operating) => ({ server: at.server });
const hosts = (at: Operating): number => database(at).refs('host').length;

const tagged: Uplink = { is: 'vlan', device: 'eth1', tag: 120 };
const bonded: Uplink = { is: 'bond', devices: ['eth1', 'eth3'], mode: 'active-backup' };
const shared: Uplink = { is: 'sriov', device: 'eth2' };

function prepare(at: Operating, method: string, ...parameters: readonly unknown[]): string {
  const answer = ask(at.served.world, method, parameters as never);
  if (typeof answer === 'object' && 'error' in answer) throw new Error(`${method}: ${JSON.stringify(answer)}`);
  return String(answer);
}

/** Of what is taken away while it is looked through, some would be passed over. */
function rowsNow(at: Operating, table: string): readonly string[] {
  return [...database(at).refs(table)];
}

/** Takes away what a trial has left, so that the next one finds cards and names free; then the engine has to have heard of it. */
async function anew(at: Operating): Promise<void> {
  const { get } = database(at);
  for (const sriov of rowsNow(at, 'network_sriov')) prepare(at, 'network_sriov.destroy', sriov);
  for (const vlan of rowsNow(at, 'VLAN')) prepare(at, 'VLAN.destroy', vlan);
  for (const bond of rowsNow(at, 'Bond')) prepare(at, 'Bond.destroy', bond);
  for (const network of rowsNow(at, 'network')) if (isOurs(String(get('network', network)['name_label']))) prepare(at, 'network.destroy', network);
  await heard(
    at,
    ({ network, bond, vlan, sriov }) => bond.size + vlan.size + sriov.size === 0 && ![...network.values()].some(({ name }) => isOurs(name)),
  );
}

const NAME = 'storage';
const isOurs = (name: string): boolean => name === NAME || name === `${NAME} (bond)`;

async function heard(at: Operating, isSo: (inventory: Inventory) => boolean): Promise<void> {
  for (;;) {
    const picture = await at.engine.call('pool.snapshot', { server: at.server });
    if (picture.ok && isSo(applyDelta(emptyInventory, picture.value.inventory))) return;
    const sinceMs = at.engine.clock.now();
    await timePasses(at.engine, () => at.engine.clock.now() > sinceMs + 200);
  }
}

/** A network that is there already, with a way in from every host. */
async function aNetwork(at: Operating, uplink: Uplink): Promise<RefOf<'network'>> {
  await anew(at);
  const network = prepare(at, 'network.create', {
    name_label: NAME,
    name_description: '',
    MTU: 1500,
    other_config: {},
    bridge: '',
    managed: true,
    tags: [],
  });
  for (const host of database(at).refs('host')) {
    const cards = list(database(at).get('host', host), 'PIFs').filter((pif) => database(at).get('PIF', pif)['physical'] === true);
    const called = (device: string): string => cards.find((pif) => database(at).get('PIF', pif)['device'] === device) ?? '';
    if (uplink.is === 'vlan') prepare(at, 'VLAN.create', called(uplink.device), uplink.tag, network);
    if (uplink.is === 'bond') prepare(at, 'Bond.create', network, uplink.devices.map(called), '', uplink.mode, {});
    if (uplink.is === 'sriov') prepare(at, 'network_sriov.create', called(uplink.device), network);
  }
  await heard(at, (inventory) => [...inventory.pif.values()].filter((pif) => pif.network === network).length === hosts(at));
  return network as RefOf<'network'>;
}

const row = (at: Operating): Row | undefined => {
  const { refs, get } = database(at);
  const [only, ...others] = refs('network').filter((self) => get('network', self)['name_label'] === NAME);
  return only === undefined || others.length > 0 ? undefined : get('network', only);
};

const creationOf = (name: string, uplink: Uplink): Trial => ({
  name,
  async request(at) {
    await anew(at);
    return { kind: 'network.create', ...server(at), name: NAME, description: 'for the array', mtu: 1500, isAutomatic: false, uplink };
  },
  isDone: (at) => list(row(at) ?? {}, 'PIFs').length === (uplink.is === 'none' ? 0 : hosts(at)) && row(at)?.['name_description'] === 'for the array',
});

const deletionOf = (name: string, uplink: Uplink): Trial => ({
  name,
  request: async (at) => ({ kind: 'network.destroy', ...server(at), network: await aNetwork(at, uplink) }),
  isDone: (at) => row(at) === undefined && database(at).refs('VLAN').length + database(at).refs('Bond').length === 0,
});

const CARD = 'Pool-wide network associated with eth1';
const STORAGE = 'Pool-wide network associated with eth2';

const networkOf = (at: Operating, name: string): RefOf<'network'> => named(at.served.world, 'network', name) as RefOf<'network'>;

function waysOf(at: Operating, network: string): readonly (readonly [self: string, way: Row])[] {
  return list(database(at).get('network', network), 'PIFs').map((self) => [self, database(at).get('PIF', self)]);
}

function addressesFrom(at: Operating, first: string): readonly HostAddress[] {
  const gets = (position: number) => ({ mode: 'Static' as const, ip: `${first}.${11 + position}`, netmask: '255.255.255.0', gateway: '', dns: '' });
  return database(at)
    .refs('host')
    .map((host, position) => ({ host: host as HostRef, ...gets(position) }));
}

/** These worlds lend no shells. */
const unasked = [{ is: 'neighbours-not-asked' }, { is: 'reach-not-proven', host: 'host-b' }, { is: 'reach-not-proven', host: 'host-a' }];

const addressing: Trial = {
  name: 'addresses of hosts',
  remarks: unasked,
  async request(at) {
    await anew(at);
    const network = networkOf(at, CARD);
    for (const [self] of waysOf(at, network)) prepare(at, 'PIF.reconfigure_ip', self, 'None', '', '', '', '');
    await heard(at, ({ pif }) => [...pif.values()].every((way) => way.network !== network || way.ip === ''));
    return { kind: 'network.address', ...server(at), network, addresses: addressesFrom(at, '10.50.0'), insists: false };
  },
  isDone: (at) => waysOf(at, networkOf(at, CARD)).every(([, way]) => String(way['IP']).startsWith('10.50.0.')),
};

const moving: Trial = {
  name: 'management over another network',
  async request(at) {
    await anew(at);
    for (const [self, way] of waysOf(at, networkOf(at, 'Pool-wide network associated with eth0')))
      if (way['management'] !== true) prepare(at, 'host.management_reconfigure', self);
    const network = networkOf(at, STORAGE);
    const isBack = (inventory: Inventory): boolean => [...inventory.pif.values()].every((way) => way.network !== network || !way.isManagement);
    await heard(at, isBack);
    await timePasses(at.engine, isNow(at.engine, 'live'));
    return { kind: 'network.move-management', ...server(at), network, host: memberOf(at), insists: true };
  },
  isDone: (at) => waysOf(at, networkOf(at, STORAGE)).every(([, way]) => (way['management'] === true) === (way['host'] === memberOf(at))),
};

function memberOf(at: Operating): HostRef {
  const [pool = ''] = database(at).refs('pool');
  const { master } = database(at).get('pool', pool);
  return database(at)
    .refs('host')
    .find((host) => host !== master) as HostRef;
}

const building: Trial = {
  name: 'a storage network',
  remarks: unasked,
  async request(at) {
    await anew(at);
    const whole = { name: NAME, devices: ['eth1', 'eth3'], mode: 'active-backup', tag: 70, mtu: 9000 } as const;
    return { kind: 'network.build-storage', ...server(at), ...whole, addresses: addressesFrom(at, '10.51.0') };
  },
  isDone: (at) =>
    row(at) !== undefined &&
    waysOf(at, networkOf(at, NAME)).every(([, way]) => String(way['IP']).startsWith('10.51.0.') && way['disallow_unplug'] === true),
};

const trials: readonly Trial[] = [
  addressing,
  moving,
  building,
  creationOf('a network with a tag', tagged),
  creationOf('a network over bonds', bonded),
  creationOf('a network on shared cards', shared),
  deletionOf('the deletion of one over bonds', bonded),
  {
    name: 'settings of a network',
    request: async (at) => ({
      kind: 'network.configure',
      ...server(at),
      network: await aNetwork(at, tagged),
      mtu: 9000,
      isAutomatic: true,
      purposes: ['migration'],
    }),
    isDone: (at) => row(at)?.['MTU'] === 9000 && JSON.stringify(row(at)?.['other_config']) === '{"automatic":"true"}',
  },
  {
    name: 'another bond mode',
    request: async (at) => ({ kind: 'network.set-bond', ...server(at), network: await aNetwork(at, bonded), mode: 'lacp', hashing: 'src_mac' }),
    isDone: (at) =>
      database(at)
        .refs('Bond')
        .every(
          (self) =>
            JSON.stringify([database(at).get('Bond', self)['mode'], database(at).get('Bond', self)['properties']]) ===
            '["lacp",{"hashing_algorithm":"src_mac"}]',
        ),
  },
];

failureTable({
  trials,
  telling: wires,
  lies: networkLies,
  // Looked at once: they go the same way as a network over bonds, and take as long.
  without: {
    'addresses of hosts': ['the master is lost', 'the toolstack restarts'],
    'management over another network': ['it is cancelled', 'the toolstack restarts'],
    'a storage network': ['a call fails', 'the master is lost', 'the toolstack restarts'],
    'a network on shared cards': ['the master is lost', 'the toolstack restarts', 'the app ends'],
    'a network with a tag': ['the toolstack restarts'],
    'settings of a network': ['the master is lost'],
  },
});
