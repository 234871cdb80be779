import type { Pools } from '#engine/pools/pools.ts';
import { PoolsError } from '#engine/pools/pools-error.ts';
import type { Clock } from '#engine/ports.ts';
import { pause } from '#engine/time.ts';
import type { ServerId } from '#shared/contract/calls/server-calls.ts';
import { attemptWords } from '#shared/domain/diagnosis/attempt-words.ts';
import { believedOf } from '#shared/domain/diagnosis/believed-of.ts';
import type { DiagnosisInput } from '#shared/domain/diagnosis/diagnosis.ts';
import { bundlePath } from '#shared/domain/diagnosis/frames.ts';
import { quoted } from '#shared/domain/diagnosis/shell.ts';
import type { HostRef } from '#shared/domain/inventory/watched.ts';
import type { Investigation } from './investigation.ts';
import type { Investigations } from './investigations.ts';

/** What is lent of a host under investigation to whoever repairs it. */
export interface LentShell {
  input(): DiagnosisInput;
  run(line: string, how: { readonly timeoutMs: number; readonly signal: AbortSignal }): Promise<LentAnswer> | undefined;
  lookAgain(how: { readonly timeoutMs: number; readonly signal: AbortSignal }): Promise<void>;
}

interface LentAnswer {
  readonly code?: number | undefined;
  readonly said: string;
}

export interface LendSetup {
  readonly investigations: Investigations;
  readonly pools: Pools;
  readonly clock: Clock;
}

/** How often it is seen whether the answers have come. */
const SEE_EVERY_MS = 500;

/** Undefined for a host nobody looks at. */
export function lendShell(setup: LendSetup, of: { readonly server: ServerId; readonly host: HostRef }): LentShell | undefined {
  const investigation = opened(setup.investigations, of);
  if (investigation === undefined) return undefined;
  const { clock } = setup;
  const input = (): DiagnosisInput => inputOf(setup, { ...of, investigation });
  return {
    input,
    run(line, { timeoutMs, signal }) {
      const connection = investigation.connection();
      if (connection === undefined) return undefined;
      const command = `export LC_ALL=C PATH=${bundlePath}; exec </dev/null; /bin/bash -c ${quoted(line)} 2>&1`;
      return connection
        .run(command, { ms: timeoutMs, signal, mostBytes: 256 * 1024 })
        .then(({ code, out, err }) => ({ code, said: `${out.toString('utf8')}${err}` }));
    },
    async lookAgain({ timeoutMs, signal }) {
      const sinceMs = clock.now();
      investigation.checkAgain();
      while (!signal.aborted && clock.now() - sinceMs < timeoutMs && !isAnswered(input(), sinceMs)) await pause(clock, SEE_EVERY_MS, signal);
    },
  };
}

function opened(investigations: Investigations, of: { readonly server: ServerId; readonly host: HostRef }): Investigation | undefined {
  try {
    return investigations.of(of.server, of.host);
  } catch (error) {
    if (error instanceof PoolsError) return undefined;
    throw error;
  }
}

/** The slowest of those that everything is told by. */
function isAnswered({ sight }: DiagnosisInput, sinceMs: number): boolean {
  return [sight.identity, sight.emergency, sight.services].every((seen) => seen.is !== 'not-asked' && seen.atMs >= sinceMs);
}

function inputOf(
  { pools, clock }: LendSetup,
  of: { readonly server: ServerId; readonly host: HostRef; readonly investigation: Investigation },
): DiagnosisInput {
  const state = pools.list().find(({ id }) => id === of.server)?.state;
  const asOfMs = state?.is === 'stale' || state?.is === 'closed' ? state.sinceMs : clock.now();
  const believed = believedOf(pools.inventory(of.server), { host: of.host, asOfMs });
  if (believed === undefined) throw new PoolsError({ kind: 'gone' });
  const { sight, attempts, routes } = of.investigation.view();
  return { sight, believed, attempts: attemptWords(attempts, routes), bmc: { is: 'not-asked' }, nowMs: clock.now() };
}
