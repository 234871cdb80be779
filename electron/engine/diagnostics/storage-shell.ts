import type { ServerId } from '#shared/contract/calls/server-calls.ts';
import type { HostRef } from '#shared/domain/inventory/watched.ts';
import { type PlaceAnswer, readPlace } from '#shared/domain/storage/from-shell/answers.ts';
import { PLACE_SECONDS, placeScript } from '#shared/domain/storage/from-shell/lines.ts';
import type { ShellPlaces } from '#shared/domain/storage/from-shell/places.ts';
import type { ShellWord } from '#shared/domain/storage/from-shell/shell-word.ts';
import type { LendSetup, LentShell } from './host-shell.ts';
import { withShell } from './with-shell.ts';

/** Asks a host itself whether it gets to machines that offer storage. It is left as it was found. */
export async function askShell(
  setup: LendSetup,
  of: { readonly server: ServerId; readonly host: HostRef; readonly places: ShellPlaces },
  signal: AbortSignal,
): Promise<ShellWord> {
  return await withShell(setup, { server: of.server, host: of.host, signal }, async (shell): Promise<ShellWord> => {
    const answers = await Promise.all(of.places.hosts.map(async (host) => await askAbout(shell, { places: of.places, host }, signal)));
    return { is: 'said', answers };
  });
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
