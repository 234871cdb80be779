/** Where a server listens, as the user typed it: a name or an address, with or without a port. */
export interface ServerAddress {
  /** Without brackets, so that it can be dialled as it is. */
  readonly host: string;
  readonly port: number;
}

const HTTPS_PORT = 443;
const PREFIX = /^https?:\/\//i;

/** Accepts what people paste: 'xs-par-01', '10.20.0.11:8443', '[fe80::1]:443', 'fe80::1', 'https://xs-par-01/'. */
export function parseAddress(typed: string): ServerAddress | undefined {
  const bare = typed.trim().replace(PREFIX, '').replace(/\/.*$/, '');
  const bracketed = /^\[([0-9a-f:.%\w]+)\](?::(\d+))?$/i.exec(bare);
  if (bracketed !== null) return withPort(bracketed[1], bracketed[2]);
  if (isBareIpv6(bare)) return { host: bare, port: HTTPS_PORT };
  const named = /^([\p{L}\p{N}._-]+)(?::(\d+))?$/u.exec(bare);
  return named === null ? undefined : withPort(named[1], named[2]);
}

/** The form shown to people and used as a key: the usual port is left out. */
export function formatAddress({ host, port }: ServerAddress): string {
  const shown = host.includes(':') ? `[${host}]` : host;
  return port === HTTPS_PORT ? shown : `${shown}:${port}`;
}

function isBareIpv6(text: string): boolean {
  const isComplete = text.includes('::') || text.split(':').length === 8 || /(?:.*:){6}[\d.]+$/.test(text);
  return isComplete && /^[0-9a-f:.]+(%\w+)?$/i.test(text);
}

function withPort(host: string | undefined, port: string | undefined): ServerAddress | undefined {
  const number = port === undefined ? HTTPS_PORT : Number(port);
  if (host === undefined || host === '' || number < 1 || number > 65_535) return undefined;
  return { host, port: number };
}
