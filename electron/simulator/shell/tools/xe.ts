import { isEmergencyCode } from '#simulator/world/emergency.ts';
import { perform } from '#simulator/world/perform.ts';
import type { Outcome, Work } from '#simulator/world/process.ts';
import { waitForDatabase } from '#simulator/world/reach.ts';
import { openLocalSession } from '#simulator/world/sessions.ts';
import type { Value } from '#simulator/world/value.ts';
import { XapiError } from '#simulator/world/xapi-error.ts';
import { bytesOf, type Process, type Tool } from '../process.ts';
import { emergencyVerbs, type Verb, verbs } from './xe-verbs.ts';
import { listRecords } from './xe-records.ts';

/** What follows the command: `name=value`, and words with two dashes. */
export interface XeCommand {
  readonly verb: string;
  readonly values: ReadonlyMap<string, string>;
  readonly flags: ReadonlySet<string>;
}

const FAILED = 1;

/** The pool's own command line, over the socket, so nobody asks for a password. */
export const xe: Tool = function* (process): Work<number> {
  const command = parse(process.args);
  const { host } = process.machine;
  if (host.toolstack.is === 'stopped') {
    process.err('Error: Connection refused (calling connect )\n');
    return FAILED;
  }
  if (host.dom0.isXapiHung) yield* forever();
  try {
    const output = yield* answer(process, command);
    process.out(bytesOf(output));
    return 0;
  } catch (error) {
    if (!(error instanceof XapiError)) throw error;
    process.err(bytesOf(complaint(error)));
    return FAILED;
  }
};

function* forever(): Work<never> {
  for (;;) yield 3_600_000;
}

function parse(args: readonly string[]): XeCommand {
  const values = new Map<string, string>();
  const flags = new Set<string>();
  const words = args.filter((word, index) => !/^-(?:s|u|pw|pwf|p)$/.test(word) && !/^-(?:s|u|pw|pwf|p)$/.test(args[index - 1] ?? ''));
  for (const word of words) {
    const pair = /^(?:--)?([\w-]+(?::[\w.-]+)?)=([^]*)$/.exec(word);
    if (pair !== null) values.set(pair[1] ?? '', pair[2] ?? '');
    else if (word.startsWith('--')) flags.add(word.slice(2));
  }
  return { verb: words.find((word) => !word.startsWith('-') && !word.includes('=')) ?? 'help', values, flags };
}

function* answer(process: Process, command: XeCommand): Work<string> {
  const { host } = process.machine;
  const local = emergencyVerbs[command.verb];
  if (local !== undefined) return yield* local(callerOf(process), command);
  if (host.toolstack.is === 'emergency') throw new XapiError(host.toolstack.code, ...host.toolstack.parameters);
  // Everything else needs the pool's database, which is waited for as long as it takes.
  yield* waitForDatabase(host);
  const verb = verbs[command.verb];
  if (verb !== undefined) return yield* verb(callerOf(process), command);
  const listed = listRecords(host, command);
  if (listed === undefined) throw new XapiError('UNKNOWN_COMMAND', command.verb);
  return listed;
}

function callerOf(process: Process): Parameters<Verb>[0] {
  return { machine: process.machine, call: (name, ...parameters) => call(process, name, parameters) };
}

/** Carries a call out as the toolstack does for any client. */
function* call({ machine: { world, host } }: Process, name: string, parameters: readonly Value[]): Work<Value> {
  const message = host.pool.model.messages.get(name);
  if (message === undefined) throw new XapiError('MESSAGE_METHOD_UNKNOWN', name);
  const session = openLocalSession(world, host, 'root');
  const state: { outcome?: Outcome<Value>; wake: () => void } = { wake: () => undefined };
  perform(world, { host, session, message, isAsync: false, parameters, isLocal: true }, (outcome) => {
    state.outcome = outcome;
    state.wake();
  });
  while (state.outcome === undefined) {
    yield {
      timeoutMs: 3_600_000,
      listen(wake) {
        state.wake = wake;
        return () => {
          state.wake = () => undefined;
        };
      },
    };
  }
  host.localSessions.delete(session.ref);
  if (state.outcome.is === 'failed') throw state.outcome.error;
  return state.outcome.value;
}

function complaint({ code, parameters }: XapiError): string {
  if (code === 'UNKNOWN_COMMAND') return `Unknown command: ${parameters[0] ?? ''}\nUse 'xe help' for help.\n`;
  if (code === 'MISSING_PARAMETER') return `Required parameter not found: ${parameters[0] ?? ''}\nFor usage run: 'xe help'\n`;
  if (isEmergencyCode(code))
    return `The host failed to acquire an IP address or cannot talk to its pool.\n<extra>: ${code}${parameters.map((parameter) => `\n${parameter}`).join('')}\n`;
  return `Error code: ${code}\nError parameters: ${parameters.join(', ')}\n`;
}
