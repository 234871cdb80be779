import { NetError } from '#engine/net/net-error.ts';
import type { HeldShell } from '#engine/operations/host-shell.ts';
import type { Lent } from '#engine/operations/lent.ts';
import { OperationError } from '#engine/operations/operation-error.ts';
import type { Doing } from '#engine/operations/verb.ts';
import type { HostRef } from '#shared/domain/inventory/watched.ts';
import { armScript, callOffScript, ROLLBACK_S } from '#shared/domain/repairs/undo-timer.ts';

const SHORT_MS = 15_000;
const LOOK_MS = 60_000;

/** A host whose own way is changed: what takes the change back there, and what it says over its shell. */
export interface HostGuard {
  /** Undefined where no way to its shell works. */
  run(line: string, timeoutMs?: number): Promise<{ readonly code?: number | undefined; readonly said: string } | undefined>;
  arm(lines: readonly string[]): Promise<void>;
  /** Throws while something is armed still. */
  callOff(): Promise<void>;
  giveBack(): Promise<void>;
}

/** Undefined where no way to the host's shell works now. */
export async function guardOf(doing: Doing, lent: Lent, host: HostRef): Promise<HostGuard | undefined> {
  const held = await lent.holdShell(doing.pool.server, host, doing.closing);
  return held === undefined ? undefined : guardOn(doing, held, `poolkeeper-undo-address-${doing.pool.inventory().host.get(host)?.uuid ?? ''}`);
}

function guardOn(doing: Doing, held: HeldShell, timer: string): HostGuard {
  const { closing } = doing;

  /** The way itself may be what has just changed: then another is looked for once. */
  async function run(line: string, timeoutMs = SHORT_MS): ReturnType<HostGuard['run']> {
    for (const isLast of [false, true]) {
      try {
        const ran = held.shell.run(line, { timeoutMs, signal: closing });
        if (ran !== undefined) return await ran;
      } catch (error) {
        if (!(error instanceof NetError) || closing.aborted) throw error;
      }
      if (!isLast) await held.shell.lookAgain({ timeoutMs: LOOK_MS, signal: closing });
    }
    return undefined;
  }

  async function must(line: string): Promise<void> {
    const ran = await run(line);
    if (ran?.code !== 0)
      throw new OperationError({ kind: 'command', line, ...(ran?.code !== undefined && { code: ran.code }), said: ran?.said.slice(-2_000) ?? '' });
  }

  return {
    run,
    async arm(lines) {
      doing.onUndo({
        async undo() {
          for (const line of lines) await must(line);
          await must(callOffScript(timer));
          return { is: 'taken-back' };
        },
        otherwise: { is: 'takes-itself-back', afterS: ROLLBACK_S },
      });
      await must(armScript(timer, lines));
    },
    callOff: async () => await must(callOffScript(timer)),
    giveBack: async () => await held.giveBack(),
  };
}
