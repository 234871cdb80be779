import type { Rehearsals } from '#engine/diagnostics/rehearsals.ts';
import type { HandlersOf } from '#engine/rpc/dispatch.ts';
import type { Publisher } from '#engine/rpc/publisher.ts';
import type { waysCalls } from '#shared/contract/calls/ways-calls.ts';
import type { Output } from '#shared/contract/calls.ts';
import type { KnownWays } from '#shared/domain/routes/rehearsal.ts';

export function waysHandlers(rehearsals: Rehearsals, publisher: Publisher): HandlersOf<keyof typeof waysCalls> {
  return {
    'ways.of': async ({ server }) => {
      const all = await rehearsals.known(server);
      return { sequence: publisher.sequences().ways, hosts: Object.fromEntries([...all].map(([host, known]) => [host, plainWays(known)])) };
    },
    'ways.try': async ({ server, host }) => plainWays(await rehearsals.check(server, host)),
  };
}

/** As the table writes it. */
export function plainWays({ rehearsal, ...known }: KnownWays): Output<'ways.try'> {
  return { ...known, ...(rehearsal !== undefined && { rehearsal: { ...rehearsal } }) };
}
