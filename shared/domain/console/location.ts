import { parseAddress, type ServerAddress } from '#shared/domain/address/address.ts';

/** Where a console is served, as its record says. */
export interface ConsolePlace {
  readonly address: ServerAddress;
  /** With the query that names the console. */
  readonly path: string;
}

/** Undefined for what is no address of a console: some are written before their host has one. */
export function consolePlace(location: string): ConsolePlace | undefined {
  const match = /^https?:\/\/([^/?#\s]+)(\/[^\s#]*)$/.exec(location);
  const address = parseAddress(match?.[1] ?? '');
  const path = match?.[2];
  return address === undefined || path === undefined ? undefined : { address, path };
}
