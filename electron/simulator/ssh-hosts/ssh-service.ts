import type { Duplex } from 'node:stream';
import type { Origin, Path } from '#simulator/world/dom0/paths.ts';
import type { SimHost, World } from '#simulator/world/world.ts';

/** What every SSH connection needs of the data centre around it. */
export interface SshService {
  readonly world: World;
  /** Lets the world's time catch up before something happens in it. */
  readonly during: <T>(happening: () => T) => T;
  /** A connection from inside to a port of a host or an impostor. */
  enter(path: Extract<Path, { is: 'host' | 'impostor' }>, port: number, from: Origin, stream: Duplex): void;
  /** A connection to a host's toolstack over the socket in its file system. */
  enterToolstack(host: SimHost, stream: Duplex): void;
}
