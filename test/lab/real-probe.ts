import type { Signal, Work } from '#simulator/world/process.ts';
import type { StorageProbe } from '#simulator/world/world.ts';
import type { LabHost } from './lab-host.ts';
import type { LabNetwork, Ran } from './network.ts';
import { toolsAt } from './storage-server.ts';

/** Has the drivers of a host look over the cables it really has, with the programs given. */
export function probeReally(host: LabHost, kinds: Readonly<Record<string, (at: RealProbe) => Promise<string>>>): void {
  host.host.probes = ({ type, config }) => {
    const kind = kinds[type];
    if (kind === undefined) throw new RangeError(`nobody asks for ${type} here`);
    return awaited(kind({ host, config }));
  };
}

export interface RealProbe {
  readonly host: LabHost;
  readonly config: StorageProbe['config'];
}

/** Runs one of the programs in a host's namespace, with more in its environment. */
export type AskFrom = (host: LabHost, env: readonly string[], program: string, ...words: readonly string[]) => Promise<Ran>;

const MOST_SECONDS = '20';

export function askingWith(network: LabNetwork, tools: string): AskFrom {
  const { path, libraries } = toolsAt(tools);
  const own = [`PATH=${path}`, `LD_LIBRARY_PATH=${libraries}`];
  return async ({ host }, env, program, ...words) =>
    await network.inside(host.name, 'env', ...own, ...env, 'timeout', MOST_SECONDS, program, ...words);
}

const LOOK_AGAIN_MS = 1_000;

/** The world goes on while something outside of it is waited for. */
function* awaited<T>(promise: Promise<T>): Work<T> {
  const ended: ({ readonly value: T } | { readonly error: unknown })[] = [];
  const listeners = new Set<() => void>();
  const end = (outcome: (typeof ended)[number]): void => {
    ended.push(outcome);
    for (const wake of listeners) wake();
  };
  promise.then(
    (value) => end({ value }),
    (error: unknown) => end({ error }),
  );
  const signal: Signal = {
    listen(wake) {
      listeners.add(wake);
      return () => void listeners.delete(wake);
    },
    timeoutMs: LOOK_AGAIN_MS,
  };
  for (;;) {
    const [outcome] = ended;
    if (outcome === undefined) yield signal;
    else if ('error' in outcome) throw outcome.error;
    else return outcome.value;
  }
}
