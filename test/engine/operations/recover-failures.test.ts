import type { HostRef, VmRef } from '#shared/domain/inventory/watched.ts';
import { change } from '#simulator/world/rows.ts';
import { named } from '#test/support/ask.ts';
import { prepare, seen } from '#test/support/engine-picture.ts';
import { type Ended, failureTable, type Trial } from '#test/support/failure-table.ts';
import type { Operating } from '#test/support/operating.ts';
import { timePasses } from '#test/support/passing-time.ts';
import { operatingCentre } from '#test/support/served-centre.ts';
import { firstPool } from '#test/support/served-world.ts';
import { machines, vmLies } from '#test/support/vm-lies.ts';

/** A host without power whose controller says so, and another one that is there. */
const [SCENARIO, DEAD, THERE] = ['dark-no-power', 'dark-3', 'dark-2'] as const;
const ELSEWHERE = 'a machine of a dead host that is started elsewhere';
const MACHINE = 'dark-vm-01';
const DOMAIN = 7;

const database = (at: Operating) => firstPool(at.served.world).database;
// Refs of the simulator are those of the wire.
const hostRef = (at: Operating, name: string) => named(at.served.world, 'host', name) as HostRef;
const rowOf = (at: Operating) => database(at).get('VM', at.vm(MACHINE));

let isWatched = false;
/** How often the machine has begun to run since it was lost. */
let starts = 0;

function viewIn({ engine }: Operating) {
  const last = engine.said.findLast((event) => event.topic === 'recovery');
  return last?.topic === 'recovery' ? last.payload : undefined;
}

/** Somebody looks at the dead host, and its controller has said that it is off. */
async function lookedAt(at: Operating): Promise<void> {
  if (isWatched) return;
  isWatched = true;
  const which = { server: at.server, host: hostRef(at, DEAD) };
  await at.engine.call('recovery.open', which);
  const asked = new Set<string>();
  for (let view = viewIn(at); view?.diagnosis.verdict.is !== 'off'; view = viewIn(at)) {
    const question = view?.question;
    // The ways there lead over others, whose keys nobody has seen before.
    if (question !== undefined && !asked.has(question.id)) {
      asked.add(question.id);
      await at.engine.call('recovery.answer', { ...which, question: question.id, answer: { is: 'accept-key' } });
    }
    await timePasses(at.engine, () => viewIn(at) !== view);
  }
  let was = rowOf(at)['power_state'];
  database(at).onChange((table, ref) => {
    if (table !== 'VM' || ref !== at.vm(MACHINE)) return;
    const is = rowOf(at)['power_state'];
    if (is === 'Running' && was !== 'Running' && rowOf(at)['resident_on'] !== hostRef(at, DEAD)) starts += 1;
    was = is;
  });
}

/** As its host lost its power: the pool still has it there. */
async function lostAgain(at: Operating): Promise<VmRef> {
  const vm = at.vm(MACHINE);
  const dead = hostRef(at, DEAD);
  if (rowOf(at)['power_state'] === 'Running' && rowOf(at)['resident_on'] !== dead) prepare(at, 'VM.hard_shutdown', [vm]);
  change(firstPool(at.served.world), 'VM', vm, { power_state: 'Running', resident_on: dead, domid: DOMAIN });
  await seen(at, (inventory) => inventory.vm.get(vm)?.power === 'Running' && inventory.vm.get(vm)?.residentOn === dead);
  starts = 0;
  return vm;
}

const runsOn = (at: Operating, name: string): boolean => rowOf(at)['power_state'] === 'Running' && rowOf(at)['resident_on'] === hostRef(at, name);

const trials: readonly Trial[] = [
  {
    name: ELSEWHERE,
    async request(at) {
      await lookedAt(at);
      return { kind: 'vm.recover', server: at.server, vm: await lostAgain(at), host: hostRef(at, THERE) };
    },
    isDone: (at) => runsOn(at, THERE) && starts === 1,
  },
];

function lies(ended: Ended): readonly string[] {
  return [...vmLies(ended), ...(starts > 1 ? [`it was started ${starts} times`] : [])];
}

failureTable({
  trials,
  scenario: SCENARIO,
  open: operatingCentre,
  telling: machines,
  lies,
  // Started again, an app looks at no host yet and has nothing proven; what it had given up before is tried in power-failures.
  without: { [ELSEWHERE]: ['the app ends'] },
});
