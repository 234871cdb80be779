import { setTimeout as sleep } from 'node:timers/promises';
import { prepareLab } from '#build/tools/lab.ts';
import { thisMachine } from '#build/tools/machine.ts';
import type { Investigation } from '#shared/contract/recovery-schema.ts';
import { type Lab, startLab } from '#test/lab/lab.ts';
import { type ConnectedEngine, connectEngine, watch, type Watching } from '#test/lab/watching.ts';
import { printReport } from './harness.ts';
import { byHand } from './openssh-by-hand.ts';
import type { Figure, Row } from './report.ts';
import { summarise, type Summary } from './statistics.ts';

// How soon a dark host is reached and looked at, over real cables; beside a person with OpenSSH's client.
const HEALTHY = 'lab-2';
const DARK = Array.from({ length: 16 }, (_, index) => `lab-${index + 4}`);
const HOSTS = 3 + DARK.length;
const RUNS = 5;
const CROWD_RUNS = 3;
const SAMPLE_MS = 20;
/** What comes in at the management address vanishes: every answer to it does. */
const BLACK_HOLE = 'for n in 0 128; do ip route add blackhole 10.8.0.$n/25; done';

interface Timed {
  readonly reachedMs: number;
  readonly filledMs: number;
}

/** From the wish to a proven way, and from there to the end of everything that is cheap to ask. */
async function reach(lab: Lab, engine: ConnectedEngine, name: string): Promise<Timed> {
  const startMs = performance.now();
  await using host = await watch(lab, engine, name);
  await host.view(({ active }) => active !== undefined);
  const reachedMs = performance.now() - startMs;
  await host.view(({ sight }) => sight.clock.is === 'seen');
  return { reachedMs, filledMs: performance.now() - startMs - reachedMs };
}

/** Whose keys a person has confirmed before, as on any day but the first. */
async function getToKnow(lab: Lab, engine: ConnectedEngine, names: readonly string[]): Promise<void> {
  for (const name of names) {
    await using host = await watch(lab, engine, name);
    await host.connected();
  }
}

interface Crowd {
  readonly ms: number;
  readonly mostAtOnce: number;
  readonly mostOverOne: number;
}

/** All at once; meanwhile it is counted how many ways are being tried at one moment, and how many of them over one member. */
async function reachAll(lab: Lab, engine: ConnectedEngine): Promise<Crowd> {
  const startMs = performance.now();
  const hosts = await Promise.all(DARK.map(async (name) => await watch(lab, engine, name)));
  const over = new AbortController();
  const counting = count(engine, hosts, over.signal);
  await Promise.all(hosts.map(async (host) => await host.view(({ active }) => active !== undefined)));
  const ms = performance.now() - startMs;
  over.abort();
  const most = await counting;
  await Promise.all(hosts.map(async (host) => await host[Symbol.asyncDispose]()));
  return { ms, ...most };
}

async function count(
  { engine }: ConnectedEngine,
  hosts: readonly Watching[],
  signal: AbortSignal,
): Promise<{ readonly mostAtOnce: number; readonly mostOverOne: number }> {
  let mostAtOnce = 0;
  let mostOverOne = 0;
  while (!signal.aborted) {
    const answers = await engine.callAll(
      'recovery.open',
      hosts.map(({ at }) => at),
    );
    const running = answers.flatMap((answer) => (answer.ok ? runningIn(answer.value.investigation) : []));
    mostAtOnce = Math.max(mostAtOnce, running.length);
    for (const via of new Set(running)) if (via !== '') mostOverOne = Math.max(mostOverOne, running.filter((other) => other === via).length);
    await sleep(SAMPLE_MS);
  }
  return { mostAtOnce, mostOverOne };
}

/** For each way that is being tried, the member it leads over. */
function runningIn({ attempts, routes }: Investigation): readonly string[] {
  const vias = new Map(routes.map(({ id, via }) => [id, via?.is === 'member' ? via.host : '']));
  return attempts.filter(({ state }) => state === 'running').map(({ route }) => vias.get(route) ?? '');
}

async function repeated<T>(times: number, once: () => Promise<T>): Promise<readonly T[]> {
  const all: T[] = [];
  for (let run = 0; run < times; run += 1) all.push(await once());
  return all;
}

function row(name: string, summary: Summary, unit = 'ms'): Row {
  return { name, unit, summary };
}

async function run(): Promise<{ readonly rows: readonly Row[]; readonly figures: readonly Figure[] }> {
  await using lab = await startLab(HOSTS);
  await using engine = await connectEngine(lab);
  const [first = ''] = DARK;
  await Promise.all(DARK.map(async (name) => await lab.host(name).type(BLACK_HOLE)));
  while (DARK.some((name) => lab.isLive(name))) await sleep(100);
  await getToKnow(lab, engine, [HEALTHY, ...DARK]);

  const direct = summarise((await repeated(RUNS, async () => await reach(lab, engine, HEALTHY))).map(({ reachedMs }) => reachedMs));
  const dark = await repeated(RUNS, async () => await reach(lab, engine, first));
  const reached = summarise(dark.map(({ reachedMs }) => reachedMs));
  const filled = summarise(dark.map(({ filledMs }) => filledMs));
  const crowds = await repeated(CROWD_RUNS, async () => await reachAll(lab, engine));
  const crowd = summarise(crowds.map(({ ms }) => ms));
  const atOnce = Math.max(...crowds.map(({ mostAtOnce }) => mostAtOnce));
  const overOne = Math.max(...crowds.map(({ mostOverOne }) => mostOverOne));
  const person = await byHand(lab, { dark: first, jump: HEALTHY, isPatient: process.argv.includes('--full') });
  return {
    rows: [
      row('healthy host, straight', direct),
      row('dark host, first way that works', reached),
      row('dark host, cheap panels filled after that', filled),
      row(`${DARK.length} dark hosts at once, all reached`, crowd),
      row('ways tried at one moment', summarise(crowds.map(({ mostAtOnce }) => mostAtOnce)), ''),
      row('of them over one member', summarise(crowds.map(({ mostOverOne }) => mostOverOne)), ''),
      row(person.name, summarise([person.ms])),
    ],
    figures: [
      { id: 'dark-route-ms', value: reached.median, unit: 'ms' },
      { id: 'panels-ms', value: filled.median, unit: 'ms' },
      { id: 'direct-ms', value: direct.median, unit: 'ms' },
      { id: 'sixteen-ms', value: crowd.median, unit: 'ms' },
      { id: 'most-at-once', value: atOnce, unit: 'of 8' },
      { id: 'most-over-one-member', value: overOne, unit: 'of 3' },
      // Where the person's attempts were cut short, the true ratio is smaller still.
      { id: 'dark-route/sequential', value: reached.median / person.ms, unit: 'ratio' },
    ],
  };
}

const ids = ['dark-route-ms', 'panels-ms', 'direct-ms', 'sixteen-ms', 'dark-route/sequential'];
const isPossible = (await prepareLab(thisMachine()))['POOLKEEPER_LAB'] === 'yes';
const reason = 'network namespaces need root on Linux';
const nothing = { rows: [], figures: ids.map((id): Figure => ({ id, value: null, unit: id.includes('/') ? 'ratio' : 'ms', reason })) };
printReport({ bench: 'routes', ...(isPossible ? await run() : nothing) }, process.argv.slice(2));
