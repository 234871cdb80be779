import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import type { Operation, OperationId, OperationState } from '#shared/contract/calls/operation-calls.ts';
import type { Requested } from '#shared/contract/request-schema.ts';
import { map } from '#simulator/world/fields.ts';
import type { Row } from '#simulator/world/value.ts';
import type { Call } from '#simulator/world/world.ts';
import { XapiError } from '#simulator/world/xapi-error.ts';
import { befall } from './befall.ts';
import { type Change, changesOf, rowsOf, type Telling } from './changes-of.ts';
import { crashingOn } from './crashing.ts';
import { type Operating, operating } from './operating.ts';
import { isNow, timePasses } from './passing-time.ts';
import { firstPool } from './served-world.ts';

/** Something that is asked for, which is to end well or honestly whatever happens meanwhile. */
export interface Trial {
  readonly name: string;
  /** Prepares what it is done to, anew each time, and tells what is asked. */
  request(at: Operating): Promise<Requested>;
  /** The pool shows what was asked for, all of it and once. */
  isDone(at: Operating, request: Requested): boolean;
  /** What it says besides when all goes well. */
  readonly remarks?: readonly { readonly is: string; readonly host?: string }[];
}

/** How an operation ended, and what has become of the pool meanwhile. */
export interface Ended {
  readonly at: Operating;
  readonly operation: Operation;
  readonly changes: readonly Change[];
}

interface FailureTable {
  readonly trials: readonly Trial[];
  readonly scenario?: string;
  /** Absent: a pool whose hosts' toolstacks answer, and nothing else. */
  readonly open?: (scenario: string, pace: number) => Promise<Operating>;
  /** Where to look for what is left. */
  readonly telling: Telling;
  /** Everything it says that is not so, and everything it does not say; empty for an honest one. */
  lies(ended: Ended): readonly string[];
  /** Mishaps that have been looked at and do not apply, by trial. */
  readonly without?: Readonly<Record<string, readonly Mishap[]>>;
}

export type Mishap = 'a call fails' | 'it is cancelled' | 'the app ends' | 'the master is lost' | 'the toolstack restarts';

/** A moment: a step begins, or the server hears the first, second... change that is asked of it. */
type Moment = { readonly step: string } | { readonly call: number };

const HEALS_AFTER_MS = 20_000;
/** Worlds live this much faster than the clock on the wall; moments are met by what is told, not by waiting. */
const PACE = 240;
/** One test tries every moment of its operation. */
const LONGEST_TEST_MS = 180_000;
/** A gap between two things that must not be told apart by luck. */
const SETTLES_WITHIN_MS = 40_000;

/** Each trial with each mishap at each moment of it; one test for each pair. */
export function failureTable(table: FailureTable): void {
  let at: Operating;
  beforeAll(async () => {
    at = await (table.open ?? operating)(table.scenario ?? 'two-hosts-iscsi', PACE);
  });
  afterAll(async () => await at[Symbol.asyncDispose]());

  describe.each(table.trials)('$name', (trial) => {
    let moments: readonly Moment[] = [];

    test('is done', async () => {
      const { request, ended, heard } = await play({ at, table, trial });
      expect([ended.operation.state, trial.isDone(at, request)]).toEqual([doneWith(trial), true]);
      expect(heard.calls).toBeGreaterThan(0);
      moments = heard.moments;
    });

    const mishaps: readonly Mishap[] = ['a call fails', 'it is cancelled', 'the master is lost', 'the toolstack restarts', 'the app ends'];
    test.each(mishaps.filter((mishap) => table.without?.[trial.name]?.includes(mishap) !== true))(
      'and %s',
      { timeout: LONGEST_TEST_MS },
      async (mishap) => {
        expect(moments.length).toBeGreaterThan(0);
        const told = [];
        for (const moment of momentsOf(mishap, moments)) {
          told.push(...(await verdicts({ at, table, trial, mishap, moment })));
        }
        expect(told).toEqual([]);
      },
    );
  });
}

function doneWith({ remarks }: Trial) {
  return { is: 'done', ...(remarks !== undefined && { remarks, next: [] }) };
}

/** As a step begins nothing has been asked yet: what matters then is who cancels, and steps that ask nothing. */
function momentsOf(mishap: Mishap, moments: readonly Moment[]): readonly Moment[] {
  if (mishap === 'it is cancelled') return moments;
  return moments.filter((moment, index) => {
    if ('call' in moment) return true;
    const next = moments[index + 1];
    return mishap !== 'a call fails' && moment.step !== 'check' && (next === undefined || 'step' in next);
  });
}

interface Play {
  readonly at: Operating;
  readonly table: FailureTable;
  readonly trial: Trial;
  readonly mishap?: Mishap;
  readonly moment?: Moment;
}

type StateOf<K extends OperationState['is']> = Extract<OperationState, { is: K }>;

interface Heard {
  calls: number;
  readonly moments: Moment[];
  /** What is to happen has been begun, and has not happened yet. */
  isDue: boolean;
}

async function verdicts(of: Required<Play>): Promise<readonly string[]> {
  const { table, trial, mishap, moment } = of;
  const { request, ended, at } = mishap === 'the app ends' ? await playThroughCrash(of) : await play(of);
  const isDone = trial.isDone(at, request);
  const found = ended === undefined ? [] : [...table.lies(ended), ...(await contradictions(ended, { trial, isDone, mishap, request }))];
  const when = 'step' in moment ? `as ${moment.step} begins` : `at call ${moment.call}`;
  return found.map((lie) => `${when}: ${lie}; it said ${JSON.stringify(ended?.operation.state)}`);
}

interface Verdict {
  readonly trial: Trial;
  readonly isDone: boolean;
  readonly mishap: Mishap;
  readonly request: Requested;
}

/** What holds for every kind of operation. */
async function contradictions(ended: Ended, verdict: Verdict): Promise<readonly string[]> {
  const { state } = ended.operation;
  const { isDone, mishap } = verdict;
  switch (state.is) {
    case 'done':
      return isDone || (state.remarks?.length ?? 0) > 0 ? [] : ['it says done, and is not'];
    case 'failed':
      return mishap === 'a call fails' ? await worksAgain(ended, verdict) : offers({ next: state.next, left: [...state.left, ...state.undone] });
    case 'interrupted':
      return isDone ? [] : offers(state);
    default:
      return mishap === 'it is cancelled' && state.is === 'cancelled' ? [] : [`it is ${state.is}`];
  }
}

function offers({ next, left }: Pick<StateOf<'failed'>, 'next' | 'left'>): readonly string[] {
  // Asking again helps no more where only something is left, and that is said.
  return next.length > 0 || left.some(({ is }) => is === 'disks-left' || is === 'password-gone') ? [] : ['nothing is offered'];
}

/** What it offers has to work, once what went wrong goes right. */
async function worksAgain({ at, operation: { state } }: Ended, { trial, request }: Verdict): Promise<readonly string[]> {
  if (state.is !== 'failed') return [];
  // Without its password it is not offered as it was, but can be asked for anew.
  const isWithoutPassword = state.undone.some(({ is }) => is === 'password-gone');
  const wanted = isWithoutPassword ? await trial.request(at) : request;
  const next = isWithoutPassword ? wanted : state.next[0];
  if (next === undefined) return ['nothing is offered'];
  const again = await at.end(await at.begin(next));
  return again.state.is === 'done' && trial.isDone(at, wanted) ? [] : [`what it offers ended ${JSON.stringify(again.state)}`];
}

/** Asks for it, and lets happen what is to happen; resolves when the pool has come to rest. */
async function play(of: Play) {
  const { at, table, trial } = of;
  const request = await trial.request(at);
  const pool = firstPool(at.served.world);
  const before = rowsOf(pool, table.telling);
  const heard: Heard = { calls: 0, moments: [], isDue: false };
  const stop = watching(of, heard, (id) => strike(of, { operation: id, heard }));
  const operation = await at.end(await at.begin(request)).finally(stop);
  // The operation may be over before it.
  await timePasses(at.engine, () => !heard.isDue);
  await rest(at);
  return { at, request, heard, ended: { at, operation, changes: changesOf(before, rowsOf(pool, table.telling)) } };
}

/** The same in an app that ends at that moment, and is started again; its operation is undefined where it was never heard of. */
async function playThroughCrash(of: Required<Play>) {
  const { at, table, trial } = of;
  await using app = await crashingOn(at.served);
  const request = await trial.request(app.at);
  const pool = firstPool(at.served.world);
  const before = rowsOf(pool, table.telling);
  const gone = Promise.withResolvers<void>();
  let isGone = false;
  const end = (): void => {
    if (isGone) return;
    isGone = true;
    app.crash();
    void app.at.engine.engine.close().then(gone.resolve, gone.reject);
  };
  const stop = watching({ ...of, at: app.at }, { calls: 0, moments: [], isDue: false }, end);
  const id = await app.at.begin(request);
  await timePasses(app.at.engine, () => isGone || isOver(app.at.latest(id)));
  stop();
  end();
  await gone.promise;
  const next = await app.restart();
  const known = await knownOf(next, id);
  if (known !== undefined) await timePasses(next.engine, () => isOver(next.latest(id) ?? known));
  await rest(next);
  const operation = await knownOf(next, id);
  const changes = changesOf(before, rowsOf(pool, table.telling));
  // It had not been written down, so nothing may have been asked.
  if (operation === undefined && changes.length > 0) throw new Error(`nobody knows of ${JSON.stringify(changes)}`);
  const ended = operation === undefined ? undefined : { at, operation: next.latest(id) ?? operation, changes };
  return { at, request, ended };
}

async function knownOf({ engine }: Operating, id: OperationId): Promise<Operation | undefined> {
  const result = await engine.call('operation.list', {});
  return result.ok ? result.value.operations.find((operation) => operation.id === id) : undefined;
}

function isOver(operation: Operation | undefined): boolean {
  if (operation === undefined) return false;
  const { state } = operation;
  return state.is === 'interrupted' ? state.left.length > 0 : state.is !== 'waiting' && state.is !== 'running';
}

/** Notices each moment of the first operation from now on, and acts at the one that is meant. */
function watching({ at, moment, mishap }: Play, heard: Heard, act: (id: OperationId) => XapiError | void): () => void {
  const pool = firstPool(at.served.world);
  const asked = new Set(at.engine.said.flatMap((event) => (event.topic === 'operations' ? event.payload.changed.map(({ id }) => id) : [])));
  const begun = new Set<string>();
  let id: OperationId | undefined;

  function notice(next: Moment): XapiError | void {
    heard.moments.push(next);
    const isMeant = moment !== undefined && JSON.stringify(next) === JSON.stringify(moment);
    if (isMeant && id !== undefined) return act(id);
  }

  const unlisten = at.engine.engine.events.listen((event) => {
    if (event.topic !== 'operations') return;
    const own = event.payload.changed.find((operation) => !asked.has(operation.id) && (id === undefined || operation.id === id));
    id ??= own?.id;
    for (const { name, state } of own?.steps ?? []) {
      if (state === 'waiting' || begun.has(name)) continue;
      begun.add(name);
      notice({ step: name });
    }
  });
  const interfere = (call: Call): void => {
    if (!isChange(call)) return;
    const refusal = notice({ call: (heard.calls += 1) });
    if (refusal instanceof XapiError && mishap === 'a call fails') throw refusal;
  };
  pool.interferences.add(interfere);
  return () => {
    pool.interferences.delete(interfere);
    unlisten();
  };
}

/** Something a client asks to be changed; tasks and sessions are only ways to ask. */
export function isChange({ session, message }: Call): boolean {
  return session !== undefined && !message.name.startsWith('get_') && !['task', 'session', 'event', 'message'].includes(message.class);
}

function strike({ at, mishap }: Play, on: { readonly operation: OperationId; readonly heard: Heard }): XapiError | void {
  const { world } = at.served;
  const { master } = firstPool(world);
  switch (mishap) {
    case 'a call fails':
      return new XapiError('INTERNAL_ERROR', 'it was told to fail');
    case 'it is cancelled':
      return void at.engine.call('operation.cancel', { operation: on.operation });
    case 'the master is lost':
      befall(at.served, 'reset', master.name);
      at.served.refresh();
      world.clock.after(HEALS_AFTER_MS, () => {
        befall(at.served, 'heal-link', master.name);
        at.served.refresh();
      });
      return;
    default:
      // In the middle of the call, not before it.
      on.heard.isDue = true;
      world.clock.after(1, () => {
        on.heard.isDue = false;
        befall(at.served, 'restart-toolstack', master.name);
        at.served.refresh();
      });
  }
}

/** In service, or put aside by somebody; a host that has just started takes a moment for either. */
function isSettled(host: Row | undefined): boolean {
  return host?.['enabled'] !== false || map(host, 'other_config')['MAINTENANCE_MODE'] === 'true';
}

/** Nothing is under way any more, and the engine knows it. */
async function rest(at: Operating): Promise<void> {
  const { world } = at.served;
  const pool = firstPool(world);
  const isAtRest = (): boolean =>
    pool.running.size === 0 &&
    pool.master.link.mode === 'ok' &&
    pool.master.toolstack.is === 'running' &&
    world.hosts.every(({ ref }) => isSettled(pool.database.find('host', ref))) &&
    isNow(at.engine, 'live')();
  const sinceMs = world.clock.now();
  await timePasses(at.engine, () => isAtRest() || world.clock.now() - sinceMs > SETTLES_WITHIN_MS * 10);
}
