import { entry, text } from '#simulator/world/fields.ts';
import type { Ref } from '#simulator/world/value.ts';
import type { PoolState, SimHost, World } from '#simulator/world/world.ts';
import { isAddress, serverAt, type StorageServer, type StoredRepository } from '../arrays.ts';
import { driverFailure } from '../driver-failure.ts';

export type Config = Readonly<Record<string, string>>;

/** A driver at work on one host. */
export interface Driving {
  readonly world: World;
  readonly pool: PoolState;
  readonly machine: SimHost;
  readonly config: Config;
  readonly smConfig: Config;
  /** The repository that is being made: its connections stand already, and are no use by somebody else. */
  readonly creating?: Ref;
}

export interface Attached {
  readonly sizeBytes: number;
  /** The configuration with what the driver found out for this host. */
  readonly config: Config;
  readonly stored: StoredRepository;
}

/** Something a driver has found, or that it wants to be told which of several is meant. */
export interface ProbeResult {
  readonly configuration: Config;
  /** Whether that is all it needs to know. */
  readonly isComplete: boolean;
  readonly holds?: StoredRepository | undefined;
  readonly sizeBytes?: number;
  readonly more?: Config;
}

/** What a storage driver does on a host; each throws its fault. */
export interface Driver {
  probe?(at: Driving): string;
  /** Drivers of the newer kind answer with results instead. */
  probeResults?(at: Driving): readonly ProbeResult[];
  /** Lays a repository down; `attach` finds it from then on. */
  create(at: Driving, repository: StoredRepository): void;
  attach(at: Driving, uuid: string): Attached;
  /** Wipes it. */
  remove(at: Driving, uuid: string): void;
}

/** A server on the storage network as this host finds it: by a name it resolves, over a cable that is in. */
export function reachServer({ world, machine }: Driving, host: string, silent: () => Error): StorageServer {
  const server = serverAt(world.arrays, host);
  if (server === undefined && !isAddress(host)) throw driverFailure('unknownName');
  if (server === undefined || !server.isOn || machine.cables.storage === 'pulled') throw silent();
  return server;
}

/** Passwords come as the UUID of a secret of the pool. */
export function passwordIn({ pool, config }: Pick<Driving, 'pool' | 'config'>, key: string): string | undefined {
  const uuid = config[`${key}_secret`];
  if (uuid === undefined) return config[key];
  const found = pool.database.refs('secret').find((self) => text(pool.database.get('secret', self), 'uuid') === uuid);
  return found === undefined ? undefined : text(pool.database.get('secret', found), 'value');
}

/** Whether a connection of the pool uses the device. */
export function isDeviceUsed({ pool, creating }: Driving, key: string, value: string): boolean {
  return pool.database.refs('PBD').some((pbd) => {
    const row = pool.database.get('PBD', pbd);
    return row['SR'] !== creating && entry(row, 'device_config', key) === value;
  });
}

export function hostOf({ machine }: Driving): Ref {
  return machine.ref;
}
