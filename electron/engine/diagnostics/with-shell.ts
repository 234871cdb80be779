import { NetError } from '#engine/net/net-error.ts';
import type { ServerId } from '#shared/contract/calls/server-calls.ts';
import type { HostRef } from '#shared/domain/inventory/watched.ts';
import type { NoWay } from '#shared/domain/networks/cards-word.ts';
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
    const { asks } = opened;
    // A machine on the way is not the host whose key could be compared.
    return { is: 'no-way', ...(asks !== undefined && { asks: asks.is === 'host-key' && !asks.of.isOnTheWay ? 'host-key' : 'other' }) };
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
