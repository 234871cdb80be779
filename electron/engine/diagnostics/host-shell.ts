import type { Pools } from '#engine/pools/pools.ts';
import { PoolsError } from '#engine/pools/pools-error.ts';
import type { Clock } from '#engine/ports.ts';
import { NetError } from '#engine/net/net-error.ts';
import { SshError } from '#engine/ssh/ssh-error.ts';
import type { Connection } from '#engine/ssh/connection.ts';
import { pause } from '#engine/time.ts';
import type { ServerId } from '#shared/contract/calls/server-calls.ts';
import type { Question } from '#shared/contract/recovery-schema.ts';
import type { DiagnosisInput } from '#shared/domain/diagnosis/diagnosis.ts';
import { bundlePath } from '#shared/domain/diagnosis/frames.ts';
import { quoted } from '#shared/domain/diagnosis/shell.ts';
import type { HostRef } from '#shared/domain/inventory/watched.ts';
import type { JsonRpc } from '#engine/xapi/json-rpc.ts';
import type { HttpsCall, ToolstackWord } from '#shared/domain/repairs/https-repairs.ts';
import { callToolstack } from './toolstack-calls.ts';
import { askOverHttps } from './toolstack-word.ts';
import type { LentConnection } from './jump-hosts.ts';
import type { Investigation } from './investigation-room.ts';
import type { Investigations } from './investigations.ts';

/** What is lent of a host under investigation to whoever repairs it. */
export interface LentShell extends LentLines {
  input(): DiagnosisInput;
  beside(host: HostRef): LentLines;
  proveOff(signal: AbortSignal): Promise<boolean>;
  toolstack(): LentToolstack | undefined;
  keepNetworkPlan(): Promise<void>;
  alsoAt(address: string): Promise<void>;
  lookAgain(how: RunHow): Promise<void>;
  anotherWay(how: RunHow): Promise<void>;
}

interface LentToolstack {
  readonly word: ToolstackWord;
  says(signal: AbortSignal): Promise<ToolstackWord['says']>;
  call(calls: readonly HttpsCall[], signal: AbortSignal): Promise<readonly unknown[]>;
}

interface LentLines {
  run(line: string, how: RunHow): Promise<LentAnswer> | undefined;
}

interface RunHow {
  readonly timeoutMs: number;
  readonly signal: AbortSignal;
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

const HTTPS_PORT = 443;

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
    run(line, how) {
      const connection = investigation.connection();
      return connection === undefined ? undefined : runLine(connection, line, how);
    },
    beside: (host) => ({ run: (line, how) => runBeside(investigation.neighbour(host, how.signal), line, how) }),
    proveOff: async (signal) => await investigation.proveOff(signal),
    toolstack: () => lendToolstack(setup, { server: of.server, investigation }),
    keepNetworkPlan: async () => await setup.investigations.keepNetworkPlan(of.server, of.host),
    async alsoAt(address) {
      const { access } = await setup.investigations.books();
      const { uuid } = input().believed.host;
      await access.change(({ hosts }) => {
        const { addresses = [], ...known } = hosts[uuid] ?? {};
        return { hosts: { ...hosts, [uuid]: { ...known, addresses: [...new Set([...addresses, address])] } } };
      });
    },
    async anotherWay({ timeoutMs, signal }) {
      const untilMs = clock.now() + timeoutMs;
      investigation.leaveWay();
      do await pause(clock, SEE_EVERY_MS, signal);
      while (!signal.aborted && clock.now() < untilMs && investigation.connection() === undefined && isLooking(investigation));
    },
    async lookAgain({ timeoutMs, signal }) {
      const sinceMs = clock.now();
      investigation.checkAgain();
      while (!signal.aborted && clock.now() - sinceMs < timeoutMs && !isAnswered(investigation, sinceMs)) await pause(clock, SEE_EVERY_MS, signal);
    },
  };
}

/** Where it has answered over HTTPS; a host whose shell is open has a better way. */
function lendToolstack({ pools }: LendSetup, of: { readonly server: ServerId; readonly investigation: Investigation }): LentToolstack | undefined {
  const { is, toolstack: word } = of.investigation.view();
  const login = pools.login(of.server);
  if (is === 'connected' || word === undefined || login === undefined) return undefined;
  const rpc = (): JsonRpc => pools.rpc(of.server)({ host: word.address, port: HTTPS_PORT }, of.investigation.address());
  return {
    word,
    async says(signal) {
      const says = await askOverHttps(rpc(), login, signal);
      of.investigation.toolstackSaid(word.address, says);
      return says;
    },
    async call(calls, signal) {
      const [first] = calls;
      return first === undefined ? [] : await callToolstack(rpc(), { login, as: first.as, calls, signal });
    },
  };
}

/** A way that is found takes a few seconds; one that is not is not waited for longer. */
const FINDS_WITHIN_MS = 30_000;

interface HeldShell {
  readonly shell: LentShell;
  giveBack(): Promise<void>;
}

/** Begins to look at a host nobody looks at, until the shell is given back. Undefined where no way leads there now. */
export async function holdShell(
  setup: LendSetup,
  of: { readonly server: ServerId; readonly host: HostRef },
  signal: AbortSignal,
): Promise<HeldShell | undefined> {
  const held = await openShell(setup, of, signal);
  return held.is === 'open' ? held : undefined;
}

/** The same, with the question a person has to answer before there is a way. */
export async function openShell(
  setup: LendSetup,
  of: { readonly server: ServerId; readonly host: HostRef },
  signal: AbortSignal,
): Promise<({ readonly is: 'open' } & HeldShell) | { readonly is: 'no-way'; readonly asks?: Question | undefined }> {
  const { investigation, giveBack } = await setup.investigations.hold(of.server, of.host);
  const untilMs = setup.clock.now() + FINDS_WITHIN_MS;
  while (investigation.connection() === undefined && isLooking(investigation) && setup.clock.now() < untilMs && !signal.aborted) {
    await pause(setup.clock, SEE_EVERY_MS, signal);
  }
  const shell = investigation.connection() === undefined ? undefined : lendShell(setup, of);
  if (shell !== undefined) return { is: 'open', shell, giveBack };
  const asks = investigation.view().question;
  await giveBack();
  return { is: 'no-way', asks };
}

/**
 * Whoever waits for an answer of a person is not waited for. What is asked of a machine on the way says nothing of the ways beside
 * it; what is asked of the host itself they will ask as well.
 */
function isLooking(investigation: Investigation): boolean {
  const { is, question, attempts } = investigation.view();
  if (is === 'no-way') return false;
  return question === undefined || (question.of.isOnTheWay && attempts.some(({ state }) => state === 'running'));
}

async function runLine(connection: Connection, line: string, { timeoutMs, signal }: RunHow): Promise<LentAnswer> {
  const command = `export LC_ALL=C PATH=${bundlePath}; exec </dev/null; /bin/bash -c ${quoted(line)} 2>&1`;
  try {
    const { code, out, err } = await connection.run(command, { ms: timeoutMs, signal, mostBytes: 256 * 1024 });
    return { code, said: `${out.toString('utf8')}${err}` };
  } catch (error) {
    throw wayLost(error);
  }
}

function runBeside(lending: Promise<LentConnection> | undefined, line: string, how: RunHow): Promise<LentAnswer> | undefined {
  return lending?.then(
    async (lent) => await runLine(lent.connection, line, how).finally(lent.giveBack),
    (error: unknown) => {
      throw wayLost(error);
    },
  );
}

/** Whoever asked knows no SSH: the way broke, or nothing came over it in time. */
function wayLost(error: unknown): unknown {
  return error instanceof SshError ? new NetError({ kind: 'unreachable', address: 'SSH', why: 'closed' }, error) : error;
}

function opened(investigations: Investigations, of: { readonly server: ServerId; readonly host: HostRef }): Investigation | undefined {
  try {
    return investigations.of(of.server, of.host);
  } catch (error) {
    if (error instanceof PoolsError) return undefined;
    throw error;
  }
}

/** The slowest of those that everything is told by; of a host that no way leads to, its neighbours. */
function isAnswered(investigation: Investigation, sinceMs: number): boolean {
  if (investigation.view().is === 'no-way')
    return investigation.view().neighbours.some(({ state }) => state.is === 'asked' && state.word.atMs >= sinceMs);
  const { sight } = investigation.input();
  return [sight.identity, sight.emergency, sight.services].every((seen) => seen.is !== 'not-asked' && seen.atMs >= sinceMs);
}

/** Throws PoolsError for a host that its pool does not have any more. */
function inputOf(
  { pools }: LendSetup,
  of: { readonly server: ServerId; readonly host: HostRef; readonly investigation: Investigation },
): DiagnosisInput {
  if (!pools.inventory(of.server).host.has(of.host)) throw new PoolsError({ kind: 'gone' });
  return of.investigation.input();
}
