import { missingFieldProblem } from './constructor-fields.ts';
import { findImplementation } from './find-implementation.ts';
import { isWork, type Running, run, type Work } from './process.ts';
import { assertPermitted } from './rbac.ts';
import { canReachDatabase, waitForDatabase } from './reach.ts';
import { runInTask, type TaskJob } from './run-in-task.ts';
import { dropTask } from './tasks.ts';
import type { Ref, Value } from './value.ts';
import type { Call, Request, WhenDone, World } from './world.ts';
import type { XapiError } from './xapi-error.ts';

/**
 * How long the task of a synchronous call outlives its answer. On the real server the two race; here the
 * row stays long enough for a listener to have seen it.
 */
const SYNCHRONOUS_TASK_LINGERS_MS = 5;

/** Calls a host answers from its own memory, without the pool's database: no task, no waiting for a dead master. */
const LOCAL_CALLS = new Set([
  'host.is_in_emergency_mode',
  'host.local_assert_healthy',
  'host.shutdown_agent',
  'host.emergency_ha_disable',
  'host.management_disable',
  'host.local_management_reconfigure',
  'host.signal_networking_change',
  'host.get_system_status_capabilities',
  'host.emergency_reset_server_certificate',
  'host.emergency_disable_tls_verification',
  'host.emergency_reenable_tls_verification',
  'host.emergency_clear_mandatory_guidance',
  'pool.emergency_transition_to_master',
  'pool.emergency_reset_master',
  'session.login_with_password',
  'session.slave_local_login_with_password',
  'session.slave_login',
  'session.slave_local_login',
  'session.local_logout',
]);

/**
 * Carries out a call whose session, arity and types have been checked: permission, forwarding, the work
 * itself, and the task around it. An asynchronous call is answered with its task at once.
 */
export function perform(world: World, request: Request, whenDone: WhenDone): Running {
  const { host, message } = request;
  const name = `${message.class}.${message.name}`;
  const problem = missingFieldProblem(host.pool.model, message, request.parameters);
  // Part of reading the parameters, so it is told before there is a task.
  if (problem !== undefined) return run(world.clock, refused(problem), whenDone);
  const hasTask = message.isAsync && !LOCAL_CALLS.has(name) && canReachDatabase(host);
  if (!hasTask) return run(world.clock, work(callOf(world, request, undefined), request), whenDone);

  const { pool } = host;
  const job: TaskJob = {
    label: request.isAsync ? `Async.${name}` : name,
    owner: request.session?.user,
    resultType: message.result,
    work: (task) => work(callOf(world, request, task), request),
  };
  const { task, running } = runInTask(world, pool, job, (self, outcome) => {
    if (request.isAsync) return;
    world.clock.after(SYNCHRONOUS_TASK_LINGERS_MS, () => dropTask(pool, self));
    whenDone(outcome);
  });
  if (request.isAsync) whenDone({ is: 'done', value: task });
  return running;
}

function* refused(problem: XapiError): Work<Value> {
  yield* [];
  throw problem;
}

function callOf(world: World, { host, session, message, isLocal = false }: Request, task: Ref | undefined): Call {
  return { world, pool: host.pool, host, session, message, task, isLocal };
}

function* work(call: Call, request: Request): Work<Value> {
  const name = `${call.message.class}.${call.message.name}`;
  if (!LOCAL_CALLS.has(name)) yield* waitForDatabase(call.host);
  assertPermitted(call, request.parameters);
  for (const interfere of call.pool.interferences) interfere(call);
  const result = findImplementation(call)(call, ...request.parameters);
  return isWork(result) ? yield* result : result;
}
