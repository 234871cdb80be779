import { NetError } from '#engine/net/net-error.ts';
import { reachFailure } from '#engine/ssh/ssh-error.ts';
import type { ServerAddress } from '#shared/domain/address/address.ts';
import type { RouteCandidate } from '#shared/domain/routes/candidate.ts';
import type { AttemptBook } from './attempt-book.ts';
import type { ToolstackSays } from './toolstack-word.ts';

export interface ToolstackRoom {
  readonly attempts: AttemptBook;
  /** Undefined where there is nothing to log in with. Throws NetError. */
  readonly ask: (to: ServerAddress, signal: AbortSignal) => Promise<ToolstackSays> | undefined;
  readonly onSays: (address: string, says: ToolstackSays) => void;
}

/** Where nobody can log in by SSH, the toolstack may still say how it is: at one address after another, until one answers. */
export async function askToolstacks(
  room: ToolstackRoom,
  of: { readonly routes: readonly RouteCandidate[]; readonly signal: AbortSignal },
): Promise<void> {
  for (const route of of.routes.filter(({ kind }) => kind === 'xapi-only')) {
    of.signal.throwIfAborted();
    if (await askAt(room, route, of.signal)) return;
  }
}

async function askAt({ attempts, ask, onSays }: ToolstackRoom, route: RouteCandidate, signal: AbortSignal): Promise<boolean> {
  const asked = ask({ host: route.address, port: route.port }, signal);
  if (asked === undefined) return false;
  attempts.begin(route.id);
  try {
    onSays(route.address, await asked);
    attempts.works(route.id);
    return true;
  } catch (error) {
    signal.throwIfAborted();
    if (!(error instanceof NetError)) throw error;
    const { stage, reason } = reachFailure(error);
    attempts.failed(route.id, stage, reason);
    return false;
  }
}
