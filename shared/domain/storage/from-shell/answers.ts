import { codeIn, linesOf, numberIn, partsOf } from '#shared/domain/diagnosis/parsers/lines.ts';
import type { ShellPlaces } from './places.ts';

/** What a host's shell has found of one machine. */
export interface PlaceAnswer {
  readonly host: string;
  /** Absent: the name does not resolve there. */
  readonly address?: string | undefined;
  readonly port: 'open' | 'refused' | 'no-answer' | 'not-asked';
  /** Absent: there is no way to it. */
  readonly route?: { readonly device: string; readonly from?: string | undefined; readonly mtu?: number | undefined } | undefined;
  /** Whether packets as large as the card sends get there whole; not known where none gets there, for pings may be dropped on purpose. */
  readonly fits: 'yes' | 'no' | 'not-known';
  readonly list: PlaceList;
}

export type PlaceList =
  | { readonly is: 'exports'; readonly exports: readonly { readonly path: string; readonly access: string }[] }
  | { readonly is: 'targets'; readonly names: readonly string[] }
  /** Asked, and refused or not answered; `wantsLogin`: without a password it lists nothing. */
  | { readonly is: 'not-listed'; readonly wantsLogin: boolean; readonly said: string }
  | { readonly is: 'not-asked' };

export function readPlace(service: ShellPlaces['service'], host: string, said: string): PlaceAnswer {
  const parts = partsOf(said);
  const address = parts.get('address')?.trim();
  if (address === undefined || address === '') return { host, port: 'not-asked', fits: 'not-known', list: { is: 'not-asked' } };
  return {
    host,
    address,
    port: portIn(parts.get('port')),
    ...routeIn(parts.get('route'), parts.get('size')),
    fits: fitsIn(parts.get('size')),
    list: listIn(service, parts.get('list')),
  };
}

/** What `timeout` ends with when it ended something. */
const ENDED = 124;

function portIn(text: string | undefined): PlaceAnswer['port'] {
  const code = text === undefined ? undefined : codeIn(text);
  if (text === undefined || code === undefined) return 'not-asked';
  if (code === 0) return 'open';
  return code !== ENDED && /refused/i.test(text) ? 'refused' : 'no-answer';
}

function routeIn(text = '', size = ''): Pick<PlaceAnswer, 'route'> {
  const device = / dev (\S+)/.exec(text)?.[1];
  if (device === undefined) return {};
  const from = / src (\S+)/.exec(text)?.[1];
  const mtu = numberIn(/^mtu=(\d+)$/m.exec(size)?.[1]);
  return { route: { device, ...(from !== undefined && { from }), ...(mtu !== undefined && { mtu }) } };
}

function fitsIn(text = ''): PlaceAnswer['fits'] {
  const [small, large] = [codeIn(text, 'small'), codeIn(text, 'large')];
  if (small !== 0 || large === undefined) return 'not-known';
  return large === 0 ? 'yes' : 'no';
}

/** How iscsiadm ends when it has to log in even to ask. */
const LOGIN_CODES = new Set([5, 24]);

function listIn(service: ShellPlaces['service'], text: string | undefined): PlaceList {
  const code = text === undefined ? undefined : codeIn(text);
  if (text === undefined || code === undefined) return { is: 'not-asked' };
  const lines = linesOf(text).filter((line) => !/^rc=\d+$/.test(line));
  if (code !== 0) return { is: 'not-listed', wantsLogin: service === 'iscsi' && LOGIN_CODES.has(code), said: lines.join('\n').slice(0, 500) };
  if (service === 'iscsi')
    return { is: 'targets', names: [...new Set(lines.flatMap((line) => /^\S+:\d+,-?\d+ (\S+)$/.exec(line.trim())?.[1] ?? []))] };
  const exports = lines.flatMap((line) => {
    const [, path, access] = /^(\/.*?)\s+(\S+)$/.exec(line.trim()) ?? [];
    return path === undefined || access === undefined ? [] : [{ path, access }];
  });
  return { is: 'exports', exports };
}
