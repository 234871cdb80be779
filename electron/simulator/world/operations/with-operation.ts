import { map, without } from '../fields.ts';
import type { Work } from '../process.ts';
import { allowCancel } from '../tasks.ts';
import type { Ref } from '../value.ts';
import type { Call, PoolState } from '../world.ts';
import type { XapiError } from '../xapi-error.ts';
import { operationProblem, refreshAllowed } from './rules.ts';

export interface Operation {
  readonly table: string;
  readonly self: Ref;
  readonly name: string;
}

/** A refused operation is tried again for this long before the caller hears of it. */
const PATIENCE_MS = 2 * 3_600_000;
const SHORTEST_WAIT_MS = 1_000;
const WAIT_SPREAD_MS = 19_000;

/** The one refusal that only means "not yet". */
const PASSING = 'OTHER_OPERATION_IN_PROGRESS';

/**
 * Runs work with the operation shown on the object, after waiting for its turn. The entry is named by the
 * task; work without a task in the database has the odd key the real server makes up for it.
 */
export function* withOperation<T>(call: Call, operation: Operation, work: () => Work<T>): Work<T> {
  allowCancel(call.pool, call.task);
  yield* waitForTurn(call, operation);
  const key = operationKey(call);
  begin(call.pool, operation, key);
  try {
    return yield* work();
  } finally {
    end(call.pool, operation, key);
  }
}

export function operationKey(call: Call): string {
  return call.task ?? `DummyRef:|${call.world.random.uuid()}|${call.message.class}.${call.message.name}`;
}

function* waitForTurn(call: Call, { table, self, name }: Operation): Work<void> {
  const { pool, world } = call;
  const deadline = world.clock.now() + PATIENCE_MS;
  for (;;) {
    const problem = operationProblem(pool, table, self, name);
    if (problem === undefined) return;
    if (!isPassing(problem) || world.clock.now() >= deadline) throw problem;
    yield {
      listen: (wake) => pool.database.onChange((changedTable, ref) => (changedTable === table && ref === self ? wake() : undefined)),
      timeoutMs: SHORTEST_WAIT_MS + world.random.below(WAIT_SPREAD_MS),
    };
  }
}

function isPassing(problem: XapiError): boolean {
  return problem.code === PASSING;
}

export function begin(pool: PoolState, { table, self, name }: Operation, key: string): void {
  const operations = map(pool.database.get(table, self), 'current_operations');
  pool.database.set(table, self, { current_operations: { [key]: name, ...operations } });
  refreshAllowed(pool, table, self);
}

/** The object may be gone: destroying it is an operation too. */
export function end(pool: PoolState, { table, self }: Operation, key: string): void {
  const row = pool.database.find(table, self);
  if (row === undefined) return;
  pool.database.set(table, self, { current_operations: without(map(row, 'current_operations'), key) });
  refreshAllowed(pool, table, self);
}
