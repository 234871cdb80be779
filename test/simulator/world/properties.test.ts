import * as fc from 'fast-check';
import { expect, test } from 'vitest';
import { unreachable } from '#shared/kernel/unreachable.ts';
import { parameterCountsOf } from '#simulator/model/error-parameters.ts';
import { scenarioNamed } from '#simulator/scenarios/registry.ts';
import { buildScenario } from '#simulator/scenarios/scenario.ts';
import { bootMachine, losePower, plugCable, pullCable } from '#simulator/world/machine.ts';
import { restartToolstack } from '#simulator/world/toolstack.ts';
import type { Ref, Row, Value } from '#simulator/world/value.ts';
import type { SimHost, World } from '#simulator/world/world.ts';
import { XapiError } from '#simulator/world/xapi-error.ts';
import { type Asked, begin, poolOf } from '#test/support/ask.ts';
import { brokenRules } from './invariants.ts';

const HOUR = 3_600_000;
const SEED = 20_261_121;

/** One step of a story: something a client asks for, something that happens to a host, or time going by. */
type Step =
  | { readonly is: 'call'; readonly method: string; readonly subject: number; readonly host: number; readonly isAsync: boolean }
  | { readonly is: 'accident'; readonly what: keyof typeof ACCIDENTS; readonly host: number }
  | { readonly is: 'cancel'; readonly task: number }
  | { readonly is: 'wait'; readonly ms: number };

const ACCIDENTS = {
  losePower: (_world: World, host: SimHost) => losePower(host),
  bootMachine,
  pullCable: (_world: World, host: SimHost) => pullCable(host, 'management'),
  plugCable: (_world: World, host: SimHost) => plugCable(host, 'management'),
  restartToolstack: (world: World, host: SimHost) => (host.power === 'on' ? restartToolstack(world, host) : undefined),
} as const;

const PARAMETERS: Readonly<Record<string, (pick: { readonly host: Ref; readonly vm: Ref; readonly row: Row }) => readonly Value[]>> = {
  'VM.start': ({ vm }) => [vm, false, false],
  'VM.start_on': ({ vm, host }) => [vm, host, true, false],
  'VM.clean_shutdown': ({ vm }) => [vm],
  'VM.hard_shutdown': ({ vm }) => [vm],
  'VM.shutdown': ({ vm }) => [vm],
  'VM.clean_reboot': ({ vm }) => [vm],
  'VM.hard_reboot': ({ vm }) => [vm],
  'VM.suspend': ({ vm }) => [vm],
  'VM.resume': ({ vm }) => [vm, false, false],
  'VM.resume_on': ({ vm, host }) => [vm, host, false, false],
  'VM.pause': ({ vm }) => [vm],
  'VM.unpause': ({ vm }) => [vm],
  'VM.snapshot': ({ vm }) => [vm, 'snapshot'],
  'VM.checkpoint': ({ vm }) => [vm, 'checkpoint'],
  'VM.clone': ({ vm }) => [vm, 'clone'],
  'VM.copy': ({ vm }) => [vm, 'copy', 'OpaqueRef:NULL'],
  'VM.revert': ({ vm }) => [vm],
  'VM.destroy': ({ vm }) => [vm],
  'VM.provision': ({ vm }) => [vm],
  'VM.power_state_reset': ({ vm }) => [vm],
  'VM.set_is_a_template': ({ vm }) => [vm, true],
  'VM.set_memory': ({ vm }) => [vm, 2 ** 31],
  'VM.set_VCPUs_max': ({ vm }) => [vm, 3],
  'VBD.eject': ({ row }) => [firstOf(row['VBDs'])],
  'VBD.plug': ({ row }) => [firstOf(row['VBDs'])],
  'VBD.unplug': ({ row }) => [firstOf(row['VBDs'])],
  'VBD.destroy': ({ row }) => [firstOf(row['VBDs'])],
  'VIF.plug': ({ row }) => [firstOf(row['VIFs'])],
  'VIF.unplug': ({ row }) => [firstOf(row['VIFs'])],
  'VIF.destroy': ({ row }) => [firstOf(row['VIFs'])],
  'host.disable': ({ host }) => [host],
  'host.enable': ({ host }) => [host],
  'host.reboot': ({ host }) => [host],
  'host.shutdown': ({ host }) => [host],
  'host.declare_dead': ({ host }) => [host],
  'host.assert_can_evacuate': ({ host }) => [host],
  'host.get_vms_which_prevent_evacuation': ({ host }) => [host],
};

function firstOf(value: Value | undefined): Ref {
  return Array.isArray(value) ? String(value[0]) : 'OpaqueRef:none';
}

const step: fc.Arbitrary<Step> = fc.oneof(
  {
    weight: 8,
    arbitrary: fc.record({
      is: fc.constant('call' as const),
      method: fc.constantFrom(...Object.keys(PARAMETERS)),
      subject: fc.nat(),
      host: fc.nat(),
      isAsync: fc.boolean(),
    }),
  },
  { weight: 2, arbitrary: fc.record({ is: fc.constant('accident' as const), what: fc.constantFrom(...accidentNames()), host: fc.nat() }) },
  { weight: 1, arbitrary: fc.record({ is: fc.constant('cancel' as const), task: fc.nat() }) },
  { weight: 4, arbitrary: fc.record({ is: fc.constant('wait' as const), ms: fc.constantFrom(0, 500, 3_000, 20_000, 90_000, 700_000) }) },
);

function accidentNames(): (keyof typeof ACCIDENTS)[] {
  return ['losePower', 'bootMachine', 'pullCable', 'plugCable', 'restartToolstack'];
}

function pick<T>(items: readonly T[], position: number): T | undefined {
  return items[position % Math.max(1, items.length)];
}

/** Takes one step and returns the calls it began. */
function take(world: World, next: Step): readonly Asked[] {
  switch (next.is) {
    case 'wait':
      world.clock.advance(next.ms);
      return [];
    case 'accident': {
      const machine = pick(world.hosts, next.host);
      if (machine !== undefined) ACCIDENTS[next.what](world, machine);
      return [];
    }
    // Nobody can call a machine that is off.
    case 'cancel':
      return poolOf(world).master.power === 'on' ? cancelOne(world, next.task) : [];
    case 'call':
      return poolOf(world).master.power === 'on' ? [call(world, next)] : [];
    default:
      return unreachable(next);
  }
}

function cancelOne(world: World, position: number): readonly Asked[] {
  const task = pick(poolOf(world).database.refs('task'), position);
  return task === undefined ? [] : [begin(world, 'task.cancel', [task])];
}

function call(world: World, next: Extract<Step, { is: 'call' }>): Asked {
  const { database, model } = poolOf(world);
  const vm =
    pick(
      database.refs('VM').filter((self) => isFair(database.get('VM', self))),
      next.subject,
    ) ?? '';
  const host = pick(world.hosts, next.host)?.ref ?? '';
  const parameters = PARAMETERS[next.method]?.({ host, vm, row: database.find('VM', vm) ?? {} }) ?? [];
  const isAsync = next.isAsync && model.messages.get(next.method)?.isAsync === true;
  return begin(world, isAsync ? `Async.${next.method}` : next.method, parameters);
}

/** The default templates are many and dull. */
function isFair(row: Row): boolean {
  return row['is_default_template'] !== true;
}

const stories = fc.array(step, { minLength: 5, maxLength: 40 });
const settings: fc.Parameters<[Step[]]> = { seed: SEED, numRuns: 60 };

test('whatever is asked and whatever happens, the records stay consistent', async () => {
  await fc.assert(
    fc.asyncProperty(stories, async (story) => {
      const world = await buildScenario(scenarioNamed('two-hosts-iscsi'), { profile: '9' });
      for (const [index, next] of story.entries()) {
        take(world, next);
        expect({ index, next, broken: brokenRules(poolOf(world)) }).toEqual({ index, next, broken: [] });
      }
    }),
    settings,
  );
});

test('every call ends, its task with it, and every refusal has as many parameters as the model names', async () => {
  await fc.assert(
    fc.asyncProperty(stories, async (story) => {
      const world = await buildScenario(scenarioNamed('two-hosts-iscsi'), { profile: '9' });
      const asked = story.flatMap((next) => take(world, next));
      for (const host of world.hosts) {
        plugCable(host, 'management');
        bootMachine(world, host);
      }
      world.clock.advance(3 * HOUR);
      const { model, database } = poolOf(world);
      const outcomes = asked.map((call) => call.outcome());
      expect(outcomes.filter((outcome) => outcome === undefined)).toEqual([]);
      expect(database.refs('task').filter((task) => database.get('task', task)['status'] === 'pending')).toEqual([]);
      const errors = outcomes.flatMap((outcome) => (outcome?.is === 'failed' ? [outcome.error] : []));
      for (const error of errors) {
        if (!(error instanceof XapiError)) throw error;
        expect({ error: error.message, counts: parameterCountsOf(model, error.code) ?? [] }).toMatchObject({
          counts: expect.arrayContaining([error.parameters.length]),
        });
      }
    }),
    settings,
  );
});
