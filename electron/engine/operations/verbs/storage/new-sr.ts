import { Cancelled } from '#engine/operations/operation-error.ts';
import { doAsTask, followTask } from '#engine/operations/server-task.ts';
import { confirm } from '#engine/operations/confirm.ts';
import type { Doing, Verb } from '#engine/operations/verb.ts';
import { isXapiError } from '#engine/xapi/xapi-error.ts';
import { onlyPool } from '#shared/domain/inventory/facts.ts';
import type { Inventory } from '#shared/domain/inventory/inventory.ts';
import type { NewSrRequest } from '#shared/domain/operations/storage-request.ts';
import { driverTerms } from '#shared/domain/storage/driver-terms.ts';
import { srWithUuid } from '#shared/domain/storage/offer.ts';
import type { TaskRef } from '#shared/xapi/generated/refs.ts';
import { connectedHosts, connectHosts, isLater, remarkOutcomes, type SrRef } from './connect.ts';
import { setUp } from './set-up.ts';
import { cutAgain, letGo } from './take-back.ts';

/** Makes a repository, or takes one in that lies there already, and connects every host to it. */
export function newSr(request: NewSrRequest): Verb {
  const terms = driverTerms(request.source);
  const name = request.name.trim();

  /** The rules let nobody begin while the name is taken, so whoever has it now is the new one; what lay there has its own identity. */
  function made(inventory: Inventory): SrRef | undefined {
    if (request.kind === 'sr.introduce') return srWithUuid(inventory, request.uuid)?.ref;
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
      const known = srWithUuid(pool.inventory(), uuid);
      // Its record says which VM has which disk: forgotten and taken in anew, nobody would know.
      if (known !== undefined) return doing.onUndo({ undo: async () => await cutAgain(doing, known.ref), otherwise: { is: 'storage', hosts: [] } });
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
      await setUp(doing, sr, { ...request, name, isLibrary: terms.contentType === 'iso' });
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
