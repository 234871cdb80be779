import { applyDelta, emptyInventory, type Inventory } from '#shared/domain/inventory/inventory.ts';
import type { RefOf } from '#shared/domain/inventory/watched.ts';
import type { Uplink } from '#shared/domain/operations/network-request.ts';
import { list } from '#simulator/world/fields.ts';
import type { Row } from '#simulator/world/value.ts';
import { ask } from '#test/support/ask.ts';
import { failureTable, type Trial } from '#test/support/failure-table.ts';
import { networkLies, wires } from '#test/support/network-lies.ts';
import type { Operating } from '#test/support/operating.ts';
import { timePasses } from '#test/support/passing-time.ts';
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
  for (const network of rowsNow(at, 'network')) if (get('network', network)['name_label'] === NAME) prepare(at, 'network.destroy', network);
  await heard(
    at,
    ({ network, bond, vlan, sriov }) => bond.size + vlan.size + sriov.size === 0 && ![...network.values()].some(({ name }) => name === NAME),
  );
}

const NAME = 'storage';

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

const trials: readonly Trial[] = [
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
    'a network on shared cards': ['the master is lost', 'the toolstack restarts', 'the app ends'],
    'a network with a tag': ['the toolstack restarts'],
    'settings of a network': ['the master is lost'],
  },
});
