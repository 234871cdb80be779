import { parseArgs } from 'node:util';
import { PLAYABLE_PROFILES, type PlayableProfile } from '#simulator/scenarios/scenario.ts';

/** What the command line asks for. */
export type Wish =
  | { readonly is: 'help' }
  | { readonly is: 'list' }
  | ServeWish
  | { readonly is: 'order'; readonly command: string; readonly values: readonly string[]; readonly control: ControlChoice | undefined };

interface ServeWish {
  readonly is: 'serve';
  readonly source: Source;
  readonly portBase: number | undefined;
  readonly addresses: Addresses;
  readonly isJson: boolean;
  readonly speed: number;
}

const ADDRESSES = ['records', 'loopback', 'loopback-each'] as const;
type Addresses = (typeof ADDRESSES)[number];

export type Source =
  | { readonly is: 'scenario'; readonly name: string; readonly profile: PlayableProfile | undefined }
  | { readonly is: 'database'; readonly file: string };

interface ControlChoice {
  readonly url: string;
  readonly token: string;
}

/** The words were not understood: the message is for who typed them. */
export class ArgumentError extends Error {
  override readonly name = 'ArgumentError';
}

export const USAGE = `usage:
  simulate --list
  simulate --scenario NAME [--profile ${PLAYABLE_PROFILES.join('|')}] [SERVING ...]
  simulate --database FILE.xml[.gz] [SERVING ...]
  simulate ctl [--control URL --token TOKEN] COMMAND [ARGUMENT ...]
serving:
  --port-base N              ports count up from here
  --addresses records        hosts are called what their records say, and answer on 127.0.0.1 nevertheless (the default for a database)
  --addresses loopback       records name the address and port where each host answers, for clients that follow them (for a scenario)
  --addresses loopback-each  every host has a loopback address of its own under one port
  --speed N                  so many times as fast as real time
  --json                     one line for programs
`;

/** Host numbers are added to the base, and both of a host's ports must be valid. */
const HIGHEST_PORT_BASE = 65_000;

export function parseWish(words: readonly string[]): Wish {
  if (words[0] === 'ctl') return orderWish(words.slice(1));
  const values = parsed(words);
  if (values.help === true) return { is: 'help' };
  if (values.list === true) return { is: 'list' };
  return {
    is: 'serve',
    source: sourceOf(values),
    portBase: values['port-base'] === undefined ? undefined : wholeNumber('--port-base', values['port-base'], { from: 1, to: HIGHEST_PORT_BASE }),
    addresses: addressesIn(values),
    isJson: values.json === true,
    speed: values.speed === undefined ? 1 : positiveNumber('--speed', values.speed),
  };
}

type Values = ReturnType<typeof parsed>;

function parsed(words: readonly string[]) {
  try {
    return parseArgs({
      args: [...words],
      options: {
        help: { type: 'boolean', short: 'h' },
        list: { type: 'boolean' },
        scenario: { type: 'string' },
        database: { type: 'string' },
        profile: { type: 'string' },
        'port-base': { type: 'string' },
        addresses: { type: 'string' },
        json: { type: 'boolean' },
        speed: { type: 'string' },
      },
    }).values;
  } catch (error) {
    throw new ArgumentError(error instanceof Error ? error.message : String(error), { cause: error });
  }
}

function sourceOf(values: Values): Source {
  const { scenario, database } = values;
  if ((scenario === undefined) === (database === undefined)) throw new ArgumentError('give either --scenario or --database');
  if (scenario !== undefined) return { is: 'scenario', name: scenario, profile: profileIn(values.profile) };
  if (values.profile !== undefined) throw new ArgumentError('--profile goes with --scenario: a database file brings its own release');
  return { is: 'database', file: database ?? '' };
}

function profileIn(given: string | undefined): PlayableProfile | undefined {
  if (given === undefined) return undefined;
  const profile = PLAYABLE_PROFILES.find((known) => known === given);
  if (profile === undefined) throw new ArgumentError(`--profile is one of ${PLAYABLE_PROFILES.join(', ')}, not ${given}`);
  return profile;
}

/** Clients follow the addresses in the records: those of a scenario must not lead to somebody else's network; a file is served as it is. */
function addressesIn({ addresses: given, database }: Values): Addresses {
  const wanted = given ?? (database === undefined ? 'loopback' : 'records');
  const addresses = ADDRESSES.find((known) => known === wanted);
  if (addresses === undefined) throw new ArgumentError(`--addresses is one of ${ADDRESSES.join(', ')}, not ${wanted}`);
  return addresses;
}

/** Read by hand: what follows the command is the command's, be it a negative number. */
function orderWish(words: readonly string[]): Wish {
  const given = new Map<string, string>();
  let rest = words;
  while (rest[0] === '--control' || rest[0] === '--token') {
    given.set(rest[0], rest[1] ?? '');
    rest = rest.slice(2);
  }
  const [command, ...values] = rest;
  if (command === undefined) throw new ArgumentError('ctl needs a command; "ctl help" lists them');
  return { is: 'order', command, values, control: controlIn(given.get('--control'), given.get('--token')) };
}

function controlIn(url: string | undefined, token: string | undefined): ControlChoice | undefined {
  if (url === undefined && token === undefined) return undefined;
  if (url === undefined || token === undefined) throw new ArgumentError('--control and --token go together');
  if (!URL.canParse(url)) throw new ArgumentError(`--control ${url} is no address`);
  return { url, token };
}

function wholeNumber(name: string, given: string, range: { readonly from: number; readonly to: number }): number {
  const value = Number(given);
  if (!Number.isInteger(value) || value < range.from || value > range.to) {
    throw new ArgumentError(`${name} is a whole number from ${range.from} to ${range.to}, not ${given}`);
  }
  return value;
}

function positiveNumber(name: string, given: string): number {
  const value = Number(given);
  if (!Number.isFinite(value) || value <= 0) throw new ArgumentError(`${name} is a number above 0, not ${given}`);
  return value;
}
