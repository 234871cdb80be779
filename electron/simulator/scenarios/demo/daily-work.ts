import { perform } from '#simulator/world/perform.ts';
import type { Ref, Value } from '#simulator/world/value.ts';
import type { PoolState, World } from '#simulator/world/world.ts';

/** One thing someone does to a VM, through the same calls a client would use. */
interface Step {
  readonly pool: PoolState;
  readonly vm: string;
  readonly call: 'start_on' | 'clean_shutdown' | 'clean_reboot' | 'suspend' | 'resume_on' | 'pool_migrate';
  /** Named, because left to itself a pool that has not noticed may choose the host that went dark. */
  readonly on?: string;
}

const FIRST_MS = 8_000;
const PERIOD_MS = 45_000;

/** Test machines come and go all day, so that there is always something to see; production is left alone. */
export function beginDailyWork(world: World, pools: { paris: PoolState; lyon: PoolState; lab: PoolState }, quietMs: number): void {
  const { paris, lyon, lab } = pools;
  const day: readonly Step[] = [
    { pool: paris, vm: 'k8s-test-01', call: 'start_on', on: 'xs-par-02' },
    { pool: lab, vm: 'lab-ubuntu', call: 'clean_reboot' },
    { pool: lyon, vm: 'pos-lyo-test', call: 'start_on', on: 'xs-lyo-02' },
    { pool: lab, vm: 'lab-debian', call: 'suspend' },
    { pool: paris, vm: 'k8s-test-01', call: 'pool_migrate', on: 'xs-par-01' },
    { pool: paris, vm: 'k8s-test-01', call: 'clean_reboot' },
    { pool: lab, vm: 'lab-windows', call: 'start_on', on: 'xs-lab-01' },
    { pool: lyon, vm: 'pos-lyo-test', call: 'clean_shutdown' },
    { pool: lab, vm: 'lab-debian', call: 'resume_on', on: 'xs-lab-01' },
    { pool: paris, vm: 'k8s-test-01', call: 'clean_shutdown' },
    { pool: lab, vm: 'lab-windows', call: 'clean_shutdown' },
  ];
  let position = 0;
  world.clock.after(quietMs + FIRST_MS, () => {
    next();
    world.clock.every(PERIOD_MS, next);
  });

  function next(): void {
    const step = day[position % day.length];
    position += 1;
    if (step !== undefined) take(world, step);
  }
}

function take(world: World, { pool, vm, call, on }: Step): void {
  const self = named(pool, 'VM', vm);
  const host = on === undefined ? undefined : named(pool, 'host', on);
  const message = pool.model.messages.get(`VM.${call}`);
  if (self === undefined || message === undefined) return;
  const options: readonly Value[] = call === 'pool_migrate' ? [{ live: 'true' }] : [false, false];
  const parameters: readonly Value[] = host === undefined ? [self] : [self, host, ...options];
  // Whoever watches the demo may have changed the VM meanwhile: the refusal then shows as a failed task, as it would.
  perform(world, { host: pool.master, session: undefined, message, isAsync: true, parameters }, () => undefined);
}

function named(pool: PoolState, table: string, name: string): Ref | undefined {
  return pool.database.refs(table).find((ref) => {
    const row = pool.database.get(table, ref);
    return row['name_label'] === name && row['is_a_snapshot'] !== true;
  });
}
