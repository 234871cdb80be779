import type { Address, Link, Neighbour, Resolver, Route } from '../sight-network.ts';
import { groupsOf, linesOf, numberIn, partsOf } from './lines.ts';

export interface Network {
  readonly links: readonly Link[];
  readonly addresses: readonly Address[];
  readonly routes: readonly Route[];
  readonly neighbours: readonly Neighbour[];
}

/** Told apart by shape as well, so that the parts need no names. */
export function parseNetwork(raw: string): Network | undefined {
  const parts = partsOf(raw);
  const lines = linesOf(raw);
  const links = lines.flatMap(linkIn);
  const addresses = lines.flatMap(addressIn);
  if (links.length === 0 && addresses.length === 0) return undefined;
  const route6 = new Set(linesOf(parts.get('route6') ?? ''));
  const neighbours = lines.flatMap(neighbourIn);
  return { links, addresses, routes: lines.flatMap((line) => routeIn(line, route6.has(line))), neighbours };
}

function linkIn(line: string): readonly Link[] {
  const found = groupsOf(/^\d+: ([^\s:@]+)(?:@\S+)?: <([^>]*)> (.*)$/, line);
  if (found === undefined) return [];
  const [name, flags, rest] = found;
  const after = (pattern: RegExp): string | undefined => pattern.exec(rest)?.[1];
  return [
    {
      name,
      flags: flags.split(',').filter((flag) => flag !== ''),
      mtu: numberIn(after(/\bmtu (\d+)/)) ?? 0,
      state: after(/\bstate ([^\s\\]+)/) ?? 'UNKNOWN',
      within: after(/\bmaster (\S+)/),
      mac: after(/link\/\w+ ([\da-f:]{17})/),
    },
  ];
}

function addressIn(line: string): readonly Address[] {
  const found = groupsOf(/^\d+: (\S+?):?\s+(inet6?) ([\da-fA-F:.]+)(?:\/(\d+))?(.*)$/, line);
  if (found === undefined) return [];
  const [device, family, address, prefix, rest] = found;
  const isSix = family === 'inet6';
  return [
    {
      device: device.replace(/@.*$/, ''),
      family: isSix ? 'inet6' : 'inet',
      address,
      prefix: numberIn(prefix) ?? (isSix ? 128 : 32),
      scope: /\bscope (\S+)/.exec(rest)?.[1] ?? 'global',
      line: line.replace(/\\.*$/, '').trim(),
    },
  ];
}

function routeIn(line: string, isSix: boolean): readonly Route[] {
  const [, to, rest] = /^(default|(?:unreachable |local |broadcast )?[\da-f:.]+(?:\/\d+)?)((?: via \S+)?(?: dev \S+).*)$/i.exec(line) ?? [];
  if (to === undefined || rest === undefined || / lladdr |(?:FAILED|INCOMPLETE|REACHABLE|STALE|DELAY|PROBE|PERMANENT|NOARP)\s*$/.test(line))
    return [];
  const after = (word: string): string | undefined => new RegExp(`\\b${word} (\\S+)`).exec(rest)?.[1];
  const via = after('via');
  return [
    {
      family: isSix || to.includes(':') || via?.includes(':') === true ? 'inet6' : 'inet',
      to,
      via,
      device: after('dev'),
      source: after('src'),
      line,
    },
  ];
}

export function neighbourIn(line: string): readonly Neighbour[] {
  const [, address, device, rest] = /^([\da-f:.]+) dev (\S+)\s*(.*)$/i.exec(line) ?? [];
  const state = /\b(FAILED|INCOMPLETE|REACHABLE|STALE|DELAY|PROBE|PERMANENT|NOARP)\s*$/.exec(line)?.[1];
  if (address === undefined || device === undefined || state === undefined) return [];
  return [{ address, device, mac: /lladdr ([\da-f:]{17})/.exec(rest ?? '')?.[1], state, line }];
}

export function parseResolver(raw: string): Resolver | undefined {
  if (/No such file/.test(raw)) return { servers: [], search: [] };
  const lines = linesOf(raw);
  return {
    servers: lines.flatMap((line) => /^\s*nameserver\s+(\S+)/.exec(line)?.[1] ?? []),
    search: lines.flatMap((line) => /^\s*(?:search|domain)\s+(.*)$/.exec(line)?.[1]?.trim().split(/\s+/) ?? []),
  };
}

/** Rc 2: the name does not exist or nobody could be asked; 124: nobody answered in time. */
export function parseNames(raw: string): boolean | undefined {
  const rc = numberIn(/rc=(\d+)/.exec(raw)?.[1]);
  return rc === undefined || rc === 127 ? undefined : rc === 0;
}
