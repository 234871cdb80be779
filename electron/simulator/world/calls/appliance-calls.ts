import type { TypeShape } from '#shared/xapi/model.ts';
import { isMap, list, number, refOf, text } from '../fields.ts';
import { withOperation } from '../operations/with-operation.ts';
import type { Outcome, Work } from '../process.ts';
import { addRow } from '../rows.ts';
import { runInTask } from '../run-in-task.ts';
import { setTaskProgress } from '../tasks.ts';
import type { Ref, Value } from '../value.ts';
import type { Call, Implementations } from '../world.ts';
import { XapiError } from '../xapi-error.ts';
import { shutDown, start } from './vm-power-calls.ts';

const ONE_SECOND_MS = 1_000;
const LOOK_AGAIN_MS = 3_600_000;
const VOID: TypeShape = { kind: 'void' };

export const applianceCalls: Implementations = {
  'VM_appliance.create': ({ world, pool }, given) => addRow({ world, pool }, 'VM_appliance', isMap(given) ? given : {}),
  // Its members go on pointing at it until the master next looks for references to nothing.
  'VM_appliance.destroy': ({ pool }, appliance) => {
    pool.database.destroy('VM_appliance', refOf(appliance));
    return '';
  },
  'VM_appliance.start': (call, appliance, isPaused) =>
    inOrder(call, refOf(appliance), {
      name: 'start',
      label: 'Async.VM.start',
      delayField: 'start_delay',
      concerns: 'Halted',
      direction: 1,
      act: (member, vm) => start(member, vm, { isPaused: isPaused === true }),
    }),
  'VM_appliance.clean_shutdown': (call, appliance) => stop(call, refOf(appliance), 'clean_shutdown'),
  'VM_appliance.hard_shutdown': (call, appliance) => stop(call, refOf(appliance), 'hard_shutdown'),
  'VM_appliance.shutdown': (call, appliance) => stop(call, refOf(appliance), 'shutdown'),
};

function stop(call: Call, appliance: Ref, name: 'clean_shutdown' | 'hard_shutdown' | 'shutdown'): Work<Value> {
  return inOrder(call, appliance, {
    name,
    label: `Async.VM.${name}`,
    delayField: 'shutdown_delay',
    concerns: 'Running',
    direction: -1,
    act: (member, vm) => shutDown(member, vm, name),
  });
}

interface Plan {
  readonly name: string;
  readonly label: string;
  readonly delayField: string;
  readonly concerns: 'Halted' | 'Running';
  /** Members start in ascending order and stop in descending order. */
  readonly direction: 1 | -1;
  readonly act: (call: Call, vm: Ref) => Work<Value>;
}

/** Members of equal order go together, each under a task of its own; the next group waits for them and their delay. */
function* inOrder(call: Call, appliance: Ref, plan: Plan): Work<Value> {
  const { pool, world } = call;
  return yield* withOperation(call, { table: 'VM_appliance', self: appliance, name: plan.name }, function* () {
    const members = list(pool.database.get('VM_appliance', appliance), 'VMs').filter(
      (vm) => text(pool.database.get('VM', vm), 'power_state') === plan.concerns,
    );
    const groups = Map.groupBy(members, (vm) => number(pool.database.get('VM', vm), 'order'));
    const orders = [...groups.keys()].sort((a, b) => (a - b) * plan.direction);
    let failures = 0;
    for (const [index, order] of orders.entries()) {
      const group = groups.get(order) ?? [];
      failures += yield* runTogether(call, group, plan);
      const delays = group.map((vm) => number(pool.database.find('VM', vm) ?? {}, plan.delayField));
      yield Math.max(0, ...delays) * ONE_SECOND_MS * world.slowness;
      setTaskProgress(pool, call.task, (index + 1) / (orders.length + 1));
    }
    if (failures > 0) throw new XapiError('OPERATION_PARTIALLY_FAILED', plan.name);
    return '';
  });
}

function* runTogether(call: Call, group: readonly Ref[], plan: Plan): Work<number> {
  const { pool, world } = call;
  const outcomes: Outcome<Value>[] = [];
  const waking: (() => void)[] = [];
  const members = group.map((vm) => {
    const job = {
      label: plan.label,
      parent: call.task,
      owner: call.session?.user,
      resultType: VOID,
      work: (task: Ref) => plan.act({ ...call, task }, vm),
    };
    return runInTask(world, pool, job, (_task, outcome) => {
      outcomes.push(outcome);
      for (const wake of waking) wake();
    });
  });
  const listen = (wake: () => void) => {
    waking.push(wake);
    return () => {
      waking.length = 0;
    };
  };
  try {
    while (outcomes.length < members.length) yield { listen, timeoutMs: LOOK_AGAIN_MS };
  } catch (error) {
    for (const { task, running } of members) running.interrupt(new XapiError('TASK_CANCELLED', task));
    throw error;
  }
  return outcomes.filter((outcome) => outcome.is === 'failed').length;
}
