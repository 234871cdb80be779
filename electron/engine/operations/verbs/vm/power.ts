import type { Session } from '#engine/xapi/session.ts';
import { confirm } from '#engine/operations/confirm.ts';
import { doAsTask, followTask } from '#engine/operations/server-task.ts';
import type { Doing, Verb } from '#engine/operations/verb.ts';
import type { Inventory } from '#shared/domain/inventory/inventory.ts';
import type { RequestOf } from '#shared/domain/operations/request.ts';
import type { VmPowerRequest } from '#shared/domain/operations/vm-request.ts';
import { liveMove } from '#shared/domain/rules/pool-settings-rules.ts';
import { vmOperation } from '#shared/domain/rules/vm-operation.ts';
import { operationTask } from './operation-task.ts';
import { unreachable } from '#shared/kernel/unreachable.ts';
import type { TaskRef } from '#shared/xapi/generated/refs.ts';

/** Everything that changes a VM's power, or where it runs. */
export function vmPower(request: VmPowerRequest): Verb {
  const operation = vmOperation(request);

  function isReached(inventory: Inventory): boolean {
    const vm = inventory.vm.get(request.vm);
    return vm?.power === operation.to && (!('host' in request) || request.host === undefined || vm.residentOn === request.host);
  }

  // It runs before and afterwards.
  const canTell = request.kind !== 'vm.reboot';
  const find = (inventory: Inventory): TaskRef | undefined => operationTask(inventory, request.vm, operation.name);

  async function showResult(doing: Doing): Promise<void> {
    await doing.step('confirm', async () => await confirm(doing, (pool) => isReached(pool.inventory())));
  }

  return {
    steps: ['check', 'act', 'confirm'],
    async run(doing) {
      const { pool } = doing;
      const begin = {
        start: async (session: Session) => await start(session, request, pool.inventory()),
        find: () => find(pool.inventory()),
        isReached: () => isReached(pool.inventory()) && canTell,
      };
      await doing.step('act', async () => await doAsTask(doing, begin));
      await showResult(doing);
    },
    task: {
      find,
      async watch(doing, task) {
        await doing.step('act', async () => await followTask(doing, task));
        await showResult(doing);
      },
    },
    ...(canTell && { isReached }),
    left(inventory) {
      const vm = inventory.vm.get(request.vm);
      return vm === undefined ? [{ is: 'object-gone' }] : [{ is: 'power', power: vm.power }];
    },
  };
}

async function start(session: Session, request: VmPowerRequest, inventory: Inventory): Promise<TaskRef> {
  const { vm } = request;
  switch (request.kind) {
    case 'vm.start':
      return await startVm(session, request);
    case 'vm.shut-down':
      return await session.startTask(request.way === 'clean' ? 'VM.clean_shutdown' : 'VM.hard_shutdown', [vm]);
    case 'vm.reboot':
      return await session.startTask(request.way === 'clean' ? 'VM.clean_reboot' : 'VM.hard_reboot', [vm]);
    case 'vm.suspend':
      return await session.startTask('VM.suspend', [vm]);
    case 'vm.resume':
      return await (request.host === undefined
        ? session.startTask('VM.resume', [vm, false, false])
        : session.startTask('VM.resume_on', [vm, request.host, false, false]));
    case 'vm.pause':
      return await session.startTask('VM.pause', [vm]);
    case 'vm.unpause':
      return await session.startTask('VM.unpause', [vm]);
    case 'vm.migrate':
      return await session.startTask('VM.pool_migrate', [vm, request.host, liveMove(inventory)]);
    default:
      return unreachable(request);
  }
}

async function startVm(session: Session, { vm, host, isPaused = false }: RequestOf<'vm.start'>): Promise<TaskRef> {
  if (host === undefined) return await session.startTask('VM.start', [vm, isPaused, false]);
  return await session.startTask('VM.start_on', [vm, host, isPaused, false]);
}
