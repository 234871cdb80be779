import { assertPlanSurvives } from '../ha/plan/plan-state.ts';
import { numberOf, ref } from '../fields.ts';
import { withOperation } from '../operations/with-operation.ts';
import { evacuationPlan, evacuationProblems } from '../placement/evacuation.ts';
import { untilNextLookMs } from '../pace.ts';
import type { Outcome, Work } from '../process.ts';
import { runInTask } from '../run-in-task.ts';
import { setTaskProgress } from '../tasks.ts';
import type { Ref, Value } from '../value.ts';
import type { Call } from '../world.ts';
import { XapiError } from '../xapi-error.ts';
import { migrate } from '../calls/vm-migrate-calls.ts';

const BATCH = 10;
const LOOK_MS = 500;

/** Every VM to where there is most room, some at a time; the first that cannot is what it fails with. */
export function* evacuate(call: Call, host: Ref, batch: Value | undefined): Work<Value> {
  const { pool } = call;
  pool.database.get('host', host);
  assertPlanSurvives(pool, { disables: host });
  return yield* withOperation(call, { table: 'host', self: host, name: 'evacuate' }, function* () {
    const [problem] = evacuationProblems(pool, host).values();
    if (problem !== undefined) throw new XapiError(problem[0] ?? 'INTERNAL_ERROR', ...problem.slice(1));
    const plan = [...evacuationPlan(pool, host)];
    const size = Math.max(1, batch === undefined ? BATCH : numberOf(batch));
    for (let first = 0; first < plan.length; first += size) {
      yield* moveTogether(call, plan.slice(first, first + size));
      setTaskProgress(pool, call.task, Math.min(1, (first + size) / plan.length));
    }
    const left = pool.database
      .refs('VM')
      .filter((vm) => plan.some(([moved]) => moved === vm) && ref(pool.database.get('VM', vm), 'resident_on') === host);
    if (left.length > 0) throw new XapiError('INTERNAL_ERROR', `VMs still on the host: ${left.length}`);
    return '';
  });
}

function* moveTogether(call: Call, moves: readonly (readonly [Ref, Ref])[]): Work<void> {
  const { pool, world } = call;
  const resultType = { kind: 'void' } as const;
  const outcomes: Outcome<Value>[] = [];
  const started = moves.map(([vm, to]) =>
    runInTask(
      world,
      pool,
      { label: 'Async.VM.pool_migrate', parent: call.task, resultType, work: (task) => migrate({ ...call, task }, vm, to) },
      (_task, outcome) => void outcomes.push(outcome),
    ),
  );
  try {
    while (outcomes.length < started.length) yield untilNextLookMs(world, LOOK_MS);
  } catch (error) {
    for (const { running } of started) running.interrupt(error);
    throw error;
  }
  const failed = outcomes.find((outcome) => outcome.is === 'failed');
  if (failed !== undefined) throw failed.error;
}
