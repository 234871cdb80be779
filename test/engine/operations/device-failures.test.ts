import type { Requested } from '#shared/contract/request-schema.ts';
import type { RefOf, VmRef } from '#shared/domain/inventory/watched.ts';
import type { Row } from '#simulator/world/value.ts';
import { deviceLies, devices } from '#test/support/device-lies.ts';
import { failureTable, type Trial } from '#test/support/failure-table.ts';
import { aFreshMachine } from '#test/support/fresh-machine.ts';
import type { Operating } from '#test/support/operating.ts';
import { prepare } from '#test/support/engine-picture.ts';
import { timePasses } from '#test/support/passing-time.ts';
import { firstPool } from '#test/support/served-world.ts';

type Kept = 'vbd' | 'vif';

const server = (at: Operating) => ({ server: at.server });
const rowOf = (at: Operating, table: string, self: string): Row | undefined => firstPool(at.served.world).database.find(table, self);

/** What a machine has of these, in the order the server tells. */
function devicesOf<K extends Kept>(at: Operating, kind: K, vm: VmRef): readonly (readonly [RefOf<K>, Row])[] {
  const { database } = firstPool(at.served.world);
  const table = kind === 'vbd' ? 'VBD' : 'VIF';
  const refs = database.refs(table).filter((self) => database.get(table, self)['VM'] === vm);
  return refs.map((self) => [self as RefOf<K>, database.get(table, self)] as const);
}

function first<T>([found]: readonly T[], what: string): T {
  if (found === undefined) throw new RangeError(`no ${what}`);
  return found;
}

const cardOf = (at: Operating, vm: VmRef): RefOf<'vif'> => first(devicesOf(at, 'vif', vm), 'card')[0];
const discDriveOf = (at: Operating, vm: VmRef): Row | undefined => devicesOf(at, 'vbd', vm).find(([, row]) => row['type'] === 'CD')?.[1];

function toolsDisc(at: Operating): RefOf<'vdi'> {
  const { database } = firstPool(at.served.world);
  const discs = database.refs('VDI').filter((self) => database.get('VDI', self)['is_tools_iso'] === true);
  return first(discs, 'disc') as RefOf<'vdi'>;
}

const driveOf = (at: Operating, vm: VmRef): RefOf<'vbd'> =>
  first(
    devicesOf(at, 'vbd', vm).filter(([, row]) => row['type'] === 'Disk'),
    'drive',
  )[0];

const isActive = (at: Operating, request: Requested): boolean => {
  const row = 'drive' in request ? rowOf(at, 'VBD', request.drive) : 'card' in request ? rowOf(at, 'VIF', request.card) : undefined;
  return row?.['currently_attached'] === true;
};

/** Already taken away from the guest, which the engine has heard of. */
async function anIdle<K extends Kept>(at: Operating, kind: K, self: RefOf<K>): Promise<RefOf<K>> {
  const table = kind === 'vbd' ? 'VBD' : 'VIF';
  prepare(at, `${table}.unplug`, [self]);
  await timePasses(at.engine, () =>
    at.engine.said.some((event) => event.topic === 'pools' && event.payload.delta[kind]?.set?.[self]?.isAttached === false),
  );
  return self;
}

const machineOf = (request: Requested): VmRef => ('machine' in request ? request.machine : ('' as VmRef));

/** What is done with devices of machines that run. */
const trials: readonly Trial[] = [
  {
    name: 'a disc that is put in',
    request: async (at) => ({ kind: 'disc.change', ...server(at), machine: (await aFreshMachine(at, { is: 'running' })).vm, disc: toolsDisc(at) }),
    isDone: (at, request) => discDriveOf(at, machineOf(request))?.['VDI'] === toolsDisc(at),
  },
  {
    name: 'a card that a running machine gets',
    async request(at) {
      const { vm } = await aFreshMachine(at, { is: 'running' });
      const network = rowOf(at, 'VIF', cardOf(at, vm))?.['network'] as RefOf<'network'>;
      return { kind: 'card.create', ...server(at), machine: vm, network, device: '5' };
    },
    isDone(at, request) {
      const made = devicesOf(at, 'vif', machineOf(request)).filter(([, row]) => row['device'] === '5');
      return made.length === 1 && made[0]?.[1]['currently_attached'] === true;
    },
  },
  {
    name: 'a card with another address',
    async request(at) {
      const { vm } = await aFreshMachine(at, { is: 'running' });
      return { kind: 'card.change', ...server(at), card: cardOf(at, vm), changes: { mac: `02:16:3e:00:01:${String((made += 1)).padStart(2, '0')}` } };
    },
    isDone(at, request) {
      const { database } = firstPool(at.served.world);
      const mac = request.kind === 'card.change' ? request.changes.mac : undefined;
      const there = database.refs('VIF').filter((self) => database.get('VIF', self)['MAC'] === mac);
      return there.length === 1 && 'card' in request && rowOf(at, 'VIF', request.card) === undefined;
    },
  },
  {
    name: 'a drive that is taken from a guest',
    request: async (at) => ({
      kind: 'drive.plug',
      ...server(at),
      drive: driveOf(at, (await aFreshMachine(at, { is: 'running' })).vm),
      isOn: false,
    }),
    isDone: (at, request) => !isActive(at, request),
  },
  {
    name: 'a drive that a guest gets back',
    request: async (at) => ({
      kind: 'drive.plug',
      ...server(at),
      drive: await anIdle(at, 'vbd', driveOf(at, (await aFreshMachine(at, { is: 'running' })).vm)),
      isOn: true,
    }),
    isDone: isActive,
  },
  {
    name: 'a card that is taken from a guest',
    request: async (at) => ({ kind: 'card.plug', ...server(at), card: cardOf(at, (await aFreshMachine(at, { is: 'running' })).vm), isOn: false }),
    isDone: (at, request) => !isActive(at, request),
  },
  {
    name: 'a card that a guest gets back',
    request: async (at) => ({
      kind: 'card.plug',
      ...server(at),
      card: await anIdle(at, 'vif', cardOf(at, (await aFreshMachine(at, { is: 'running' })).vm)),
      isOn: true,
    }),
    isDone: isActive,
  },
  {
    name: 'a card that is taken away',
    request: async (at) => ({ kind: 'card.delete', ...server(at), card: cardOf(at, (await aFreshMachine(at, { is: 'running' })).vm) }),
    isDone: (at, request) => 'card' in request && rowOf(at, 'VIF', request.card) === undefined,
  },
];

let made = 0;

failureTable({ trials, telling: devices, lies: deviceLies });
