import { list, map, ref, text, without } from './fields.ts';
import { addRow } from './rows.ts';
import { dateText, msOfDate } from './times.ts';
import { EPOCH, NULL_REF, type Ref, type Row } from './value.ts';
import type { PoolState, SimHost, World } from './world.ts';
import { XapiError } from './xapi-error.ts';

const FINISHED_TASK_KEPT_MS = 65 * 60_000;
const PENDING_TASK_KEPT_MS = 24 * 3_600_000;
const TASKS_KEPT = 200;

export interface NewTask {
  readonly label: string;
  readonly description?: string;
  readonly parent?: Ref | undefined;
  /** The user it belongs to; the world's own work belongs to nobody. */
  readonly owner?: string | undefined;
}

export function createTask(world: World, pool: PoolState, task: NewTask): Ref {
  const self = addRow({ world, pool }, 'task', {
    name_label: task.label,
    name_description: task.description ?? '',
    created: dateText(world.clock.now()),
    finished: EPOCH,
    status: 'pending',
    resident_on: pool.master.ref,
    progress: 0,
    type: '<none/>',
    subtask_of: task.parent ?? NULL_REF,
    backtrace: '()',
  });
  if (task.owner !== undefined) pool.taskOwners.set(self, task.owner);
  return self;
}

/** Each field is its own write, in the server's order: a client watching events may see any of the steps between. */
function writeSteps(pool: PoolState, task: Ref, steps: readonly Row[]): void {
  for (const step of steps) pool.database.set('task', task, step);
}

function isPending(pool: PoolState, task: Ref): boolean {
  const row = pool.database.find('task', task);
  return row !== undefined && text(row, 'status') === 'pending';
}

export function completeTask(world: World, pool: PoolState, task: Ref, result: string): void {
  if (!isPending(pool, task)) return;
  writeSteps(pool, task, [{ allowed_operations: [] }, { finished: dateText(world.clock.now()) }, { progress: 1 }, { result }, { status: 'success' }]);
}

export function failTask(world: World, pool: PoolState, task: Ref, error: XapiError): void {
  if (!isPending(pool, task)) return;
  writeSteps(pool, task, [
    { progress: 1 },
    { error_info: [error.code, ...error.parameters] },
    { allowed_operations: [] },
    { finished: dateText(world.clock.now()) },
    { status: error.code === 'TASK_CANCELLED' ? 'cancelled' : 'failure' },
  ]);
}

export function setTaskProgress(pool: PoolState, task: Ref | undefined, progress: number): void {
  if (task === undefined || !isPending(pool, task)) return;
  pool.database.set('task', task, { progress });
}

export function allowCancel(pool: PoolState, task: Ref | undefined): void {
  if (task === undefined || !isPending(pool, task)) return;
  pool.database.set('task', task, { allowed_operations: ['cancel'] });
}

/** Removes the row and what mentions it, whatever its state. */
export function dropTask(pool: PoolState, task: Ref): void {
  const row = pool.database.find('task', task);
  for (const part of row === undefined ? [] : list(row, 'subtasks')) pool.database.set('task', part, { subtask_of: NULL_REF });
  if (row !== undefined) pool.database.destroy('task', task);
  pool.running.delete(task);
  pool.taskOwners.delete(task);
}

/** Asks the work behind a task to stop; as on the real server, nothing happens when it cannot be stopped. */
export function cancelTask(pool: PoolState, task: Ref): void {
  const row = pool.database.get('task', task);
  if (!list(row, 'allowed_operations').includes('cancel')) return;
  pool.running.get(task)?.interrupt(new XapiError('TASK_CANCELLED', task));
}

/** The pass the master makes every 30 seconds. */
export function collectTasks(world: World, pool: PoolState): void {
  const now = world.clock.now();
  const finished: { task: Ref; finishedMs: number }[] = [];
  for (const task of pool.database.refs('task')) {
    const row = pool.database.get('task', task);
    if (text(row, 'status') === 'pending') {
      if (now - msOfDate(text(row, 'created')) > PENDING_TASK_KEPT_MS && !pool.running.has(task)) dropTask(pool, task);
    } else if (now - msOfDate(text(row, 'finished')) > FINISHED_TASK_KEPT_MS || isMarkedForRemoval(row)) {
      dropTask(pool, task);
    } else {
      finished.push({ task, finishedMs: msOfDate(text(row, 'finished')) });
    }
  }
  finished.sort((a, b) => a.finishedMs - b.finishedMs);
  const surplus = pool.database.refs('task').length - TASKS_KEPT;
  for (const { task } of finished.slice(0, Math.max(0, surplus))) dropTask(pool, task);
}

function isMarkedForRemoval(row: Row): boolean {
  return Object.values(map(row, 'current_operations')).includes('destroy');
}

/** Classes whose rows carry operations by task. */
const CLASSES_WITH_OPERATIONS = ['VM', 'host', 'pool', 'SR', 'VDI', 'VBD', 'VIF', 'VUSB', 'VM_appliance', 'VTPM', 'Cluster', 'Cluster_host'];

/** What the master does about work a host was doing when it died or started anew. */
export function failTasksOf(world: World, pool: PoolState, host: SimHost): void {
  for (const task of pool.database.refs('task')) {
    const row = pool.database.find('task', task);
    if (row === undefined || ref(row, 'resident_on') !== host.ref || text(row, 'status') !== 'pending') continue;
    const error = new XapiError('TASK_CANCELLED', task);
    const running = pool.running.get(task);
    if (running === undefined) failTask(world, pool, task, error);
    else running.interrupt(error);
    forgetOperations(pool, task);
  }
}

function forgetOperations(pool: PoolState, task: Ref): void {
  for (const table of CLASSES_WITH_OPERATIONS) {
    for (const self of pool.database.refs(table)) {
      const operations = map(pool.database.get(table, self), 'current_operations');
      if (operations[task] !== undefined) pool.database.set(table, self, { current_operations: without(operations, task) });
    }
  }
}
