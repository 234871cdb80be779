import { type Operation, begin, end } from '#simulator/world/operations/with-operation.ts';
import type { Work } from '#simulator/world/process.ts';
import { runInTask } from '#simulator/world/run-in-task.ts';
import { allowCancel, setTaskProgress } from '#simulator/world/tasks.ts';
import type { Ref, Value } from '#simulator/world/value.ts';
import type { PoolState, World } from '#simulator/world/world.ts';
import { FaultError } from './command.ts';
import { rowNamed } from './look-up.ts';

const STUCK_AT = 0.35;
const A_DAY_MS = 24 * 3_600_000;

/** Thrown into stuck work to let it end well. */
class Released extends Error {
  override readonly name = 'Released';
}

export function stickTask(world: World, pool: PoolState, vmName: string | undefined): Ref {
  const operation = vmName === undefined ? undefined : { table: 'VM', self: rowNamed(pool, 'VM', vmName), name: 'clean_shutdown' };
  const { task } = runInTask(world, pool, {
    label: 'Async.VM.clean_shutdown',
    resultType: { kind: 'void' },
    work: (self) => stuck(pool, self, operation),
  });
  return task;
}

function* stuck(pool: PoolState, task: Ref, operation: Operation | undefined): Work<Value> {
  allowCancel(pool, task);
  setTaskProgress(pool, task, STUCK_AT);
  if (operation !== undefined) begin(pool, operation, task);
  try {
    for (;;) yield A_DAY_MS;
  } catch (error) {
    if (error instanceof Released) return '';
    throw error;
  } finally {
    if (operation !== undefined) end(pool, operation, task);
  }
}

export function releaseTask(pool: PoolState, task: Ref): void {
  const running = pool.running.get(task);
  if (running === undefined) throw new FaultError(`no running task ${task}`);
  running.interrupt(new Released('the fault was undone'));
}
