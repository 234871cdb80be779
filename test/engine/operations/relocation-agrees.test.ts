import { assert, asyncProperty, boolean, constantFrom, nat, record, subarray } from 'fast-check';
import { expect, test } from 'vitest';
import type { ServerId } from '#shared/contract/calls/server-calls.ts';
import { applyDelta, emptyInventory, type Inventory } from '#shared/domain/inventory/inventory.ts';
import { disksOfVm } from '#shared/domain/inventory/disks.ts';
import type { HostRef, RefOf, VmRef } from '#shared/domain/inventory/watched.ts';
import type { Relocation } from '#shared/domain/operations/vm-request.ts';
import { arrivalProblems } from '#shared/domain/rules/arrival-rules.ts';
import type { Problem } from '#shared/domain/rules/problem.ts';
import { carrierOf } from '#shared/domain/rules/relocation-rules.ts';
import { rulesFor } from '#shared/domain/rules/rules.ts';
import { scenarioNamed } from '#simulator/scenarios/registry.ts';
import { buildScenario } from '#simulator/scenarios/scenario.ts';
import type { Ref, Row } from '#simulator/world/value.ts';
import type { PoolState, World } from '#simulator/world/world.ts';
import { ask, poolOf } from '#test/support/ask.ts';
import { expectedInventory, type Records } from '#test/support/expected-inventory.ts';
import { onePool } from '#test/support/two-pools.ts';

function inventoryOf(world: World, pool: PoolState): Inventory {
  const records = expectedInventory((name) => ask(world, `${name}.get_all_records`, [], { host: pool.master }) as Records);
  const delta = Object.fromEntries(Object.entries(records).map(([name, all]) => [name, { set: all }]));
  return applyDelta(emptyInventory, delta);
}

interface Place {
  readonly home: PoolState;
  readonly there: PoolState;
  readonly vm: Ref;
  readonly disk: Ref;
  readonly host: Ref;
  readonly target: Ref;
}

const set = (pool: PoolState, table: string, self: Ref, fields: Row): void => pool.database.set(table, self, fields);

function each(pool: PoolState, table: string, fields: Row): void {
  for (const self of pool.database.refs(table)) set(pool, table, self, fields);
}

/** Ways to make the records of either pool say something else. */
const disturbances: Readonly<Record<string, (place: Place) => void>> = {
  'tracks changes': ({ home, disk }) => set(home, 'VDI', disk, { cbt_enabled: true }),
  blocked: ({ home, vm }) => set(home, 'VM', vm, { blocked_operations: { migrate_send: 'no' } }),
  suspended: ({ home, vm }) => set(home, 'VM', vm, { power_state: 'Paused' }),
  'no tools': ({ home, vm }) => set(home, 'VM', vm, { guest_metrics: 'OpaqueRef:NULL' }),
  device: ({ home, vm }) => set(home, 'VM', vm, { attached_PCIs: ['OpaqueRef:pci'] }),
  immobile: ({ home }) => each(home, 'VM_metrics', { nomigrate: true }),
  'other processor': ({ home, vm }) => set(home, 'VM', vm, { last_boot_CPU_flags: { vendor: 'GenuineOther', features: '' } }),
  'much memory': ({ home, vm }) => set(home, 'VM', vm, { memory_static_max: 2 ** 42, memory_dynamic_max: 2 ** 42, memory_dynamic_min: 2 ** 42 }),
  'many processors': ({ home, vm }) => set(home, 'VM', vm, { VCPUs_max: 4_000 }),
  maintenance: ({ there, host }) => set(there, 'host', host, { enabled: false }),
  'no virtualisation': ({ there, host }) => set(there, 'host', host, { capabilities: [] }),
  'storage away': ({ there }) => each(there, 'PBD', { currently_attached: false }),
  'older host': ({ there, host }) => set(there, 'host', host, { software_version: { platform_version: '2.0.0' } }),
};

/** Which of our reasons stands for which of the server's. */
const meanings: Readonly<Record<string, readonly Problem['rule'][]>> = {
  OPERATION_BLOCKED: ['blocked'],
  VM_BAD_POWER_STATE: ['wrong-power-state'],
  VM_LACKS_FEATURE: ['no-guest-tools'],
  VM_IS_IMMOBILE: ['immobile'],
  VM_HAS_PCI_ATTACHED: ['tied-to-hardware'],
  VM_HAS_SRIOV_VIF: ['on-shared-card'],
  VDI_CBT_ENABLED: ['disk-tracks-changes'],
  VM_REQUIRES_SR: ['not-on-host', 'sr-not-connected'],
  HOST_DISABLED: ['host-disabled'],
  VM_HVM_REQUIRED: ['no-virtualisation'],
  HOST_NOT_ENOUGH_FREE_MEMORY: ['not-enough-memory'],
  HOST_NOT_ENOUGH_PCPUS: ['not-enough-processors'],
  VM_INCOMPATIBLE_WITH_THIS_HOST: ['other-processor'],
  NOT_SUPPORTED_DURING_UPGRADE: ['host-too-old'],
  VM_HOST_INCOMPATIBLE_VERSION_MIGRATE: ['host-too-old'],
  VIF_NOT_IN_MAP: ['card-without-network'],
};

interface Case {
  readonly what: readonly string[];
  readonly isAbroad: boolean;
  readonly isCopy: boolean;
  readonly hasCards: boolean;
  readonly machine: number;
}

/** A machine of the first pool, a host of either, and what was done to their records. */
async function place({ what, isAbroad, machine }: Case): Promise<Place & { readonly world: World }> {
  const world = await buildScenario(scenarioNamed('two-pools'));
  const home = poolOf(world);
  const there = world.pools.find((pool) => (pool !== home) === isAbroad) ?? home;
  const vms = home.database.refs('VM').filter((self) => {
    const row = home.database.get('VM', self);
    return row['is_a_template'] === false && row['is_control_domain'] === false;
  });
  const vm = vms[machine % vms.length] ?? '';
  const resident = home.database.get('VM', vm)['resident_on'];
  const host = there.database.refs('host').find((self) => self !== resident) ?? '';
  const target = onePool(there, NOWHERE).localOf(host as HostRef);
  const [disk = ''] = onePool(home, NOWHERE).disksOf(vm as VmRef);
  const at = { home, there, vm, disk, host, target };
  for (const name of what) disturbances[name]?.(at);
  return { ...at, world };
}

const NOWHERE = '' as ServerId;

interface Inventories {
  readonly ours: Inventory;
  readonly theirs: Inventory;
}

function requestOf({ home, vm, host, target }: Place, { ours, theirs }: Inventories, { isAbroad, isCopy, hasCards }: Case): Relocation {
  const network = carrierOf(theirs, host as HostRef) as RefOf<'network'>;
  const cards = hasCards
    ? onePool(home, NOWHERE)
        .cardsOf(vm as VmRef)
        .map((card) => ({ card, network }))
    : [];
  return {
    kind: 'vm.relocate',
    server: 'home',
    vm: vm as VmRef,
    host: host as HostRef,
    disks: disksOfVm(ours, vm as VmRef).map((each) => ({ disk: each, target: target as RefOf<'sr'> })),
    ...(isAbroad && { into: { server: 'there', cards, isCopy } }),
  };
}

function foretold(request: Relocation, { ours, theirs }: Inventories): readonly Problem['rule'][] {
  const receiver = { inventory: theirs, link: 'live', access: undefined } as const;
  const there = request.into === undefined ? [] : arrivalProblems(ours, { ...receiver, placement: rulesFor(receiver).placement }, request);
  return [...rulesFor({ inventory: ours, link: 'live' }).problemsOf(request), ...there].map(({ rule }) => rule);
}

/** What the servers refuse it with; undefined when they take it. */
function refusal({ world, there, host, vm }: Place & { readonly world: World }, request: Relocation, theirs: Inventory): string | undefined {
  const { into, disks } = request;
  const invitation = ask(world, 'host.migrate_receive', [host, carrierOf(theirs, request.host) ?? '', {}], { host: there.master });
  const refused = codeOf(invitation);
  if (refused !== undefined) return refused;
  const cards = Object.fromEntries((into?.cards ?? []).map((each) => [each.card, each.network]));
  const to = Object.fromEntries(disks.map((each) => [each.disk, each.target]));
  return codeOf(ask(world, 'VM.assert_can_migrate', [vm, invitation, true, to, cards, into?.isCopy === true ? { copy: 'true' } : {}]));
}

function codeOf(answer: ReturnType<typeof ask>): string | undefined {
  return typeof answer === 'object' && 'error' in answer ? (answer.error as readonly string[])[0] : undefined;
}

function isForetold(code: string, problems: readonly Problem['rule'][]): boolean {
  // Of one in the wrong state for it nothing else of its own is said.
  return problems.includes('wrong-power-state') || meanings[code]?.some((rule) => problems.includes(rule)) === true;
}

test('a machine that may go by our rules the servers take, and what they refuse was foretold with its reason', async () => {
  const seen = { allowed: 0, refused: 0 };
  const cases = record({
    what: subarray(Object.keys(disturbances), { maxLength: 2 }),
    isAbroad: boolean(),
    isCopy: boolean(),
    hasCards: constantFrom(true, true, true, false),
    machine: nat(),
  });
  await assert(
    asyncProperty(cases, async (drawn) => {
      const at = await place(drawn);
      const inventories = { ours: inventoryOf(at.world, at.home), theirs: inventoryOf(at.world, at.there) };
      const request = requestOf(at, inventories, drawn);
      const problems = foretold(request, inventories);
      const code = refusal(at, request, inventories.theirs);
      seen[code === undefined ? 'allowed' : 'refused'] += 1;
      const isRight = code === undefined ? problems.length === 0 : isForetold(code, problems);
      expect({ code, isRight, problems }).toEqual({ code, isRight: true, problems });
    }),
    { numRuns: 120 },
  );
  expect(Math.min(seen.allowed, seen.refused)).toBeGreaterThan(10);
});
