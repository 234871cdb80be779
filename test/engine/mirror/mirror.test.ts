import type { Worker } from 'node:worker_threads';
import { expect, onTestFinished, test } from 'vitest';
import { createMirror, type Mirror } from '#engine/mirror/mirror.ts';
import type { Session } from '#engine/xapi/session.ts';
import { XapiError } from '#engine/xapi/xapi-error.ts';
import type { Delta } from '#shared/domain/inventory/inventory.ts';
import { createFakeClock } from '#test/support/fake-clock.ts';

type Answer = (parameters: readonly unknown[]) => unknown;

interface Script {
  readonly session: Session;
  /** Calls in order, without the many loads of classes. */
  readonly asked: string[];
}

const QUIET = { events: [], valid_ref_counts: {}, token: 'quiet' };

/** A server of a few answers: what it is not given it does not know, as an old release does not. */
function aSession(answers: Readonly<Record<string, Answer>>): Script {
  const asked: string[] = [];

  function answer(name: string, parameters: readonly unknown[]): unknown {
    if (!name.endsWith('.get_all_records')) asked.push(name);
    const known = answers[name];
    if (known === undefined) throw new XapiError('MESSAGE_METHOD_UNKNOWN', [name]);
    return known(parameters);
  }

  const session: Session = {
    address: 'script',
    // Nobody reads it here.
    ref: 'OpaqueRef:session' as Session['ref'],
    call: async (name, parameters) => await Promise.resolve(answer(name, parameters)),
    async stream(name, parameters, { write, signal }) {
      signal?.throwIfAborted();
      await write(Buffer.from(JSON.stringify({ result: answer(name, parameters), error: null, id: 1 })));
    },
    startTask: async () => await Promise.reject(new Error('no task is asked for')),
    abandon: () => undefined,
    close: async () => await Promise.resolve(),
  };
  return { session, asked };
}

function aMirror(): { mirror: Mirror; deltas: Delta[] } {
  const deltas: Delta[] = [];
  const mirror = createMirror({ clock: createFakeClock(), onDelta: (delta) => void deltas.push(delta) });
  onTestFinished(async () => await mirror.close());
  return { mirror, deltas };
}

/** Answers one after the other, and then ends the following as a lost connection does. */
function inTurn(...list: readonly Answer[]): Answer {
  let next = 0;
  return (parameters) => {
    const one = list[next];
    next += 1;
    if (one === undefined) throw new Error('the script is over');
    return one(parameters);
  };
}

function refuse(code: string): Answer {
  return () => {
    throw new XapiError(code, []);
  };
}

const pool = { 'pool.get_all_records': () => ({ p: { uuid: 'pool' } }) };
const { signal } = new AbortController();

async function loadAndFollow(mirror: Mirror, session: Session): Promise<unknown> {
  const position = await mirror.load(session, signal);
  return await mirror.follow(session, { position, signal }).catch((error: unknown) => error);
}

test('events that were lost lead to a load, told as the difference', async () => {
  const { mirror, deltas } = aMirror();
  const { session } = aSession({
    ...pool,
    'event.inject': () => 'now',
    'VM.get_all_records': inTurn(
      () => ({ a: { name_label: 'a' }, b: { name_label: 'b' } }),
      () => ({ b: { name_label: 'B' } }),
    ),
    'event.from': inTurn(
      () => QUIET,
      refuse('EVENTS_LOST'),
      () => QUIET,
    ),
  });
  expect(await loadAndFollow(mirror, session)).toMatchObject({ message: 'the script is over' });
  expect(deltas.at(-1)).toEqual({ vm: { set: { b: { name: 'B' } }, gone: ['a'] } });
});

test('where no token can be made, one is taken that is old enough', async () => {
  const { mirror } = aMirror();
  const tokens: unknown[] = [];
  const { session } = aSession({
    ...pool,
    'event.from': inTurn(
      ([classes, token]) => (tokens.push([classes, token]), { ...QUIET, token: 'old' }),
      ([, token]) => (tokens.push(token), QUIET),
    ),
  });
  await mirror.load(session, signal);
  expect(tokens).toEqual([[['pool'], ''], 'old']);
});

test('releases that queue events are followed through their queue', async () => {
  const { mirror, deltas } = aMirror();
  const { session, asked } = aSession({
    ...pool,
    'VM.get_all_records': () => ({ a: { name_label: 'a' } }),
    'event.register': () => '',
    'event.next': inTurn(() => [{ id: '1', class: 'VM', operation: 'mod', ref: 'a', snapshot: { name_label: 'A' } }]),
  });
  await loadAndFollow(mirror, session);
  expect(deltas.at(-1)).toEqual({ vm: { set: { a: { name: 'A' } } } });
  expect(asked).toEqual(['event.inject', 'event.from', 'event.register', 'event.next', 'event.next']);
});

test('a count below ours finds what is gone; one that stays off is looked into once', async () => {
  const { mirror, deltas } = aMirror();
  const counting =
    (count: number): Answer =>
    () => ({ ...QUIET, valid_ref_counts: { vm: count } });
  const { session, asked } = aSession({
    ...pool,
    'event.inject': () => 'now',
    'VM.get_all_records': () => ({ a: {}, b: {}, c: {} }),
    'VM.get_all': () => ['a', 'b'],
    'event.from': inTurn(counting(2), counting(2), counting(5), counting(5), counting(5)),
  });
  await loadAndFollow(mirror, session);
  expect(deltas.at(-1)).toEqual({ vm: { gone: ['c'] } });
  expect(asked.filter((name) => name === 'VM.get_all')).toHaveLength(2);
});

test('objects that only the server has are loaded when no event brings them', async () => {
  const { mirror } = aMirror();
  const counting =
    (count: number): Answer =>
    () => ({ ...QUIET, valid_ref_counts: { vm: count } });
  const { session } = aSession({
    ...pool,
    'event.inject': () => 'now',
    'VM.get_all_records': inTurn(
      () => ({ a: {} }),
      () => ({ a: {}, b: {} }),
    ),
    'VM.get_all': () => ['a', 'b'],
    'event.from': inTurn(counting(2), counting(2), counting(2)),
  });
  await loadAndFollow(mirror, session);
  expect([...mirror.inventory().vm.keys()]).toEqual(['a', 'b']);
});

test('when its thread ends by itself, the next load finds what has gone meanwhile', async () => {
  const threads: Worker[] = [];
  const noteThread = (thread: Worker): void => void threads.push(thread);
  process.on('worker', noteThread);
  onTestFinished(() => void process.off('worker', noteThread));
  const { mirror } = aMirror();
  const { session } = aSession({
    ...pool,
    'event.inject': () => 'now',
    'VM.get_all_records': inTurn(
      () => ({ a: {}, b: {} }),
      () => ({ b: {}, c: {} }),
    ),
    'event.from': () => QUIET,
  });
  await mirror.load(session, signal);
  await Promise.all(threads.map((thread) => thread.terminate()));
  await mirror.load(session, signal);
  expect([...mirror.inventory().vm.keys()].sort()).toEqual(['b', 'c']);
});

test('a load that is aborted says so and keeps what is known', async () => {
  const { mirror } = aMirror();
  const { session } = aSession({ ...pool, 'event.inject': () => 'now', 'event.from': () => QUIET });
  await mirror.load(session, signal);
  const aborted = AbortSignal.abort(new Error('no more'));
  await expect(mirror.load(session, aborted)).rejects.toThrow('no more');
  expect(mirror.inventory().pool.size).toBe(1);
});

test('an answer that is no XAPI fails as such', async () => {
  const { mirror } = aMirror();
  const { session } = aSession({ ...pool, 'event.inject': () => 'now', 'event.from': () => 'nonsense' });
  await expect(mirror.load(session, signal)).rejects.toMatchObject({ reason: { kind: 'unreachable', why: 'not-xapi' } });
});
