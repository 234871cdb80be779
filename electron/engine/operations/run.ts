import type { PoolHandle } from '#engine/pools/pool-handle.ts';
import type { Clock } from '#engine/ports.ts';
import type { OperationState, Remark, StepName, Trace } from '#shared/contract/calls/operation-calls.ts';
import type { Failure } from '#shared/contract/failure.ts';
import { nextSteps } from '#shared/domain/operations/next-steps.ts';
import { Cancelled } from './operation-error.ts';
import type { Kept } from './kept.ts';
import type { Requested } from '#shared/contract/request-schema.ts';
import type { Doing, Note, Place, Told, Undo, Verb } from './verb.ts';

export interface Run {
  readonly kept: Kept;
  readonly pool: PoolHandle;
  readonly verb: Verb;
  readonly clock: Clock;
  readonly cancelling: AbortSignal;
  readonly closing: AbortSignal;
  readonly toFailure: (error: unknown) => Failure;
  /** Together with the end being told, so that who hears of it finds the way free. */
  readonly afterwards: () => void;
  /** What is done, seen as a whole by who lends it: run from the start, or watch what was begun. */
  readonly work: (doing: Doing) => Promise<void>;
}

/** Carries one operation to its end and writes down how it went; throws only when the app ends in the middle. */
export async function carryOut(run: Run): Promise<void> {
  const told: Notes = { undos: [], remarks: [], next: [], releases: [] };
  try {
    const end = await outcomeOf(run, told);
    await run.kept.end(end, { steps: end.is === 'done' ? 'done' : 'failed', afterwards: run.afterwards });
  } finally {
    for (const release of told.releases) await release();
  }
}

/** What an operation has said of itself while it ran. */
interface Notes {
  readonly undos: Undo[];
  readonly remarks: Remark[];
  readonly next: Requested[];
  readonly releases: (() => Promise<void>)[];
}

async function outcomeOf(run: Run, notes: Notes): Promise<OperationState> {
  try {
    await untilClosed(run.work(doingOf(run, notes)), run.closing);
    const { remarks, next } = notes;
    return { is: 'done', ...(remarks.length > 0 && { remarks, next }) };
  } catch (error) {
    if (run.closing.aborted) throw error;
    return await endOf(run, notes.undos, error);
  }
}

/** An answer that is still awaited when the app ends is nobody's any more; the journal knows how far it came. */
async function untilClosed(work: Promise<void>, closing: AbortSignal): Promise<void> {
  const { promise, reject } = Promise.withResolvers<never>();
  const end = (): void => reject(closing.reason);
  closing.addEventListener('abort', end, { once: true });
  try {
    await Promise.race([work, promise]);
  } finally {
    closing.removeEventListener('abort', end);
  }
}

async function endOf(run: Run, undos: readonly Undo[], error: unknown): Promise<OperationState> {
  const { undone, lost } = await undoAll(undos);
  const left = [...lost, ...leftOf(run, error)];
  if (isCancelled(run, error)) return { is: 'cancelled', undone, left };
  const failure = run.toFailure(error);
  return { is: 'failed', failure, undone, left, next: [...nextSteps(run.verb.again?.() ?? run.kept.operation().request, failure), ...mendsOf(run)] };
}

/** Nothing shows any more where the server was disconnected meanwhile. */
function mendsOf({ verb, pool, kept }: Run): readonly Requested[] {
  return verb.mends === undefined || pool.state().is !== 'live' ? [] : verb.mends(pool.inventory(), kept.remembered());
}

/** Also a wait that was given up for it. */
function isCancelled({ cancelling }: Run, error: unknown): boolean {
  return error instanceof Cancelled || (cancelling.aborted && error === cancelling.reason);
}

async function undoAll(undos: readonly Undo[]): Promise<{ readonly undone: Trace[]; readonly lost: Trace[] }> {
  const undone: Trace[] = [];
  const lost: Trace[] = [];
  for (const { undo, otherwise } of undos.toReversed()) {
    try {
      const trace = await undo();
      if (trace !== undefined) undone.push(trace);
    } catch {
      // What went wrong first is what is told; that this could not be mended is told by what is left.
      if (otherwise !== undefined) lost.push(otherwise);
    }
  }
  return { undone, lost };
}

function leftOf({ verb, pool, kept }: Run, error: unknown): readonly Trace[] {
  if (kept.operation().steps.every(({ name, state }) => name === 'check' || name === 'compare' || state === 'waiting'))
    return [{ is: 'nothing-changed' }];
  const mayGoOn: Trace[] = error instanceof Cancelled && error.mayGoOn ? [{ is: 'may-go-on' }] : [];
  try {
    return [...mayGoOn, ...verb.left(pool.inventory(), kept.remembered())];
  } catch {
    // The server has been disconnected meanwhile, so there is nothing to look at.
    return [{ is: 'may-go-on' }];
  }
}

function doingOf({ kept, pool, clock, cancelling, closing, toFailure }: Run, { undos, remarks, next, releases }: Notes): Doing {
  let canCancel = true;
  const running: { progress?: number; note?: Note; at?: Place } = {};
  const tell = (): void => kept.show({ is: 'running', canCancel, ...running });
  tell();
  return {
    pool,
    clock,
    cancelling,
    closing,
    async step(name: StepName, work) {
      await kept.step(name);
      const result = await work();
      kept.stepDone(name);
      return result;
    },
    onUndo: (undo) => void undos.push(undo),
    atEnd: (release) => void releases.push(release),
    remark(remark, offered) {
      remarks.push(remarkOf(remark, toFailure));
      if (offered !== undefined && !next.some((known) => known.kind === offered.kind)) next.push(offered);
    },
    began: async (task) => await kept.began(task),
    knew: (former) => kept.knew(former),
    remember: (what) => kept.remember(what),
    remembered: () => kept.remembered(),
    progress(share) {
      if (running.progress === share) return;
      running.progress = share;
      tell();
    },
    at(place) {
      running.at = place;
      tell();
    },
    note(note) {
      if (running.note === note) return;
      if (note === undefined) delete running.note;
      else running.note = note;
      tell();
    },
    tooLateToCancel() {
      if (!canCancel) return;
      canCancel = false;
      tell();
    },
  };
}

function remarkOf(remark: Told, toFailure: Run['toFailure']): Remark {
  if (!('error' in remark)) return remark;
  const { error, ...rest } = remark;
  return { ...rest, why: toFailure(error) };
}
