import { NetError } from '#engine/net/net-error.ts';
import type { ServerId } from '#shared/contract/calls/server-calls.ts';
import type { HostRef } from '#shared/domain/inventory/watched.ts';
import type { Question } from '#shared/contract/recovery-schema.ts';
import type { NoWay } from '#shared/domain/storage/from-shell/shell-word.ts';
import { type LendSetup, type LentShell, openShell } from './host-shell.ts';

interface Whom {
  readonly server: ServerId;
  readonly host: HostRef;
  readonly signal: AbortSignal;
}

/** Has a host asked over its shell, and gives that back; a way that breaks in the middle is none. */
export async function withShell<T>(setup: LendSetup, { signal, ...of }: Whom, ask: (shell: LentShell) => Promise<T>): Promise<T | NoWay> {
  const opened = await openShell(setup, of, signal);
  if (opened.is === 'no-way') {
    signal.throwIfAborted();
    return { is: 'no-way', ...(opened.asks !== undefined && { asks: waitsFor(opened.asks) }) };
  }
  try {
    return await ask(opened.shell);
  } catch (error) {
    signal.throwIfAborted();
    if (error instanceof NetError) return { is: 'no-way' };
    throw error;
  } finally {
    await opened.giveBack();
  }
}

/** A machine on the way is not the host whose key could be compared here. */
function waitsFor(question: Question): NonNullable<NoWay['asks']> {
  return question.is === 'host-key' && !question.of.isOnTheWay ? { is: 'host-key', key: question.key } : { is: 'other' };
}
