import { isMap, list, mapOf, text } from '../fields.ts';
import type { Work } from '../process.ts';
import { forwardTo, machineOf } from '../reach.ts';
import { addRow } from '../rows.ts';
import type { Ref, Row, Value } from '../value.ts';
import type { Call, PoolState, World } from '../world.ts';
import { XapiError } from '../xapi-error.ts';
import { numberedFailure } from './driver-failure.ts';
import { driverNamed } from './drivers/all-drivers.ts';
import type { Config, Driver, Driving } from './drivers/driver.ts';

/** Logging in to an array, or mounting a share, takes about so long. */
const DRIVER_MS = 2_000;

export interface Plan {
  readonly type: string;
  readonly config: Config;
  readonly smConfig?: Config;
}

/** The driver of a type: unknown to this pool, or one whose code no simulated host has. */
export function driverOf(pool: PoolState, name: string, type: string): Driver {
  const isKnown = pool.database.refs('SM').some((sm) => text(pool.database.get('SM', sm), 'type') === type);
  if (!isKnown) throw new XapiError('SR_UNKNOWN_DRIVER', type);
  const driver = driverNamed(type);
  if (driver === undefined) throw new XapiError('NOT_IMPLEMENTED', name);
  return driver;
}

/** Has the driver do something on a host: the call goes there, and takes its time. */
export function* onHost<T>(call: Call, host: Ref, plan: Plan, act: (driver: Driver, at: Driving) => T): Work<T> {
  const { pool, world } = call;
  const driver = driverOf(pool, `${call.message.class}.${call.message.name}`, plan.type);
  yield* forwardTo(call, host);
  const machine = machineOf(call, host);
  if (machine === undefined) throw new XapiError('HOST_OFFLINE', host);
  yield DRIVER_MS * world.slowness;
  failAsOrdered(world, host);
  return act(driver, { world, pool, machine, config: plan.config, smConfig: plan.smConfig ?? {} });
}

function failAsOrdered({ arrays: { faults } }: World, host: Ref): void {
  const position = faults.findIndex((fault) => fault.host === host);
  const [ordered] = position < 0 ? [] : faults.splice(position, 1);
  if (ordered !== undefined) throw numberedFailure(ordered.number);
}

export function configOf(value: Value | undefined): Config {
  return Object.fromEntries(Object.entries(mapOf(value)).flatMap(([key, item]) => (typeof item === 'string' ? [[key, item]] : [])));
}

/** The server keeps no password in a configuration: each becomes a secret of the pool, and its UUID stays. */
export function withSecrets({ world, pool }: Call, config: Config): Config {
  return Object.fromEntries(
    Object.entries(config).map(([key, value]) => {
      if (!key.endsWith('password')) return [key, value];
      const secret = addRow({ world, pool }, 'secret', { value, other_config: {} });
      return [`${key}_secret`, text(pool.database.get('secret', secret), 'uuid')];
    }),
  );
}

/** Each connection has copies of its own. */
export function withOwnSecrets(call: Call, config: Config): Config {
  const { pool } = call;
  const owned = Object.entries(config).map(([key, value]) => {
    const secret = key.endsWith('password_secret') ? secretNamed(pool, value) : undefined;
    return secret === undefined ? [key, value] : [key.slice(0, -'_secret'.length), text(pool.database.get('secret', secret), 'value')];
  });
  return withSecrets(call, Object.fromEntries(owned));
}

function secretNamed(pool: PoolState, uuid: string): Ref | undefined {
  return pool.database.refs('secret').find((self) => text(pool.database.get('secret', self), 'uuid') === uuid);
}

export function dropSecrets(pool: PoolState, config: Value | undefined): void {
  for (const [key, uuid] of Object.entries(isMap(config) ? config : {})) {
    const secret = key.endsWith('password_secret') && typeof uuid === 'string' ? secretNamed(pool, uuid) : undefined;
    if (secret !== undefined) pool.database.destroy('secret', secret);
  }
}

export function connectionsOf(pool: PoolState, sr: Ref): readonly { readonly self: Ref; readonly row: Row }[] {
  return list(pool.database.get('SR', sr), 'PBDs').map((self) => ({ self, row: pool.database.get('PBD', self) }));
}
