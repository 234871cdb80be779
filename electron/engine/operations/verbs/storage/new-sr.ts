import { Cancelled } from '#engine/operations/operation-error.ts';
import { doAsTask, followTask } from '#engine/operations/server-task.ts';
import { confirm } from '#engine/operations/confirm.ts';
import type { Doing, Verb } from '#engine/operations/verb.ts';
import { dropSecret } from '#engine/xapi/pool-secret.ts';
import { isXapiError } from '#engine/xapi/xapi-error.ts';
import type { Trace } from '#shared/contract/calls/operation-calls.ts';
import { onlyPool } from '#shared/domain/inventory/facts.ts';
import type { Inventory } from '#shared/domain/inventory/inventory.ts';
import type { NewSrRequest } from '#shared/domain/operations/storage-request.ts';
import { driverTerms, secretsIn } from '#shared/domain/storage/driver-terms.ts';
import type { TaskRef } from '#shared/xapi/generated/refs.ts';
import { connectedHosts, connectHosts, isLater, remarkOutcomes, type SrRef } from './connect.ts';
import { setUp } from './set-up.ts';

/** Events need a moment to tell that it is gone. */
const SHOWS_WITHIN_MS = 15_000;

/** Makes a repository, or takes one in that lies there already, and connects every host to it. */
export function newSr(request: NewSrRequest): Verb {
  const terms = driverTerms(request.source);
  const name = request.name.trim();

  /** The rules let nobody begin while the name is taken, so whoever has it now is the new one. */
  function made(inventory: Inventory): SrRef | undefined {
    for (const [ref, sr] of inventory.sr) if (sr.name === name && sr.type === terms.type) return ref;
    return undefined;
  }

  function find(inventory: Inventory): TaskRef | undefined {
    for (const [ref, task] of inventory.task) if (task.name.endsWith('SR.create') && task.status === 'pending') return ref;
    return undefined;
  }

  async function create(doing: Doing): Promise<void> {
    const { pool } = doing;
    const inventory = pool.inventory();
    const host = terms.host ?? onlyPool(inventory)?.pool.master;
    if (host === undefined || host === null) return;
    const { deviceConfig, type, contentType, isShared } = terms;
    await doing.step('act', async () => {
      doing.onUndo({ undo: async () => await letGo(doing, made(pool.inventory()), 'SR.destroy'), otherwise: { is: 'storage', hosts: [] } });
      await doAsTask(doing, {
        start: async (session) =>
          await session.startTask('SR.create', [host, deviceConfig, 0, name, request.description, type, contentType, isShared, {}]),
        find: () => find(pool.inventory()),
        isReached: () => made(pool.inventory()) !== undefined,
      });
    });
  }

  async function introduce(doing: Doing, uuid: string): Promise<void> {
    const { pool, closing } = doing;
    await doing.step('act', async () => {
      // A record without connections, left by an earlier attempt, would only be in the way.
      const [stale] = [...pool.inventory().sr].find(([, sr]) => sr.uuid.toLowerCase() === uuid.toLowerCase()) ?? [];
      if (stale !== undefined) await pool.ask({ safe: true, signal: closing }, async (session) => await session.call('SR.forget', [stale]));
      doing.onUndo({ undo: async () => await letGo(doing, made(pool.inventory()), 'SR.forget'), otherwise: { is: 'storage', hosts: [] } });
      const { type, contentType, isShared } = terms;
      await pool.ask({ safe: true, signal: closing }, async (session) => {
        try {
          await session.call('SR.introduce', [uuid, name, request.description, type, contentType, isShared, {}]);
        } catch (error) {
          // Asked again after a lost connection, it is there already.
          if (!isXapiError(error, 'SR_UUID_EXISTS') || made(pool.inventory()) === undefined) throw error;
        }
      });
    });
  }

  async function afterwards(doing: Doing): Promise<void> {
    const { pool } = doing;
    await doing.step('confirm', async () => await confirm(doing, () => made(pool.inventory()) !== undefined));
    const sr = made(pool.inventory());
    if (sr === undefined) return;
    // Servers do not stop a driver that is at work; what it has made meanwhile is empty and goes again.
    if (doing.cancelling.aborted) throw new Cancelled(false);
    if (request.kind === 'sr.create') doing.tooLateToCancel();
    await doing.step('connect-hosts', async () => await connect(doing, sr));
    doing.tooLateToCancel();
    await doing.step('set-up', async () => {
      await setUp(doing, sr, { isLibrary: terms.contentType === 'iso', asDefault: request.asDefault });
      await dropDraftSecrets(doing, secretsIn(terms.deviceConfig));
    });
  }

  async function connect(doing: Doing, sr: SrRef): Promise<void> {
    const hosts = terms.host === undefined ? undefined : [terms.host];
    const outcomes = await connectHosts(doing, sr, { config: terms.deviceConfig, hosts });
    if (doing.cancelling.aborted && request.kind === 'sr.introduce') throw new Cancelled(false);
    const trouble = outcomes.find(({ error }) => error !== undefined && !isLater(error));
    const isConnectedSomewhere = outcomes.some(({ error }) => error === undefined) || connectedHosts(doing.pool.inventory(), sr).length > 0;
    // What nobody can reach was not taken in at all; what was made anew is there, and can be repaired.
    if (request.kind === 'sr.introduce' && !isConnectedSomewhere && trouble !== undefined) throw trouble.error;
    remarkOutcomes(doing, sr, outcomes);
  }

  return {
    steps: ['check', 'act', 'confirm', 'connect-hosts', 'set-up'],
    async run(doing) {
      if (request.kind === 'sr.create') await create(doing);
      else await introduce(doing, request.uuid);
      await afterwards(doing);
    },
    task: {
      find,
      async watch(doing, task) {
        await doing.step('act', async () => await followTask(doing, task));
        await afterwards(doing);
      },
    },
    left(inventory) {
      const sr = made(inventory);
      return sr === undefined ? [] : [{ is: 'storage', hosts: connectedHosts(inventory, sr) }];
    },
  };
}

/** Takes back what has just come to be: with what was written for it, or only from the pool's records. */
async function letGo({ pool, closing }: Doing, sr: SrRef | undefined, way: 'SR.destroy' | 'SR.forget'): Promise<Trace> {
  if (sr === undefined) return { is: 'nothing-changed' };
  const gone: Trace = { is: way === 'SR.destroy' ? 'storage-removed' : 'storage-forgotten' };
  try {
    await pool.ask({ safe: true, signal: closing }, async (session) => {
      // The server's own word: what has just come to be is not all in our picture yet.
      const links = await session.call('SR.get_PBDs', [sr]);
      for (const link of Array.isArray(links) ? links : []) await session.call('PBD.unplug', [link as never]);
      await session.call(way, [sr]);
    });
  } catch (error) {
    // The server has taken it back itself, and our picture has not heard of that yet.
    if (!isXapiError(error, 'HANDLE_INVALID')) throw error;
  }
  await pool.until(() => !pool.inventory().sr.has(sr), { signal: closing, timeoutMs: SHOWS_WITHIN_MS });
  return gone;
}

/** Each connection has a copy of its own by now. */
async function dropDraftSecrets({ pool, closing }: Doing, uuids: readonly string[]): Promise<void> {
  for (const uuid of uuids) {
    await pool.ask({ safe: true, signal: closing }, async (session) => await dropSecret(session, uuid));
  }
}
