import { NetError } from '#engine/net/net-error.ts';
import { DatabaseFileError } from '#engine/offline/database-error.ts';
import type { PoolFile } from '#engine/offline/shelf.ts';
import { SshError } from '#engine/ssh/ssh-error.ts';
import type { Investigation } from './investigation-room.ts';

/** The older place is where releases before 8 keep it. */
const PLACES = ['/var/lib/xcp/state.db', '/var/xapi/state.db'];
const READ_MS = 60_000;
const LARGEST_BYTES = 512 * 1024 * 1024;

/** A member's own copy of its pool's database, over the route that works. Throws NetError without one, DatabaseFileError without a copy. */
export async function readCopy(investigation: Investigation, of: { readonly name: string; readonly signal: AbortSignal }): Promise<PoolFile> {
  const connection = investigation.connection();
  if (connection === undefined) throw new NetError({ kind: 'unreachable', address: investigation.address(), why: 'closed' });
  const run = async (command: string): Promise<Buffer> => {
    const ran = await connection.run(command, { signal: of.signal, ms: READ_MS, mostBytes: LARGEST_BYTES }).catch((error: unknown) => {
      if (!(error instanceof SshError)) throw error;
      const why = error.reason.is === 'timed-out' ? 'timed-out' : 'closed';
      throw new NetError({ kind: 'unreachable', address: investigation.address(), why }, error);
    });
    return ran.code === 0 ? ran.out : Buffer.alloc(0);
  };
  for (const place of PLACES) {
    const bytes = await run(`cat ${place}`);
    if (bytes.length === 0) continue;
    const changedS = Number((await run(`stat -c %Y ${place}`)).toString('utf8'));
    // A copy whose age nobody can tell is as old as can be.
    return { name: `state.db of ${of.name}`, bytes, takenAtMs: Number.isFinite(changedS) ? changedS * 1_000 : 0 };
  }
  throw new DatabaseFileError('not-a-database', `state.db of ${of.name}`);
}
