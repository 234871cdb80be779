import { assert, asyncProperty, constantFrom, record, subarray } from 'fast-check';
import { expect, test } from 'vitest';
import { giveCards, giveDrive, giveTpm, markFinished, markUnfinished, setShape } from '#engine/operations/verbs/vm-create/settings.ts';
import type { Session } from '#engine/xapi/session.ts';
import { applyDelta, emptyInventory, type Inventory } from '#shared/domain/inventory/inventory.ts';
import type { HostRef, RefOf, VmRef } from '#shared/domain/inventory/watched.ts';
import type { NewVmRequest } from '#shared/domain/operations/new-vm-request.ts';
import type { Problem } from '#shared/domain/rules/problem.ts';
import { problemsOf } from '#shared/domain/rules/rules.ts';
import { scenarioNamed } from '#simulator/scenarios/registry.ts';
import { buildScenario } from '#simulator/scenarios/scenario.ts';
import { list } from '#simulator/world/fields.ts';
import type { Ref, Row, Value } from '#simulator/world/value.ts';
import type { PoolState, World } from '#simulator/world/world.ts';
import { ask, named, poolOf } from '#test/support/ask.ts';
import { expectedInventory, type Records } from '#test/support/expected-inventory.ts';

const GIB = 1024 ** 3;
const BLANK = 'Debian Bookworm 12';

function inventoryOf(world: World): Inventory {
  const records = expectedInventory((name) => ask(world, `${name}.get_all_records`, []) as Records);
  return applyDelta(emptyInventory, Object.fromEntries(Object.entries(records).map(([name, set]) => [name, { set }])));
}

/** A template, and what a machine made from it would get. */
interface Place {
  readonly pool: PoolState;
  readonly template: Ref;
  readonly target: Ref;
  readonly network: Ref;
  readonly host: Ref;
}

const onTemplate = (fields: Row) => (at: Place) => at.pool.database.set('VM', at.template, fields);

function onHosts(fields: Row) {
  return ({ pool: { database } }: Place) => database.refs('host').forEach((host) => database.set('host', host, fields));
}

/** Ways to make a pool's records say something else about what a machine is made of. */
const disturbances: Readonly<Record<string, (at: Place) => void>> = {
  'no clones': onTemplate({ blocked_operations: { clone: 'no' } }),
  'no copies': onTemplate({ blocked_operations: { copy: 'no' } }),
  'a machine': onTemplate({ is_a_template: false }),
  'a snapshot': onTemplate({ is_a_snapshot: true }),
  'the storage away': ({ pool: { database }, target }) => {
    for (const link of list(database.get('SR', target), 'PBDs')) database.set('PBD', link, { currently_attached: false });
  },
  'the storage away on one host': ({ pool: { database }, target }) => {
    const [link] = list(database.get('SR', target), 'PBDs');
    if (link !== undefined) database.set('PBD', link, { currently_attached: false });
  },
  'the storage full': ({ pool: { database }, target }) => {
    const size = Number(database.get('SR', target)['physical_size'] ?? 0);
    database.set('SR', target, { physical_utilisation: size, virtual_allocation: size });
  },
  'a driver that cannot make disks': ({ pool: { database }, target }) => {
    for (const driver of database.refs('SM').filter((self) => database.get('SM', self)['type'] === database.get('SR', target)['type'])) {
      const { VDI_CREATE: _, ...features } = (database.get('SM', driver)['features'] ?? {}) as Row;
      database.set('SM', driver, { features, capabilities: Object.keys(features) });
    }
  },
  'no such network': ({ pool: { database }, network }) => database.destroy('network', network),
  'hosts out of service': onHosts({ enabled: false }),
};

type Wish = (at: Place) => Partial<NewVmRequest>;

/** What somebody may ask for beside what is usual. */
const wishes: Readonly<Record<string, Wish>> = {
  'starts after': () => ({ startsAfter: true }),
  'a disk': ({ target }) => ({ disks: [{ target: target as RefOf<'sr'>, name: 'data', sizeBytes: GIB }] }),
  'no room for its disks': ({ target }) => ({
    disks: [1, 2].map((number) => ({ target: target as RefOf<'sr'>, name: `data ${number}`, sizeBytes: 600 * GIB })),
  }),
  'copied whole': ({ target }) => ({ copyTo: target as RefOf<'sr'> }),
  'from a disc': () => ({ boot: { is: 'disc' } }),
  'from the network': () => ({ boot: { is: 'network' } }),
  'a module': () => ({ firmware: { is: 'uefi', isSecureBoot: true, hasTpm: true } }),
  'a module without UEFI': () => ({ firmware: { is: 'bios', isSecureBoot: false, hasTpm: true } }),
  'a home': ({ host }) => ({ home: host as HostRef }),
  'an address': ({ network }) => ({ cards: [{ network: network as RefOf<'network'>, mac: '02:16:3e:00:00:01' }] }),
  'no address': ({ network }) => ({ cards: [{ network: network as RefOf<'network'>, mac: '02:16:3e:00:00' }] }),
  'an address of many': ({ network }) => ({ cards: [{ network: network as RefOf<'network'>, mac: '01:16:3e:00:00:01' }] }),
  'no processors': () => ({ vcpus: 0 }),
  'half a socket': () => ({ vcpus: 3, coresPerSocket: 2 }),
  'disordered memory': () => ({ memoryBytes: GIB, leastMemoryBytes: 2 * GIB }),
  'huge memory': () => ({ memoryBytes: 900 * GIB, leastMemoryBytes: 900 * GIB }),
  'squeezed memory': () => ({ memoryBytes: 4 * GIB, leastMemoryBytes: GIB }),
};

function wished(at: Place, names: readonly string[]): NewVmRequest {
  const usual: NewVmRequest = {
    kind: 'vm.create',
    server: 's',
    template: at.template as VmRef,
    name: 'fresh',
    description: '',
    vcpus: 2,
    coresPerSocket: 1,
    memoryBytes: 2 * GIB,
    leastMemoryBytes: 2 * GIB,
    boot: { is: 'disk' },
    disks: [],
    cards: [{ network: at.network as RefOf<'network'> }],
    startsAfter: false,
  };
  return names.reduce((request, name) => ({ ...request, ...wishes[name]?.(at) }), usual);
}

class Refused extends Error {
  readonly code: string;

  constructor(code: string) {
    super(code);
    this.code = code;
  }
}

function answered(world: World, call: string, parameters: readonly Value[]): Value {
  const answer = ask(world, call, parameters);
  const [code] = typeof answer === 'object' && 'error' in answer ? (answer.error as readonly string[]) : [];
  if (code !== undefined) throw new Refused(code);
  return answer;
}

/** Everything the engine would ask for, in its order. */
async function make(world: World, request: NewVmRequest, template: NonNullable<ReturnType<Inventory['vm']['get']>>): Promise<void> {
  const { copyTo } = request;
  // Of a session, only its calls are used here.
  const session = {
    call: async (name: string, given: readonly Value[]) => await Promise.resolve(answered(world, name, given)),
  } as unknown as Session;
  const made =
    copyTo === undefined
      ? answered(world, 'VM.clone', [request.template, request.name])
      : answered(world, 'VM.copy', [request.template, request.name, copyTo]);
  const vm = made as VmRef;
  await markUnfinished(session, vm);
  await setShape(session, vm, { request, template });
  answered(world, 'VM.provision', [vm]);
  if (request.firmware?.hasTpm === true) await giveTpm(session, vm);
  await giveDrive(session, vm, request);
  await giveCards(session, vm, request);
  for (const disk of request.disks) answered(world, 'VBD.create', [slot(vm, String(answered(world, 'VDI.create', [draft(disk)])))]);
  await markFinished(session, vm);
  if (request.startsAfter) answered(world, 'VM.start', [vm, false, false]);
}

const draft = ({ target, name, sizeBytes }: NewVmRequest['disks'][0]): Row => ({
  SR: target,
  name_label: name,
  name_description: '',
  virtual_size: sizeBytes,
  type: 'user',
  sharable: false,
  read_only: false,
  other_config: {},
  xenstore_data: {},
  sm_config: {},
  tags: [],
});

const slot = (vm: Ref, disk: Ref): Row => ({
  VM: vm,
  VDI: disk,
  userdevice: 'autodetect',
  bootable: false,
  mode: 'RW',
  type: 'Disk',
  unpluggable: true,
  empty: false,
  other_config: {},
  qos_algorithm_type: '',
  qos_algorithm_params: {},
});

/** Which of our reasons stands for which of the server's. */
const meanings: Readonly<Record<string, readonly Problem['rule'][]>> = {
  OPERATION_BLOCKED: ['blocked'],
  HANDLE_INVALID: ['part-gone'],
  SR_HAS_NO_PBDS: ['sr-not-connected'],
  SR_OPERATION_NOT_SUPPORTED: ['driver-cannot'],
  SR_BACKEND_FAILURE_44: ['sr-too-full'],
  MAC_INVALID: ['bad-mac'],
  INVALID_VALUE: ['bad-processors'],
  MEMORY_CONSTRAINT_VIOLATION_ORDER: ['bad-memory'],
  NO_HOSTS_AVAILABLE: ['no-host-fits'],
  HOST_NOT_ENOUGH_FREE_MEMORY: ['no-host-fits'],
  VM_REQUIRES_SR: ['no-host-fits', 'sr-not-connected'],
};

/** The server would do these, and nobody would be helped: no card has an address of many, for one. */
const OUR_OWN: ReadonlySet<Problem['rule']> = new Set(['bad-mac', 'bad-processors', 'needs-uefi', 'is-no-template', 'is-snapshot']);
/** Of one of these nothing else is said. */
const FIRST: ReadonlySet<Problem['rule']> = new Set(['is-no-template', 'is-snapshot']);

function isForetold(code: string | undefined, rules: readonly Problem['rule'][]): boolean {
  if (code === undefined) return rules.every((rule) => OUR_OWN.has(rule));
  return meanings[code]?.some((rule) => rules.includes(rule)) === true || rules.some((rule) => FIRST.has(rule));
}

async function refusal(world: World, request: NewVmRequest, inventory: Inventory): Promise<string | undefined> {
  const template = inventory.vm.get(request.template);
  if (template === undefined) throw new RangeError('no template');
  try {
    await make(world, request, template);
    return undefined;
  } catch (error) {
    if (error instanceof Refused) return error.code;
    throw error;
  }
}

/** From a template of the server's with no disks, or from one of somebody's with what `spare` has on its disk. */
function place(world: World, from: 'blank' | 'full'): Place {
  const pool = poolOf(world);
  const { database } = pool;
  const template = named(world, 'VM', from === 'blank' ? BLANK : 'spare');
  database.set('VM', template, { is_a_template: true });
  return {
    pool,
    template,
    target: named(world, 'SR', 'shared-lun'),
    network: database.refs('network')[0] ?? '',
    host: database.refs('host')[0] ?? '',
  };
}

test('a machine that the rules allow is made by the server, and what it refuses of one they have foretold', async () => {
  const cases = record({
    from: constantFrom('blank' as const, 'full' as const),
    what: subarray(Object.keys(disturbances), { maxLength: 2 }),
    wanted: subarray(Object.keys(wishes), { maxLength: 3 }),
  });
  const seen = { allowed: 0, refused: 0 };
  await assert(
    asyncProperty(cases, async ({ from, what, wanted }) => {
      const world = await buildScenario(scenarioNamed('two-hosts-iscsi'));
      const at = place(world, from);
      for (const name of what) disturbances[name]?.(at);
      const request = wished(at, wanted);
      const inventory = inventoryOf(world);
      const rules = problemsOf(request, { inventory, link: 'live' }).map(({ rule }) => rule);
      const code = await refusal(world, request, inventory);
      seen[code === undefined ? 'allowed' : 'refused'] += 1;
      const isRight = isForetold(code, rules);
      expect({ code, rules, isRight }).toEqual({ code, rules, isRight: true });
    }),
    { numRuns: 60 },
  );
  expect(Math.min(seen.allowed, seen.refused)).toBeGreaterThan(10);
});
