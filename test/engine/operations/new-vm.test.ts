import { afterAll, beforeAll, expect, test } from 'vitest';
import type { RefOf, VmRef } from '#shared/domain/inventory/watched.ts';
import type { NewVmRequest } from '#shared/domain/operations/new-vm-request.ts';
import type { Operation, StepName } from '#shared/contract/calls/operation-calls.ts';
import type { Requested } from '#shared/contract/request-schema.ts';
import { ask, named, rowOf } from '#test/support/ask.ts';
import { operatingOn, type Operating } from '#test/support/operating.ts';
import { PACE } from '#test/support/passing-time.ts';
import { aServedWorld, firstPool } from '#test/support/served-world.ts';
import { aTestEngine, connected } from '#test/support/test-engine.ts';
import { handlers } from '#simulator/xapi-server/handlers/all-handlers.ts';
import { readBlock } from '#simulator/xapi-server/handlers/transfer/disk-contents.ts';

const GIB = 1024 ** 3;
const TEMPLATE = 'Debian Bookworm 12';

let at: Operating;
beforeAll(async () => {
  const served = await aServedWorld('two-hosts-iscsi', { speed: PACE, handlers });
  const engine = aTestEngine();
  at = operatingOn({ engine, served, server: await connected(engine, served) });
});
afterAll(async () => await at[Symbol.asyncDispose]());

function sr(name = 'shared-lun'): RefOf<'sr'> {
  return named(at.served.world, 'SR', name) as RefOf<'sr'>;
}

function network(): RefOf<'network'> {
  const [ref] = firstPool(at.served.world).database.refs('network');
  return ref as RefOf<'network'>;
}

function wish(over: Partial<NewVmRequest> = {}): Requested {
  return {
    kind: 'vm.create',
    server: at.server,
    template: at.vm(TEMPLATE),
    name: 'shop',
    description: 'sells things',
    vcpus: 4,
    coresPerSocket: 2,
    memoryBytes: 4 * GIB,
    leastMemoryBytes: 2 * GIB,
    boot: { is: 'disc' },
    disks: [
      { target: sr(), name: 'shop 0', sizeBytes: 10 * GIB },
      { target: sr(), name: 'shop 1', sizeBytes: 20 * GIB },
    ],
    cards: [{ network: network() }],
    startsAfter: false,
    ...over,
  } as Requested;
}

const TABLES = ['VM', 'VDI', 'VBD', 'VIF', 'VTPM'] as const;

/** Everything a machine could leave behind. */
function everything(): Readonly<Record<string, number>> {
  const { database } = firstPool(at.served.world);
  return Object.fromEntries(TABLES.map((table) => [table, database.refs(table).length]));
}

function rowsOf(table: string, vm: VmRef, field: string): readonly Readonly<Record<string, unknown>>[] {
  const { database } = firstPool(at.served.world);
  return (rowOf(at.served.world, 'VM', String(database.get('VM', vm)['name_label']))[field] as string[]).map((ref) => database.get(table, ref));
}

test('a machine is made as it is wanted, and its template stays as it is', async () => {
  const template = rowOf(at.served.world, 'VM', TEMPLATE);
  const firmware = { is: 'uefi', isSecureBoot: true, hasTpm: true } as const;
  const cards = [{ network: network() }, { network: network(), mac: '02:16:3e:00:00:01' }];
  const id = await at.begin(wish({ name: ' shop ', firmware, cards, startsAfter: true }));
  expect((await at.end(id)).state).toEqual({ is: 'done' });
  const vm = at.vm('shop');
  expect(rowOf(at.served.world, 'VM', 'shop')).toMatchObject({
    is_a_template: false,
    power_state: 'Running',
    name_description: 'sells things',
    VCPUs_max: 4,
    VCPUs_at_startup: 4,
    memory_static_max: 4 * GIB,
    memory_dynamic_max: 4 * GIB,
    memory_dynamic_min: 2 * GIB,
    platform: { 'cores-per-socket': '2', secureboot: 'true' },
    HVM_boot_params: { firmware: 'uefi' },
    VTPMs: [expect.any(String)],
  });
  const otherConfig = rowOf(at.served.world, 'VM', 'shop')['other_config'];
  expect(Object.keys(otherConfig as object)).not.toEqual(expect.arrayContaining(['disks']));
  expect(Object.keys(otherConfig as object)).not.toEqual(expect.arrayContaining(['poolkeeper_unfinished']));
  const drives = rowsOf('VBD', vm, 'VBDs').map(({ type, userdevice }) => ({ type, userdevice }));
  expect(drives.toReversed()).toEqual([
    { type: 'CD', userdevice: '3' },
    { type: 'Disk', userdevice: '0' },
    { type: 'Disk', userdevice: '1' },
  ]);
  expect(rowsOf('VIF', vm, 'VIFs').map(({ MAC }) => MAC)).toContain('02:16:3e:00:00:01');
  expect(rowOf(at.served.world, 'VM', TEMPLATE)).toEqual(template);
});

test('one whose template has a disk of its own gets a copy of it, whole where that is wanted', async () => {
  ask(at.served.world, 'VM.clone', [at.vm('spare'), 'golden']);
  ask(at.served.world, 'VM.set_is_a_template', [at.vm('golden'), true]);
  await at.engine.heard((event) => event.topic === 'pools' && event.payload.delta.vm?.set?.[at.vm('golden')] !== undefined);
  const id = await at.begin(wish({ template: at.vm('golden'), name: 'copied', copyTo: sr(), disks: [], cards: [], boot: { is: 'disk' } }));
  expect((await at.end(id)).state).toEqual({ is: 'done' });
  const drives = rowsOf('VBD', at.vm('copied'), 'VBDs').filter(({ type }) => type === 'Disk');
  expect(drives).toHaveLength(1);
  expect(rowsOf('VBD', at.vm('golden'), 'VBDs').map(({ VDI }) => VDI)).not.toContain(drives[0]?.['VDI']);
  expect(rowsOf('VIF', at.vm('copied'), 'VIFs')).toEqual([]);
});

test('its guest finds on a disk of its own what it is to read at its first start', async () => {
  const cloud = { target: sr(), userData: '#cloud-config\nhostname: configured\n', networkConfig: 'version: 2\n' };
  const id = await at.begin(wish({ name: 'configured', cloud, disks: [] }));
  expect((await at.end(id)).state).toEqual({ is: 'done' });
  const [drive] = rowsOf('VBD', at.vm('configured'), 'VBDs').filter(({ type }) => type === 'Disk');
  const disk = firstPool(at.served.world).database.get('VDI', String(drive?.['VDI']));
  expect([drive?.['mode'], disk['name_label']]).toEqual(['RO', 'configured cloud-config']);
  const text = Buffer.from(readBlock(at.served.world, disk, 0)).toString('latin1');
  for (const part of [cloud.userData, cloud.networkConfig, 'local-hostname: configured']) expect(text).toContain(part);
});

/** Or is over before, which is told by how it ended. */
function hasBegun(step: StepName): (operation: Operation) => boolean {
  return ({ steps, endedAtMs }) => endedAtMs !== undefined || steps.some(({ name, state }) => name === step && state !== 'waiting');
}

test.each(['copy-template', 'make-machine', 'add-cards', 'make-disks'] as const)('cancelled at %s, nothing of it stays', async (step) => {
  const before = everything();
  const id = await at.begin(wish({ name: `cancelled-${step}`, firmware: { is: 'uefi', isSecureBoot: false, hasTpm: true } }));
  await at.until(id, hasBegun(step));
  await at.engine.call('operation.cancel', { operation: id });
  expect((await at.end(id)).state).toMatchObject({ is: 'cancelled', left: [] });
  expect(everything()).toEqual(before);
});

interface Blow {
  readonly what: string;
  /** Strikes when this step runs. */
  readonly step: StepName;
  readonly strike: () => void;
  readonly code: string;
}

const blows: readonly Blow[] = [
  {
    what: 'a network is deleted',
    step: 'copy-template',
    strike: () => firstPool(at.served.world).database.destroy('network', network()),
    code: 'HANDLE_INVALID',
  },
  {
    what: 'its storage is cut off',
    step: 'add-cards',
    strike: () => each('PBD', { currently_attached: false }),
    code: 'SR_HAS_NO_PBDS',
  },
];

function each(table: string, fields: Record<string, boolean>): void {
  const { database } = firstPool(at.served.world);
  for (const ref of database.refs(table)) database.set(table, ref, fields);
}

test.each(blows)('where $what meanwhile, it fails and nothing of it stays', async ({ step, strike, code }) => {
  const before = everything();
  const id = await at.begin(wish({ name: 'unlucky' }));
  await at.until(id, hasBegun(step));
  strike();
  const { state } = await at.end(id);
  each('PBD', { currently_attached: true });
  expect(state).toMatchObject({ is: 'failed', failure: { kind: 'xapi', code }, left: [] });
  expect(state).toMatchObject({ undone: expect.arrayContaining([{ is: 'vm-removed' }]) });
  expect(everything()).toEqual(before);
});

test('a machine that cannot be started is made all the same, and said to be', async () => {
  const id = await at.begin(wish({ name: 'heavy', startsAfter: true, disks: [] }));
  await at.until(id, hasBegun('copy-template'));
  each('host', { enabled: false });
  const { state } = await at.end(id);
  each('host', { enabled: true });
  expect(state).toMatchObject({
    is: 'done',
    remarks: [{ is: 'not-started', why: { kind: 'xapi', code: 'NO_HOSTS_AVAILABLE' } }],
    next: [{ kind: 'vm.start', vm: at.vm('heavy') }],
  });
});

test('all reasons are given at once, before anything is asked of the server', async () => {
  const before = everything();
  const wrong = wish({
    template: at.vm('web'),
  });
  expect((await at.end(await at.begin(wrong))).state).toMatchObject({ failure: { problems: [{ rule: 'is-no-template' }] } });
  const id = await at.begin(
    wish({
      name: ' ',
      vcpus: 3,
      leastMemoryBytes: 8 * GIB,
      firmware: { is: 'bios', isSecureBoot: true, hasTpm: false },
      disks: [{ target: sr(), name: 'd', sizeBytes: 0 }],
      cards: [{ network: network(), mac: '01:00:00:00:00:00' }],
    }),
  );
  expect((await at.end(id)).state).toMatchObject({
    is: 'failed',
    failure: {
      problems: ['empty-name', 'bad-processors', 'bad-memory', 'needs-uefi', 'bad-size', 'bad-mac'].map((rule) => ({ rule })),
    },
    left: [{ is: 'nothing-changed' }],
  });
  expect(everything()).toEqual(before);
});
