import { spawn } from 'node:child_process';
import { measure, medianFigure, printReport, ratioFigure, rowsOf, type Subject } from './harness.ts';
import { callForText, logIn, type SimulatedPool, startSimulatedPool } from './simulated-pool.ts';

// How long the largest scenario takes to start, and to answer the first client that asks for everything.
const SCENARIO = 'five-thousand-vms';
const EVENT_TIMEOUT_S = 30;

let pool: SimulatedPool | undefined;
let answer = '';

/** Every run has a simulator of its own, since only its first full answer is asked for. */
async function startAfresh(): Promise<number> {
  await stop();
  const startMs = performance.now();
  pool = await startSimulatedPool(SCENARIO);
  return performance.now() - startMs;
}

async function askForEverything(): Promise<number> {
  if (pool === undefined) throw new Error('the simulator did not start');
  const session = await logIn(pool);
  const startMs = performance.now();
  answer = await callForText(pool.masterUrl, 'event.from', [session, ['*'], '', EVENT_TIMEOUT_S]);
  const ms = performance.now() - startMs;
  if (!answer.includes('"valid_ref_counts"')) throw new Error(`event.from answered ${answer.slice(0, 200)}`);
  return ms;
}

async function stop(): Promise<void> {
  await pool?.stop();
  pool = undefined;
}

async function startBareNode(): Promise<undefined> {
  const { promise, resolve, reject } = Promise.withResolvers<undefined>();
  spawn(process.execPath, ['--eval', ''])
    .once('error', reject)
    .once('exit', () => resolve(undefined));
  return promise;
}

function parseAnswer(): undefined {
  if (answer === '') throw new Error('there is no answer to parse');
  JSON.parse(answer);
  return undefined;
}

const subjects: readonly Subject[] = [
  { name: 'start', once: startAfresh },
  { name: 'start of bare Node (floor)', once: startBareNode },
  { name: 'first full event.from', once: askForEverything },
  { name: 'JSON.parse of its answer (floor)', once: parseAnswer },
];

try {
  const measured = await measure(subjects, { warmUps: 1, runs: 5 });
  const figures = [
    medianFigure(measured, { id: 'start', name: 'start' }),
    ratioFigure(measured, { id: 'start/floor', ours: 'start', peer: 'start of bare Node (floor)' }),
    medianFigure(measured, { id: 'first-event-from', name: 'first full event.from' }),
    ratioFigure(measured, { id: 'first-event-from/floor', ours: 'first full event.from', peer: 'JSON.parse of its answer (floor)' }),
  ];
  printReport({ bench: 'simulator', rows: rowsOf(measured), figures }, process.argv.slice(2));
} finally {
  await stop();
}
