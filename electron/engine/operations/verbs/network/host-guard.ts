import type { HeldShell } from '#engine/operations/host-shell.ts';
import type { Lent } from '#engine/operations/lent.ts';
import { NetError } from '#engine/net/net-error.ts';
import { OperationError } from '#engine/operations/operation-error.ts';
import type { Doing } from '#engine/operations/verb.ts';
import { pause } from '#engine/time.ts';
import type { HostRef } from '#shared/domain/inventory/watched.ts';
import { armScript, callOffScript, ROLLBACK_S } from '#shared/domain/repairs/undo-timer.ts';

const SHORT_MS = 15_000;
const LOOK_MS = 60_000;
/** The lines themselves take a moment after the time is over. */
const TAKES_MS = 10_000;
const ANSWERS_AGAIN_WITHIN_MS = 120_000;
const LOOKS_AGAIN_AFTER_MS = 5_000;

export interface Answered {
  readonly code?: number | undefined;
  readonly said: string;
}

/** What the host does by itself when nobody calls it off, and a line that ends well once that is done. */
export interface TakingBack {
  readonly lines: readonly string[];
  readonly holds: string | undefined;
}

/** A host whose own way is changed: what takes the change back there, and what it says over its shell. */
export interface HostGuard {
  /** Undefined where no way to its shell works. */
  run(line: string, timeoutMs?: number): Promise<Answered | undefined>;
  /** The same on another host of the pool. */
  beside(host: HostRef, line: string): Promise<Answered | undefined>;
  arm(taking: TakingBack): Promise<void>;
  /** Throws while something is armed still, or where that has been done already. */
  callOff(): Promise<void>;
}

/** Nobody who could have heard the line is no answer to it. */
function failed(line: string, ran: Answered | undefined): OperationError {
  if (ran === undefined) return new OperationError({ kind: 'not-confirmed' });
  const { code, said } = ran;
  return new OperationError({ kind: 'command', line, ...(code !== undefined && { code }), said: said.slice(-2_000) });
}

/** Ends well while it is armed: what is not has been taken back, or was lost with a restart. */
function armedScript(timer: string): string {
  return `systemctl is-active --quiet ${timer}.timer || [ -s /run/${timer}.pid ]`;
}

/** Undefined where no way to the host's shell works now. */
export async function guardOf(doing: Doing, lent: Lent, host: HostRef): Promise<HostGuard | undefined> {
  const held = await lent.holdShell(doing.pool.server, host, doing.closing);
  const record = doing.pool.inventory().host.get(host);
  // Taking a change back needs it as well.
  if (held !== undefined) doing.atEnd(async () => await held.giveBack());
  return held === undefined ? undefined : guardOn(doing, held, { name: record?.name ?? '', timer: `poolkeeper-undo-address-${record?.uuid ?? ''}` });
}

function guardOn(doing: Doing, held: HeldShell, { name, timer }: { readonly name: string; readonly timer: string }): HostGuard {
  const { clock, closing } = doing;
  let armed: { readonly sinceMs: number; readonly isThere: boolean } | undefined;

  async function attempt(ran: Promise<Answered> | undefined): Promise<Answered | undefined> {
    try {
      return await ran;
    } catch (error) {
      if (!(error instanceof NetError) || closing.aborted) throw error;
      return undefined;
    }
  }

  /** The way itself may be what has just changed: then another is looked for once. */
  async function run(line: string, timeoutMs = SHORT_MS): Promise<Answered | undefined> {
    const how = { timeoutMs, signal: closing };
    const ran = await attempt(held.shell.run(line, how));
    if (ran !== undefined) return ran;
    await held.shell.anotherWay({ timeoutMs: LOOK_MS, signal: closing });
    return await attempt(held.shell.run(line, how));
  }

  async function must(line: string): Promise<void> {
    const ran = await run(line);
    if (ran?.code !== 0) throw failed(line, ran);
  }

  function isOver(): boolean {
    return armed !== undefined && clock.now() >= armed.sinceMs + ROLLBACK_S * 1_000;
  }

  /** A way to a host that was away is not found at the first look. */
  async function onceReached(line: string): Promise<void> {
    const untilMs = clock.now() + ANSWERS_AGAIN_WITHIN_MS;
    for (;;) {
      const ran = await run(line);
      if (ran?.code === 0) return;
      if (clock.now() >= untilMs) throw failed(line, ran);
      await pause(clock, LOOKS_AGAIN_AFTER_MS, closing);
      closing.throwIfAborted();
    }
  }

  async function callOff(): Promise<void> {
    await must(callOffScript(timer));
    armed = undefined;
  }

  async function takeBack(lines: readonly string[]): Promise<boolean> {
    try {
      for (const line of lines) await must(line);
      await callOff();
      return true;
    } catch (error) {
      if (!(error instanceof OperationError)) throw error;
      return false;
    }
  }

  /** Undefined while no way leads there. The host's clock says when, not this computer's, which may have slept in between. */
  async function takenBack(lines: readonly string[], holds: string | undefined): Promise<'by-host' | 'from-here' | undefined> {
    const known = await run(armedScript(timer));
    if (known === undefined) return undefined;
    if (known.code === 1 && holds !== undefined && (await run(holds))?.code === 0) return 'by-host';
    return (await takeBack(lines)) ? 'from-here' : undefined;
  }

  return {
    run,
    beside: async (host, line) => await attempt(held.shell.beside(host).run(line, { timeoutMs: SHORT_MS, signal: closing })),
    async arm({ lines, holds }) {
      doing.onUndo({
        async undo() {
          if (armed === undefined) return undefined;
          const taken = isOver() ? undefined : await takenBack(lines, armed.isThere ? holds : undefined);
          if (taken !== undefined) return taken === 'by-host' ? { is: 'host-took-back', host: name } : { is: 'taken-back' };
          // While the change stands no way leads there: the host takes it back by itself, and answers again.
          await pause(clock, Math.max(0, armed.sinceMs + ROLLBACK_S * 1_000 + TAKES_MS - clock.now()), closing);
          closing.throwIfAborted();
          if (holds !== undefined) await onceReached(holds);
          await callOff();
          return { is: 'host-took-back', host: name };
        },
        otherwise: { is: 'host-takes-back', host: name, withinS: ROLLBACK_S },
      });
      const sinceMs = clock.now();
      armed = { sinceMs, isThere: false };
      await must(armScript(timer, lines));
      armed = { sinceMs, isThere: true };
    },
    async callOff() {
      // What was proven is what the host has come back to: the change itself is gone.
      if (isOver() || (await run(armedScript(timer)))?.code !== 0) throw new OperationError({ kind: 'not-confirmed' });
      await callOff();
    },
  };
}
