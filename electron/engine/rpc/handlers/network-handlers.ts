import { askCards } from '#engine/diagnostics/cards-shell.ts';
import type { LendSetup } from '#engine/diagnostics/host-shell.ts';
import { askPath } from '#engine/diagnostics/path-shell.ts';
import { PoolsError } from '#engine/pools/pools-error.ts';
import type { HandlersOf } from '#engine/rpc/dispatch.ts';
import type { Session } from '#engine/xapi/session.ts';
import { isXapiError } from '#engine/xapi/xapi-error.ts';
import type { Output } from '#shared/contract/calls.ts';

type Cards = Output<'network.cards'>;

/** A table is waiting for it. */
const SILENCE_MS = 20_000;

export function networkHandlers(setup: LendSetup): HandlersOf<'network.cards' | 'network.ask-cards' | 'network.ask-path'> {
  return {
    'network.cards': async ({ server }, signal) => {
      const session = setup.pools.session(server);
      if (session === undefined) throw new PoolsError({ kind: 'gone' });
      const ask = { session, signal };
      return { drivers: await driversOf(ask), shared: await freeParts(ask) };
    },
    'network.ask-path': async (of, signal) => ({ word: await askPath(setup, of, signal) }),
    'network.ask-cards': async (of, signal) => ({ word: await askCards(setup, of, signal) }),
  };
}

interface Asking {
  readonly session: Session;
  readonly signal: AbortSignal;
}

/** Old releases have no such class, or do not say the driver. */
async function driversOf({ session, signal }: Asking): Promise<Cards['drivers']> {
  const records = await unless('MESSAGE_METHOD_UNKNOWN', session.call('PCI.get_all_records', [], { signal, timeoutMs: SILENCE_MS }));
  return rows(records).flatMap((row) => {
    const { host, pci_id: bus, driver_name: driver } = row;
    if (typeof host !== 'string' || typeof bus !== 'string' || typeof driver !== 'string' || driver === '') return [];
    return [{ host, bus, driver }];
  });
}

async function freeParts({ session, signal }: Asking): Promise<Cards['shared']> {
  const refs = await unless('MESSAGE_METHOD_UNKNOWN', session.call('network_sriov.get_all', [], { signal, timeoutMs: SILENCE_MS }));
  const free: Cards['shared'] = [];
  for (const sriov of Array.isArray(refs) ? refs.filter((ref) => typeof ref === 'string') : []) {
    const question = session.call('network_sriov.get_remaining_capacity', [sriov as never], { signal, timeoutMs: SILENCE_MS });
    // Nobody shares that card any more.
    const said = await unless('HANDLE_INVALID', question);
    if (said !== undefined) free.push({ sriov, free: Number(said) });
  }
  return free;
}

async function unless<T>(code: string, answer: Promise<T>): Promise<T | undefined> {
  try {
    return await answer;
  } catch (error) {
    if (isXapiError(error, code)) return undefined;
    throw error;
  }
}

function rows(records: unknown): readonly Readonly<Record<string, unknown>>[] {
  return typeof records === 'object' && records !== null ? Object.values(records).filter((row) => typeof row === 'object' && row !== null) : [];
}
