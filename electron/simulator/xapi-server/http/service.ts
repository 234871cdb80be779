import type { SimHost, World } from '#simulator/world/world.ts';
import type { HttpHandlers, OnRefused } from '../routes.ts';

/** What every connection to one host needs. */
export interface Service {
  readonly world: World;
  readonly host: SimHost;
  readonly handlers: HttpHandlers;
  readonly onRefused: OnRefused;
  /** Brings the world's clock up to the present before something happens. */
  readonly during: <T>(happening: () => T) => T;
  /** 'https://address', where redirects point. */
  readonly urlOf: (host: SimHost) => string;
  /** The connection comes over the socket in the host's own file system. */
  readonly isLocal?: boolean;
}
