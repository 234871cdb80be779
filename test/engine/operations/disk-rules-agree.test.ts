import { assert, asyncProperty, constantFrom, nat, record, subarray } from 'fast-check';
import { expect, test } from 'vitest';
import { applyDelta, emptyInventory, type Inventory } from '#shared/domain/inventory/inventory.ts';
import type { RefOf, VmRef } from '#shared/domain/inventory/watched.ts';
import type { OperationRequest } from '#shared/domain/operations/request.ts';
import { movesWith } from '#shared/domain/rules/disk-rules.ts';
import type { Problem } from '#shared/domain/rules/problem.ts';
import { problemsOf } from '#shared/domain/rules/rules.ts';
import { driverCan } from '#shared/domain/storage/driver-can.ts';
import { scenarioNamed } from '#simulator/scenarios/registry.ts';
import { buildScenario } from '#simulator/scenarios/scenario.ts';
import { list } from '#simulator/world/fields.ts';
import type { Ref, Row, Value } from '#simulator/world/value.ts';
import type { PoolState, World } from '#simulator/world/world.ts';
import { ask, poolOf } from '#test/support/ask.ts';
import { expectedInventory, type Records } from '#test/support/expected-inventory.ts';

const GIB = 1024 ** 3;
const server = 's';

function inventoryOf(world: World): Inventory {
  const records = expectedInventory((name) => ask(world, `${name}.get_all_records`, []) as Records);
  return applyDelta(emptyInventory, Object.fromEntries(Object.entries(records).map(([name, set]) => [name, { set }])));
}

/** A disk, where it lies, where it may go, and a machine that has no part in it. */
interface Place {
  readonly world: World;
  readonly pool: PoolState;
  readonly disk: Ref;
  readonly sr: Ref;
  readonly target: Ref;
  readonly machine: Ref;
}

const slotsOf = ({ pool, disk }: Place): readonly Ref[] => list(pool.database.get('VDI', disk), 'VBDs');
const onDisk = (fields: Row) => (at: Place) => at.pool.database.set('VDI', at.disk, fields);

function cutOff(pool: PoolState, sr: Ref): void {
  for (const link of list(pool.database.get('SR', sr), 'PBDs')) pool.database.set('PBD', link, { currently_attached: false });
}

function unable(pool: PoolState, sr: Ref, features: readonly string[]): void {
  const { database } = pool;
  for (const driver of database.refs('SM').filter((self) => database.get('SM', self)['type'] === database.get('SR', sr)['type'])) {
    const kept = Object.fromEntries(
      Object.entries((database.get('SM', driver)['features'] ?? {}) as Row).filter(([name]) => !features.includes(name)),
    );
    database.set('SM', driver, { features: kept, capabilities: Object.keys(kept) });
  }
}

/** Ways to make a pool's records say something else about a disk, its storage or its machine. */
const disturbances: Readonly<Record<string, (at: Place) => void>> = {
  missing: onDisk({ missing: true }),
  'a base': onDisk({ managed: false }),
  tracked: onDisk({ cbt_enabled: true }),
  'forgets at boot': onDisk({ on_boot: 'reset' }),
  'a snapshot': onDisk({ is_a_snapshot: true }),
  'figures of a machine': onDisk({ type: 'rrd' }),
  'a list of changes': onDisk({ type: 'cbt_metadata' }),
  'read only': onDisk({ read_only: true }),
  sharable: onDisk({ sharable: true }),
  'only read by its machine': (at) => slotsOf(at).forEach((slot) => at.pool.database.set('VBD', slot, { mode: 'RO' })),
  'not open': (at) => slotsOf(at).forEach((slot) => at.pool.database.set('VBD', slot, { currently_attached: false })),
  'nobody has it': (at) => {
    for (const slot of slotsOf(at)) at.pool.database.destroy('VBD', slot);
    at.pool.database.set('VDI', at.disk, { VBDs: [] });
  },
  'its storage away': ({ pool, sr }) => cutOff(pool, sr),
  'the other storage away': ({ pool, target }) => cutOff(pool, target),
  'the other storage full': ({ pool, target }) =>
    pool.database.set('SR', target, { physical_utilisation: Number(pool.database.get('SR', target)['physical_size'] ?? 0) }),
  'a driver that cannot delete': ({ pool, sr }) => unable(pool, sr, ['VDI_DELETE']),
  'a driver that cannot grow': ({ pool, sr }) => unable(pool, sr, ['VDI_RESIZE', 'VDI_RESIZE_ONLINE']),
  'a driver that grows what is open': ({ pool, sr }) => {
    const [driver = ''] = pool.database.refs('SM').filter((self) => pool.database.get('SM', self)['type'] === pool.database.get('SR', sr)['type']);
    const features = (pool.database.get('SM', driver)['features'] ?? {}) as Row;
    pool.database.set('SM', driver, { features: { ...features, VDI_RESIZE_ONLINE: 1 } });
  },
  'a driver that cannot track': ({ pool, sr }) => unable(pool, sr, ['VDI_CONFIG_CBT']),
  'drivers that cannot mirror': ({ pool, sr, target }) => [sr, target].forEach((each) => unable(pool, each, ['VDI_MIRROR', 'VDI_MIRROR_IN'])),
  'a driver that cannot make disks': ({ pool, target }) => unable(pool, target, ['VDI_CREATE']),
  indestructible: ({ pool, sr }) => pool.database.set('SR', sr, { other_config: { indestructible: 'true' } }),
  'holds no disks': ({ pool, sr }) => list(pool.database.get('SR', sr), 'VDIs').forEach((vdi) => pool.database.set('VDI', vdi, { managed: false })),
};

/** What we would ask the server, call by call, until one is refused. */
interface Asked {
  readonly request: OperationRequest;
  readonly calls: readonly { readonly call: string; readonly parameters: readonly Value[] }[];
}

type Sketch = (at: Place, inventory: Inventory) => Asked;

const resize =
  (change: (bytes: number) => number): Sketch =>
  ({ disk }, inventory) => {
    const self = disk as RefOf<'vdi'>;
    const row = inventory.vdi.get(self);
    const sr = row?.sr === undefined || row.sr === null ? undefined : inventory.sr.get(row.sr);
    const sizeBytes = change(row?.virtualSize ?? 0);
    const isOnline = sr !== undefined && driverCan(inventory, sr, 'VDI_RESIZE_ONLINE');
    const call = isOnline ? 'VDI.resize_online' : 'VDI.resize';
    return { request: { kind: 'disk.resize', server, disk: self, sizeBytes }, calls: [{ call, parameters: [disk, sizeBytes] }] };
  };

const track =
  (isOn: boolean): Sketch =>
  ({ disk }) => ({
    request: { kind: 'disk.track-changes', server, disk: disk as RefOf<'vdi'>, isOn },
    calls: [{ call: isOn ? 'VDI.enable_cbt' : 'VDI.disable_cbt', parameters: [disk] }],
  });

const draft = (sr: Ref): Row => ({
  SR: sr,
  name_label: 'new',
  name_description: '',
  virtual_size: GIB,
  type: 'user',
  sharable: false,
  read_only: false,
  other_config: {},
  xenstore_data: {},
  sm_config: {},
  tags: [],
});

const drive = (vm: Ref, disk: Ref, mode: string): Row => ({
  VM: vm,
  VDI: disk,
  userdevice: 'autodetect',
  bootable: false,
  mode,
  type: 'Disk',
  unpluggable: true,
  empty: false,
  other_config: {},
  qos_algorithm_type: '',
  qos_algorithm_params: {},
});

const attach =
  (isReadOnly: boolean): Sketch =>
  ({ disk, machine }) => ({
    request: { kind: 'disk.attach', server, disk: disk as RefOf<'vdi'>, slot: { machine: machine as VmRef, isReadOnly, isBootable: false } },
    calls: [{ call: 'VBD.create', parameters: [drive(machine, disk, isReadOnly ? 'RO' : 'RW')] }],
  });

const onStorage =
  (kind: 'sr.detach' | 'sr.forget' | 'sr.destroy' | 'sr.rescan', call?: string): Sketch =>
  ({ pool, sr }) => {
    const links = kind === 'sr.rescan' ? [] : list(pool.database.get('SR', sr), 'PBDs');
    const calls = [...links.map((link) => ({ call: 'PBD.unplug', parameters: [link] })), ...(call === undefined ? [] : [{ call, parameters: [sr] }])];
    return { request: { kind, server, sr: sr as RefOf<'sr'> }, calls };
  };

const sketches: Readonly<Record<string, Sketch>> = {
  delete: ({ disk }) => ({
    request: { kind: 'disk.delete', server, disk: disk as RefOf<'vdi'> },
    calls: [{ call: 'VDI.destroy', parameters: [disk] }],
  }),
  grow: resize((bytes) => bytes + GIB),
  shrink: resize((bytes) => bytes - GIB / 2),
  copy: ({ disk, target }) => ({
    request: { kind: 'disk.copy', server, disk: disk as RefOf<'vdi'>, target: target as RefOf<'sr'>, name: 'twin' },
    calls: [{ call: 'VDI.copy', parameters: [disk, target] }],
  }),
  move: ({ disk, target }, inventory) => ({
    request: { kind: 'disk.move', server, disk: disk as RefOf<'vdi'>, target: target as RefOf<'sr'> },
    calls:
      movesWith(inventory, disk as RefOf<'vdi'>) === undefined
        ? [
            { call: 'VDI.copy', parameters: [disk, target] },
            { call: 'VDI.destroy', parameters: [disk] },
          ]
        : [{ call: 'VDI.pool_migrate', parameters: [disk, target, {}] }],
  }),
  create: ({ target }) => ({
    request: { kind: 'disk.create', server, target: target as RefOf<'sr'>, name: 'new', description: '', sizeBytes: GIB },
    calls: [{ call: 'VDI.create', parameters: [draft(target)] }],
  }),
  'track changes': track(true),
  'track no changes': track(false),
  attach: attach(false),
  'attach to read': attach(true),
  rescan: onStorage('sr.rescan', 'SR.scan'),
  'detach storage': onStorage('sr.detach'),
  'forget storage': onStorage('sr.forget', 'SR.forget'),
  'destroy storage': onStorage('sr.destroy', 'SR.destroy'),
};

/** Which of our reasons stands for which of the server's. */
const meanings: Readonly<Record<string, readonly Problem['rule'][]>> = {
  VDI_MISSING: ['disk-missing'],
  VDI_NOT_MANAGED: ['disk-is-base'],
  VDI_IN_USE: ['disk-in-use', 'sr-used-by'],
  VDI_READONLY: ['disk-read-only'],
  VDI_TOO_SMALL: ['disk-only-grows'],
  VDI_HAS_RRDS: ['disk-of-server'],
  VDI_INCOMPATIBLE_TYPE: ['disk-of-server'],
  VDI_CBT_ENABLED: ['disk-tracks-changes'],
  VDI_ON_BOOT_MODE_INCOMPATIBLE_WITH_OPERATION: ['disk-forgets'],
  OPERATION_NOT_ALLOWED: ['is-snapshot'],
  SR_OPERATION_NOT_SUPPORTED: ['driver-cannot'],
  SR_DOES_NOT_SUPPORT_MIGRATION: ['driver-cannot'],
  SR_HAS_NO_PBDS: ['sr-not-connected', 'sr-without-config'],
  SR_BACKEND_FAILURE_44: ['sr-too-full'],
  SR_NOT_EMPTY: ['sr-not-empty'],
  SR_INDESTRUCTIBLE: ['sr-indestructible'],
  VM_REQUIRES_SR: ['not-on-host', 'sr-not-connected'],
  NO_HOSTS_AVAILABLE: ['no-host-reaches-both', 'sr-not-connected'],
};

/**
 * The server would do these, and nobody would be helped: what it keeps for itself or for going back stays as it is, one disk is not
 * written by two, a machine that is up gets no disk its host cannot reach, and what is so already is not asked for.
 */
const OUR_OWN: ReadonlySet<Problem['rule']> = new Set([
  'disk-of-server',
  'disk-of-others',
  'is-snapshot',
  'unchanged',
  'not-on-host',
  'sr-used-by',
  'wrong-power-state',
  // A copy that fits today as it is written may grow to its full size.
  'sr-too-full',
]);

/** Of one of these nothing else is said. */
const FIRST: ReadonlySet<Problem['rule']> = new Set([
  'is-snapshot',
  'disk-of-server',
  'disk-is-base',
  'disk-missing',
  'disk-only-grows',
  'unchanged',
]);

function refusalIn(answer: ReturnType<typeof ask>): string | undefined {
  const [code] = typeof answer === 'object' && 'error' in answer ? (answer.error as readonly string[]) : [];
  return code;
}

function firstRefusal(world: World, { calls }: Asked): string | undefined {
  for (const { call, parameters } of calls) {
    const code = refusalIn(ask(world, call, parameters));
    if (code !== undefined) return code;
  }
  return undefined;
}

function isForetold(
  code: string | undefined,
  { request, rules }: { readonly request: OperationRequest; readonly rules: readonly Problem['rule'][] },
): boolean {
  if (code !== undefined) return meanings[code]?.some((rule) => rules.includes(rule)) === true || rules.some((rule) => FIRST.has(rule));
  // What no host can read, a machine may be given: it would not start with it.
  const isForMachine = request.kind === 'disk.attach' && rules.every((rule) => rule === 'disk-is-base' || rule === 'disk-missing');
  return isForMachine || rules.every((rule) => OUR_OWN.has(rule));
}

/** A disk of a machine, or storage as a whole, in a pool where something is odd. */
function place(world: World, machine: number): Place {
  const pool = poolOf(world);
  const { database } = pool;
  const vms = database.refs('VM').filter((self) => {
    const row = database.get('VM', self);
    return row['is_a_template'] === false && row['is_control_domain'] === false && list(row, 'VBDs').length > 0;
  });
  const vm = vms[machine % vms.length] ?? '';
  const slots = list(database.get('VM', vm), 'VBDs').map((slot) => database.get('VBD', slot));
  const disk = String(slots.find(({ type }) => type === 'Disk')?.['VDI']);
  const sr = String(database.get('VDI', disk)['SR']);
  const target = database.refs('SR').find((self) => self !== sr && ['lvm', 'ext', 'nfs'].includes(String(database.get('SR', self)['type']))) ?? '';
  return { world, pool, disk, sr, target, machine: vms[(machine + 1) % vms.length] ?? '' };
}

test('what the rules allow of disks and their storage the server does, and what it refuses they have foretold', async () => {
  const cases = record({
    scenario: constantFrom('two-hosts-iscsi', 'three-hosts-nfs'),
    what: subarray(Object.keys(disturbances), { maxLength: 2 }),
    sketch: constantFrom(...Object.keys(sketches)),
    machine: nat(7),
  });
  const seen = { allowed: 0, refused: 0 };
  await assert(
    asyncProperty(cases, async ({ scenario, what, sketch, machine }) => {
      const at = place(await buildScenario(scenarioNamed(scenario)), machine);
      for (const name of what) disturbances[name]?.(at);
      const inventory = inventoryOf(at.world);
      const asked = sketches[sketch]?.(at, inventory);
      if (asked === undefined) throw new RangeError(sketch);
      const rules = problemsOf(asked.request, { inventory, link: 'live' }).map(({ rule }) => rule);
      const code = firstRefusal(at.world, asked);
      seen[code === undefined ? 'allowed' : 'refused'] += 1;
      const isRight = isForetold(code, { request: asked.request, rules });
      expect({ sketch, code, rules, isRight }).toEqual({ sketch, code, rules, isRight: true });
    }),
    { numRuns: 100 },
  );
  expect(Math.min(seen.allowed, seen.refused)).toBeGreaterThan(10);
});
