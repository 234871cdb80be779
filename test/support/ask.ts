import { perform } from '#simulator/world/perform.ts';
import type { Outcome, Running } from '#simulator/world/process.ts';
import type { Ref, Row, Value } from '#simulator/world/value.ts';
import type { PoolState, Session, SimHost, World } from '#simulator/world/world.ts';
import { XapiError } from '#simulator/world/xapi-error.ts';
import { unpublishedMessages } from '#simulator/xapi-server/unpublished-messages.ts';

export interface Asker {
  readonly host?: SimHost;
  readonly session?: Session;
}

/** A call under way: `outcome` is undefined until it has been answered. */
export interface Asked {
  readonly outcome: () => Outcome<Value> | undefined;
  readonly running: Running;
}

export function poolOf(world: World): PoolState {
  const [pool] = world.pools;
  if (pool === undefined) throw new RangeError('the world has no pool');
  return pool;
}

/** Makes a call as the wire would after its own checks: to the pool's master and as the superuser unless told otherwise. */
export function begin(world: World, method: string, parameters: readonly Value[], asker: Asker = {}): Asked {
  const pool = poolOf(world);
  const isAsync = method.startsWith('Async.');
  const name = isAsync ? method.slice('Async.'.length) : method;
  const message = pool.model.messages.get(name) ?? unpublishedMessages.get(name);
  if (message === undefined) throw new RangeError(`no call ${method}`);
  let outcome: Outcome<Value> | undefined;
  const request = { host: asker.host ?? pool.master, session: asker.session, message, isAsync, parameters };
  const running = perform(world, request, (result) => {
    outcome = result;
  });
  return { outcome: () => outcome, running };
}

const LONGEST_CALL_MS = 3 * 3_600_000;

/** The answer, in the shape the wire gives it: a value, or the error code with its parameters. */
export function ask(world: World, method: string, parameters: readonly Value[], asker: Asker = {}): Value | { error: readonly string[] } {
  const asked = begin(world, method, parameters, asker);
  const deadline = world.clock.now() + LONGEST_CALL_MS;
  while (asked.outcome() === undefined && world.clock.now() < deadline) world.clock.advance(100);
  const outcome = asked.outcome();
  if (outcome === undefined) throw new Error(`${method} was not answered`);
  if (outcome.is === 'done') return outcome.value;
  if (!(outcome.error instanceof XapiError)) throw outcome.error;
  return { error: [outcome.error.code, ...outcome.error.parameters] };
}

export function named(world: World, table: string, name: string): Ref {
  const { database } = poolOf(world);
  const found = database.refs(table).find((ref) => database.get(table, ref)['name_label'] === name);
  if (found === undefined) throw new RangeError(`no ${table} is called ${name}`);
  return found;
}

export function rowOf(world: World, table: string, name: string): Row {
  return poolOf(world).database.get(table, named(world, table, name));
}
