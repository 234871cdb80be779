import { NetError } from '#engine/net/net-error.ts';
import type { HostShell, Ran } from '#engine/operations/host-shell.ts';
import { Cancelled, OperationError } from '#engine/operations/operation-error.ts';
import { backInTouch } from '#engine/operations/server-task.ts';
import type { Doing, Verb } from '#engine/operations/verb.ts';
import { pause } from '#engine/time.ts';
import type { StepName } from '#shared/contract/calls/operation-calls.ts';
import type { DiagnosisInput } from '#shared/domain/diagnosis/diagnosis.ts';
import type { HostRef } from '#shared/domain/inventory/watched.ts';
import type { RequestOf } from '#shared/domain/operations/request.ts';
import { poolCalls } from '#shared/domain/repairs/pool-calls.ts';
import { repairLines, undoLines } from '#shared/domain/repairs/repair-lines.ts';
import { repairTable } from '#shared/domain/repairs/repair-table.ts';
import { armScript, callOffScript, ROLLBACK_S } from '#shared/domain/repairs/undo-timer.ts';
import type { CallName, ParametersOf } from '#shared/xapi/caller.ts';
import { findingsIn, refused, stillOffered } from './offered.ts';

type Request = RequestOf<'host.repair'>;
export type ShellOf = (host: HostRef) => HostShell | undefined;

const SHORT_MS = 15_000;
/** A toolstack that restarts on a sick host takes its time. */
const LINE_MS = 300_000;
const LOOK_MS = 60_000;
const LOOK_EVERY_MS = 10_000;
const IDENTITY_ATTEMPTS = 3;
/** As long as a member takes at most to try its master again, and some more. */
const PROOF_MS = 360_000;
/** Whoever armed a timer must know what came of it before that goes off. */
const PROOF_BEFORE_UNDO_MS = (ROLLBACK_S - 30) * 1000;

/** A server counts its memory and wakes its controllers before it boots. */
const BOOT_MS = 1_200_000;

function proofMs({ repair }: Request, undo: readonly string[]): number {
  if (undo.length > 0) return PROOF_BEFORE_UNDO_MS;
  return repair === 'power-on' || repair === 'reset-network' ? BOOT_MS : PROOF_MS;
}

/** One line of the diagnosis' offers, done: on the right machine, with what takes it back armed before, and proven by another look. */
export function hostRepair(request: Request, shellOf: ShellOf): Verb {
  const rule = repairTable[request.repair];
  const undo = undoLines(request.repair, request.parameters);
  const isOnHost = rule.on === 'host' || rule.on === 'master-shell';
  const needsOff = rule.needs.some((need) => need === 'proven-off' || need === 'master-proven-off');
  // What a tool has done to disks shows nowhere else than in what it says.
  const isProven = rule.class !== 'C0' && rule.proof !== 'disks-unlocked';
  const run: { begun?: readonly string[] } = {};
  return {
    steps: stepsOf({ needsOff, isOnHost, hasUndo: undo.length > 0, isProven, restarts: rule.restarts === true }),
    async run(doing) {
      run.begun = [];
      const watched = lent(shellOf(request.host));
      if (needsOff) await doing.step('prove-off', async () => await proveOff(doing, watched, shellOf));
      const offer = stillOffered(request, watched.input());
      const sinceMs = doing.clock.now();
      if (!isOnHost) await doing.step('act', async () => await askPool(doing, request));
      else {
        const { target, uuid } = targetOf(doing, watched, { request, named: offer.parameters['host'] });
        await doing.step('prove-identity', async () => {
          await proveIdentity(doing, target, uuid);
          await askFirst(doing, target, request);
        });
        if (rule.restarts === true) await doing.step('keep-plan', async () => await keepPlan(watched, request));
        if (undo.length > 0) await doing.step('arm-undo', async () => await arm(doing, target, { name: timerOf(request), undo }));
        await doing.step('run-lines', async () => {
          doing.tooLateToCancel();
          for (const line of repairLines(request.repair, request.parameters)) {
            run.begun = [...(run.begun ?? []), line];
            await runLine(doing, target, { line, mayCut: undo.length > 0 || rule.restarts === true });
          }
        });
      }
      if (!isProven) return;
      await doing.step('look-again', async () => await proveGone(doing, watched, { request, forMs: proofMs(request, undo), sinceMs }));
      if (undo.length > 0) await doing.step('call-off-undo', async () => await callOff(doing, watched, timerOf(request)));
    },
    left: () => (run.begun === undefined ? [{ is: 'may-go-on' }] : run.begun.length === 0 ? [] : [{ is: 'lines-run', lines: [...run.begun] }]),
  };
}

function stepsOf(of: {
  readonly needsOff: boolean;
  readonly isOnHost: boolean;
  readonly hasUndo: boolean;
  readonly isProven: boolean;
  readonly restarts: boolean;
}): readonly StepName[] {
  const undo = of.isOnHost && of.hasUndo;
  return [
    'check',
    ...(of.needsOff ? (['prove-off'] as const) : []),
    ...(of.isOnHost ? (['prove-identity'] as const) : []),
    ...(of.restarts ? (['keep-plan'] as const) : []),
    ...(undo ? (['arm-undo'] as const) : []),
    of.isOnHost ? 'run-lines' : 'act',
    ...(of.isProven ? (['look-again'] as const) : []),
    ...(undo ? (['call-off-undo'] as const) : []),
  ];
}

function lent(shell: HostShell | undefined): HostShell {
  if (shell === undefined) throw refused([{ rule: 'not-reached' }]);
  return shell;
}

interface Target {
  readonly target: Pick<HostShell, 'run'>;
  /** Who must answer there. */
  readonly uuid: string | undefined;
}

/** Another host takes over where one is dead, and its master acts for it; everything else is done to the host itself. */
function targetOf({ pool }: Doing, watched: HostShell, of: { readonly request: Request; readonly named: string | undefined }): Target {
  const isMasters = repairTable[of.request.repair].on === 'master-shell';
  if (!isMasters && of.named === watched.input().believed.host.uuid) return { target: watched, uuid: of.named };
  const { host: hosts } = pool.inventory();
  const ref = isMasters ? masterOf(pool) : [...hosts].find(([, { uuid }]) => uuid === of.named)?.[0];
  const record = ref === undefined ? undefined : hosts.get(ref);
  if (ref === undefined || record === undefined) throw refused([{ rule: 'not-there' }]);
  return { target: ref === of.request.host ? watched : watched.beside(ref), uuid: record.uuid };
}

function masterOf(pool: Doing['pool']): HostRef | undefined {
  const [only] = pool.inventory().pool.values();
  return only?.master ?? undefined;
}

/** Asked of the machines themselves a moment before; what was true a minute ago may not be any more. */
export async function proveOff(doing: Doing, watched: HostShell, shellOf: ShellOf): Promise<void> {
  await watched.proveOff(doing.closing);
  const master = masterOf(doing.pool);
  if (master !== undefined) await shellOf(master)?.proveOff(doing.closing);
  if (doing.cancelling.aborted) throw new Cancelled(false);
}

async function inShell(doing: Doing, shell: Pick<HostShell, 'run'>, of: { readonly line: string; readonly timeoutMs: number }): Promise<Ran> {
  const ran = shell.run(of.line, { timeoutMs: of.timeoutMs, signal: doing.closing });
  if (ran === undefined) throw refused([{ rule: 'not-reached' }]);
  return await ran;
}

/** Asked of the machine on the very way the change goes, a moment before. */
async function proveIdentity(doing: Doing, shell: Pick<HostShell, 'run'>, uuid: string | undefined): Promise<void> {
  const { said } = await inventoryFile(doing, shell);
  const found = /^INSTALLATION_UUID='?([\da-f-]+)'?\s*$/im.exec(said)?.[1];
  if (found === undefined || found !== uuid) throw refused([{ rule: 'another-machine' }]);
  if (doing.cancelling.aborted) throw new Cancelled(false);
}

/** Nothing has been done yet, so a way that breaks now may be gone again, or another. */
async function inventoryFile(doing: Doing, shell: Pick<HostShell, 'run'>): Promise<Ran> {
  for (let attempt = 1; ; attempt += 1) {
    try {
      return await inShell(doing, shell, { line: 'cat /etc/xensource-inventory', timeoutMs: SHORT_MS });
    } catch (error) {
      doing.closing.throwIfAborted();
      if (attempt === IDENTITY_ATTEMPTS || !(error instanceof NetError)) throw error;
      await pause(doing.clock, LOOK_EVERY_MS, doing.closing);
    }
  }
}

async function arm(doing: Doing, shell: Pick<HostShell, 'run'>, of: { readonly name: string; readonly undo: readonly string[] }): Promise<void> {
  const line = armScript(of.name, of.undo);
  doing.onUndo({
    async undo() {
      for (const each of of.undo) await succeed(doing, shell, { line: each, timeoutMs: SHORT_MS });
      await succeed(doing, shell, { line: callOffScript(of.name), timeoutMs: SHORT_MS });
      return { is: 'taken-back' };
    },
    otherwise: { is: 'takes-itself-back', afterS: ROLLBACK_S },
  });
  await succeed(doing, shell, { line, timeoutMs: SHORT_MS });
}

async function succeed(doing: Doing, shell: Pick<HostShell, 'run'>, of: { readonly line: string; readonly timeoutMs: number }): Promise<void> {
  const { code, said } = await inShell(doing, shell, of);
  if (code !== 0) throw new OperationError({ kind: 'command', line: of.line, ...(code !== undefined && { code }), said: said.slice(-2_000) });
}

/** What changes the way itself may cut off the answer; then only another look can tell. */
async function runLine(doing: Doing, shell: Pick<HostShell, 'run'>, of: { readonly line: string; readonly mayCut: boolean }): Promise<void> {
  try {
    await succeed(doing, shell, { line: of.line, timeoutMs: LINE_MS });
  } catch (error) {
    if (!of.mayCut || error instanceof OperationError || doing.closing.aborted) throw error;
  }
}

async function proveGone(
  doing: Doing,
  shell: HostShell,
  of: { readonly request: Request; readonly forMs: number; readonly sinceMs: number },
): Promise<void> {
  const { clock, closing } = doing;
  const untilMs = clock.now() + of.forMs;
  while (!isShown(doing, shell, of)) {
    await shell.lookAgain({ timeoutMs: LOOK_MS, signal: closing });
    closing.throwIfAborted();
    if (isShown(doing, shell, of)) return;
    if (clock.now() + LOOK_EVERY_MS > untilMs) throw new OperationError({ kind: 'still-found' });
    await pause(clock, LOOK_EVERY_MS, closing);
  }
}

/** Whether what it was done for shows. */
function isShown({ pool }: Doing, shell: HostShell, { request, sinceMs }: { readonly request: Request; readonly sinceMs: number }): boolean {
  const { proof, on, restarts } = repairTable[request.repair];
  if (proof === 'host-gone') return !pool.inventory().host.has(request.host);
  const input = shell.input();
  const isOther = otherShows(input, request);
  if (isOther !== undefined) return isOther;
  // A host that cannot be seen has not been mended.
  const isSeen = input.sight.identity.is === 'seen' || on === 'master';
  const isGone = isSeen && !findingsIn(input).some(({ fault }) => fault === request.fault);
  return isGone && (restarts !== true || hasStartedAgain(input.sight, sinceMs));
}

/** Another host was changed, and says itself what has become of it; undefined where it was this one. */
function otherShows({ believed: { host, hosts } }: DiagnosisInput, { repair, parameters }: Request): boolean | undefined {
  const { proof, on } = repairTable[repair];
  const other = hosts.find(({ uuid }) => uuid === parameters['host'] && uuid !== host.uuid);
  if (other === undefined) return undefined;
  if (proof === 'one-master' && on === 'host') return other.saysRole === 'master';
  return proof === 'ha-off' ? other.isHaArmed === false : undefined;
}

/** Its clock may have been set meanwhile, so what counts is how long it says it runs; and the second half of a reset is done by its toolstack. */
function hasStartedAgain({ identity, intent, emergency }: DiagnosisInput['sight'], sinceMs: number): boolean {
  const hasBooted = identity.is === 'seen' && identity.atMs - (identity.value.uptimeS ?? Number.POSITIVE_INFINITY) * 1000 > sinceMs;
  return hasBooted && intent.is === 'seen' && !intent.value.isResetPending && emergency.is === 'seen' && emergency.value.is === 'normal';
}

/** What only the host can know, asked of it where it will be done. */
async function askFirst(doing: Doing, shell: Pick<HostShell, 'run'>, { repair, parameters }: Request): Promise<void> {
  for (const { condition, line } of repairTable[repair].asks?.(parameters) ?? []) {
    const { code } = await inShell(doing, shell, { line: line ?? 'false', timeoutMs: SHORT_MS });
    if (code !== 0) throw refused([{ rule: 'not-proven', condition }]);
  }
  if (doing.cancelling.aborted) throw new Cancelled(false);
}

/** Before anything is done, and with where the host will be found afterwards. */
async function keepPlan(watched: HostShell, { parameters }: Request): Promise<void> {
  await watched.keepNetworkPlan();
  const { mode, address = '' } = parameters;
  if (mode === 'static' && address !== '') await watched.alsoAt(address);
}

async function callOff(doing: Doing, shell: Pick<HostShell, 'run'>, name: string): Promise<void> {
  await succeed(doing, shell, { line: callOffScript(name), timeoutMs: SHORT_MS });
}

function timerOf({ repair }: Request): string {
  return `poolkeeper-undo-${repair}`;
}

async function askPool(doing: Doing, request: Request): Promise<void> {
  await backInTouch(doing);
  const calls = poolCalls(request.repair, request.parameters, doing.pool.inventory());
  if (calls === undefined) throw refused([{ rule: 'not-there' }]);
  doing.tooLateToCancel();
  for (const { call, parameters } of calls) {
    await doing.pool.ask({ safe: false, signal: doing.closing }, async (session) => {
      // The table of calls is checked against the server's model by a test.
      await session.call(call as CallName, parameters as ParametersOf<CallName>);
    });
  }
}
