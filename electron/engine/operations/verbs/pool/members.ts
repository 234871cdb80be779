import { confirm } from '#engine/operations/confirm.ts';
import { doAsTask, followTask } from '#engine/operations/server-task.ts';
import type { Doing, Verb } from '#engine/operations/verb.ts';
import type { Session } from '#engine/xapi/session.ts';
import { onlyPool } from '#shared/domain/inventory/facts.ts';
import type { Inventory } from '#shared/domain/inventory/inventory.ts';
import type { PoolRequestOf } from '#shared/domain/operations/pool-request.ts';
import type { Trace } from '#shared/contract/calls/operation-calls.ts';
import type { TaskRef } from '#shared/xapi/generated/refs.ts';
import { handOverTo, masterTrace } from '../host/hand-over.ts';

interface Wish {
  /** What the pool calls the operation while it runs. */
  readonly operation: string;
  start(session: Session): Promise<TaskRef>;
  isReached(inventory: Inventory): boolean;
  left(inventory: Inventory): Trace;
}

export function ejectHost({ host }: PoolRequestOf<'pool.eject'>): Verb {
  return asTask({
    operation: 'eject',
    start: async (session) => await session.startTask('pool.eject', [host]),
    isReached: (inventory) => !inventory.host.has(host),
    left: (inventory) => ({ is: 'membership', isMember: inventory.host.has(host), isLive: true }),
  });
}

/** Every toolstack starts again in its new role, so the connection is lost on the way and found again at the new master. */
export function designateMaster({ host }: PoolRequestOf<'pool.designate-master'>): Verb {
  return {
    steps: ['check', 'hand-over', 'confirm'],
    async run(doing) {
      await handOverTo(doing, host);
      await doing.step('confirm', async () => await confirm(doing, (pool) => onlyPool(pool.inventory())?.pool.master === host));
    },
    left: (inventory) => [masterTrace(inventory)],
  };
}

/** Who follows the master again shows by itself; a member that cannot be reached is passed over by the server in silence. */
export function recoverMembers(): Verb {
  return {
    steps: ['check', 'act'],
    async run(doing) {
      await doing.step('act', async () => {
        doing.tooLateToCancel();
        await doing.pool.ask({ safe: true, signal: doing.closing }, async (session) => await session.call('pool.recover_slaves', []));
      });
    },
    left: () => [],
  };
}

export function verifyTls(): Verb {
  return {
    steps: ['check', 'act', 'confirm'],
    async run(doing) {
      await doing.step('act', async () => {
        doing.tooLateToCancel();
        await doing.pool.ask({ safe: true, signal: doing.closing }, async (session) => await session.call('pool.enable_tls_verification', []));
      });
      await doing.step('confirm', async () => await confirm(doing, (pool) => onlyPool(pool.inventory())?.pool.verifiesTls === true));
    },
    left: () => [],
  };
}

function asTask(wish: Wish): Verb {
  function find(inventory: Inventory): TaskRef | undefined {
    const running = Object.entries(onlyPool(inventory)?.pool.currentOperations ?? {});
    const found = running.find(([, name]) => name === wish.operation)?.[0];
    return [...inventory.task.keys()].find((task) => task === found);
  }
  const showResult = async (doing: Doing): Promise<void> =>
    await doing.step('confirm', async () => await confirm(doing, (pool) => wish.isReached(pool.inventory())));
  return {
    steps: ['check', 'act', 'confirm'],
    async run(doing) {
      const { pool } = doing;
      const isReached = (): boolean => wish.isReached(pool.inventory());
      await doing.step('act', async () => await doAsTask(doing, { start: wish.start, find: () => find(pool.inventory()), isReached }));
      await showResult(doing);
    },
    task: {
      find,
      async watch(doing, task) {
        await doing.step('act', async () => await followTask(doing, task));
        await showResult(doing);
      },
    },
    left: (inventory) => [wish.left(inventory)],
  };
}
