import { parseAddress } from '#shared/domain/address/address.ts';

/** Why what was typed cannot be used as it is; `undefined` where it can. */
export type TypingProblem =
  | { readonly rule: 'is-empty' }
  | { readonly rule: 'not-a-share' }
  | { readonly rule: 'not-a-host'; readonly part: string }
  | { readonly rule: 'not-a-port' }
  | { readonly rule: 'not-an-unc-path' }
  | { readonly rule: 'not-a-path' }
  | { readonly rule: 'bad-options' }
  | { readonly rule: 'too-long'; readonly most: number };

export interface ShareParts {
  readonly server: string;
  readonly path: string;
}

const FORBIDDEN_IN_PATH = /[:*?<>|\\\0\n]/;

/** server:/path, where the server may be a name, an IPv4 address or an IPv6 address in brackets, and the path may be `/`. */
export function readShare(text: string): ShareParts | undefined {
  const [, server = '', path = ''] = /^(\[[^\]]+\]|[^/:*?<>|\\\s[\]]+):(\/.*)$/.exec(text.trim()) ?? [];
  if (server === '' || FORBIDDEN_IN_PATH.test(path) || !isHost(server)) return undefined;
  return { server, path: path === '/' ? path : path.replace(/\/+$/, '') };
}

export function shareProblem(text: string): TypingProblem | undefined {
  if (text.trim() === '') return { rule: 'is-empty' };
  return readShare(text) === undefined ? { rule: 'not-a-share' } : undefined;
}

/** A name or an address, without a port. */
function isHost(text: string): boolean {
  if (/[\s,;/\\@]/.test(text)) return false;
  const bracketless = /^\[(.*)\]$/.exec(text)?.[1];
  if (bracketless !== undefined) return bracketless.includes(':') && parseAddress(`[${bracketless}]`) !== undefined;
  if (text.includes(':')) return parseAddress(`[${text}]`) !== undefined;
  return text.length <= 253 && parseAddress(text) !== undefined;
}

/** One host or several, separated by commas. */
export function targetProblem(text: string): TypingProblem | undefined {
  if (text.trim() === '') return { rule: 'is-empty' };
  const part = text
    .split(',')
    .map((host) => host.trim())
    .find((host) => host === '' || !isHost(host));
  return part === undefined ? undefined : { rule: 'not-a-host', part };
}

/** As the driver takes it: no spaces. */
export function plainTarget(text: string): string {
  return text
    .split(',')
    .map((host) => host.trim())
    .join(',');
}

export function portProblem(text: string): TypingProblem | undefined {
  const port = /^\d{1,5}$/.test(text.trim()) ? Number(text) : 0;
  return port >= 1 && port <= 65_535 ? undefined : { rule: 'not-a-port' };
}

/** \\server\share, with or without a path below it. */
export function uncProblem(text: string): TypingProblem | undefined {
  if (text.trim() === '') return { rule: 'is-empty' };
  const [, server = ''] = /^\\\\([^\\/:*?<>|\s]+)\\[^\\/:*?<>|]+(?:\\[^\\/:*?<>|]+)*\\?$/.exec(text.trim().replaceAll('/', '\\')) ?? [];
  return server !== '' && isHost(server) ? undefined : { rule: 'not-an-unc-path' };
}

/** As Windows writes it. */
export function plainUnc(text: string): string {
  return text.trim().replaceAll('/', '\\').replace(/\\$/, '');
}

/** Given to mount as they are: words and values, separated by commas. */
export function optionsProblem(text: string): TypingProblem | undefined {
  return /^(?:[\w.-]+(?:=[\w./:-]+)?(?:,[\w.-]+(?:=[\w./:-]+)?)*)?$/.test(text.trim()) ? undefined : { rule: 'bad-options' };
}

export function devicePathProblem(text: string): TypingProblem | undefined {
  if (text.trim() === '') return { rule: 'is-empty' };
  return /^\/dev\/[\w./:+-]+$/.test(text.trim()) && !text.includes('..') ? undefined : { rule: 'not-a-path' };
}

const LONGEST_NAME = 255;

export function nameProblem(text: string): TypingProblem | undefined {
  if (text.trim() === '') return { rule: 'is-empty' };
  return text.trim().length > LONGEST_NAME ? { rule: 'too-long', most: LONGEST_NAME } : undefined;
}
