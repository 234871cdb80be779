import { NetError } from '#engine/net/net-error.ts';
import type { ServerId } from '#shared/contract/calls/server-calls.ts';
import type { Question } from '#shared/contract/recovery-schema.ts';
import type { HostRef } from '#shared/domain/inventory/watched.ts';
import { type PlaceAnswer, readPlace } from '#shared/domain/storage/from-shell/answers.ts';
import { PLACE_SECONDS, placeScript } from '#shared/domain/storage/from-shell/lines.ts';
import type { ShellPlaces } from '#shared/domain/storage/from-shell/places.ts';
import type { ShellWord } from '#shared/domain/storage/from-shell/shell-word.ts';
import { type LendSetup, type LentShell, openShell } from './host-shell.ts';

/** Asks a host itself whether it gets to machines that offer storage. It is left as it was found. */
export async function askShell(
  setup: LendSetup,
  of: { readonly server: ServerId; readonly host: HostRef; readonly places: ShellPlaces },
  signal: AbortSignal,
): Promise<ShellWord> {
  const opened = await openShell(setup, of, signal);
  if (opened.is === 'no-way') signal.throwIfAborted();
  if (opened.is === 'no-way') return { is: 'no-way', ...(opened.asks !== undefined && { asks: waitsFor(opened.asks) }) };
  try {
    const answers = await Promise.all(of.places.hosts.map(async (host) => await askAbout(opened.shell, { places: of.places, host }, signal)));
    return { is: 'said', answers };
  } catch (error) {
    signal.throwIfAborted();
    if (error instanceof NetError) return { is: 'no-way' };
    throw error;
  } finally {
    await opened.giveBack();
  }
}

async function askAbout(
  shell: LentShell,
  { places, host }: { readonly places: ShellPlaces; readonly host: string },
  signal: AbortSignal,
): Promise<PlaceAnswer> {
  const script = placeScript(places, host);
  const ran = script === undefined ? undefined : await shell.run(script, { timeoutMs: PLACE_SECONDS * 1_000, signal });
  return readPlace(places.service, host, ran?.said ?? '');
}

/** A machine on the way is not the host whose key could be compared here. */
function waitsFor(question: Question): NonNullable<Extract<ShellWord, { is: 'no-way' }>['asks']> {
  return question.is === 'host-key' && !question.of.isOnTheWay ? { is: 'host-key', key: question.key } : { is: 'other' };
}
