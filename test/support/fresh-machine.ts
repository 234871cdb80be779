import type { VmRef } from '#shared/domain/inventory/watched.ts';
import type { World } from '#simulator/world/world.ts';
import { ask, named, rowOf } from './ask.ts';
import type { Operating } from './operating.ts';
import { timePasses } from './passing-time.ts';
import { firstPool } from './served-world.ts';

export interface FreshMachine {
  readonly is?: 'halted' | 'running' | 'paused' | 'suspended' | 'template';
  /** Where it runs; absent: wherever the pool sees fit. */
  readonly on?: string;
}

const POWER = { halted: 'Halted', running: 'Running', paused: 'Paused', suspended: 'Suspended', template: 'Halted' } as const;
const SMALL = 128 * 1024 ** 2;
const GUEST_IS_UP_AFTER_MS = 120_000;
let made = 0;

/** Another machine with a disk of its own in the state it is wanted in, which the engine has heard of. */
export async function aFreshMachine(at: Operating, wanted: FreshMachine = {}): Promise<{ readonly vm: VmRef; readonly name: string }> {
  const { world } = at.served;
  const { is = 'halted' } = wanted;
  const name = `fresh-${(made += 1)}`;
  const vm = done(ask(world, 'VM.clone', [named(world, 'VM', 'spare'), name])) as VmRef;
  // Many of them are to have room beside each other.
  done(ask(world, 'VM.set_memory_limits', [vm, SMALL, SMALL, SMALL, SMALL]));
  firstPool(world).guests.set(vm, { hasAgent: true, told: {} });
  if (is === 'template') done(ask(world, 'VM.set_is_a_template', [vm, true]));
  else if (is !== 'halted') startIn(world, vm, wanted);
  await isHeard(at, vm, (now) => now['power'] === POWER[is] && now['isTemplate'] === (is === 'template'));
  if (is !== 'running') return { vm, name };
  const guest = String(rowOf(world, 'VM', name)['guest_metrics']);
  await at.engine.heard((event) => event.topic === 'pools' && event.payload.delta.guestMetrics?.set?.[guest]?.hasDrivers === true);
  return { vm, name };
}

function startIn(world: World, vm: VmRef, { is, on }: FreshMachine): void {
  const isPaused = is === 'paused';
  const start =
    on === undefined ? ask(world, 'VM.start', [vm, isPaused, false]) : ask(world, 'VM.start_on', [vm, named(world, 'host', on), isPaused, false]);
  done(start);
  if (!isPaused) world.clock.advance(GUEST_IS_UP_AFTER_MS);
  if (is === 'suspended') done(ask(world, 'VM.suspend', [vm]));
}

function done(answer: unknown): unknown {
  if (typeof answer === 'object' && answer !== null && 'error' in answer) throw new Error(`not prepared: ${JSON.stringify(answer)}`);
  return answer;
}

/** Waits for the engine to have heard that it is so of a machine. */
export async function isHeard({ engine, server }: Operating, vm: VmRef, isSo: (now: Readonly<Record<string, unknown>>) => boolean): Promise<void> {
  const now: Record<string, unknown> = {};
  let read = 0;
  await timePasses(engine, () => {
    for (const event of engine.said.slice(read)) {
      if (event.topic === 'pools' && event.payload.server === server) Object.assign(now, event.payload.delta.vm?.set?.[vm] ?? {});
    }
    read = engine.said.length;
    return isSo(now);
  });
}
