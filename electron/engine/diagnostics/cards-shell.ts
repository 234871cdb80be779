import { parseNics } from '#shared/domain/diagnosis/parsers/nics.ts';
import { networkProbes } from '#shared/domain/diagnosis/probes/network-probes.ts';
import type { ServerId } from '#shared/contract/calls/server-calls.ts';
import type { HostRef } from '#shared/domain/inventory/watched.ts';
import { cardSeen, type CardsWord } from '#shared/domain/networks/cards-word.ts';
import type { LendSetup } from './host-shell.ts';
import { withShell } from './with-shell.ts';

const ANSWERS_WITHIN_MS = 20_000;

/** Asks a host itself for its cards and their links. It is left as it was found. */
export async function askCards(setup: LendSetup, of: { readonly server: ServerId; readonly host: HostRef }, signal: AbortSignal): Promise<CardsWord> {
  const script = networkProbes.nics.script({});
  return await withShell(setup, { ...of, signal }, async (shell) => {
    const ran = script === undefined ? undefined : await shell.run(script, { timeoutMs: ANSWERS_WITHIN_MS, signal });
    const nics = ran === undefined ? undefined : parseNics(ran.said);
    return nics === undefined ? { is: 'no-way' } : { is: 'said', atMs: setup.clock.now(), cards: nics.map(cardSeen) };
  });
}
