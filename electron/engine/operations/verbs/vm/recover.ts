import { confirm } from '#engine/operations/confirm.ts';
import type { HostShell } from '#engine/operations/host-shell.ts';
import { Cancelled } from '#engine/operations/operation-error.ts';
import { backInTouch, doAsTask, followTask } from '#engine/operations/server-task.ts';
import type { Doing, Verb } from '#engine/operations/verb.ts';
import { refused } from '#engine/operations/verbs/host/offered.ts';
import { proveOff } from '#engine/operations/verbs/host/repair.ts';
import type { Inventory } from '#shared/domain/inventory/inventory.ts';
import type { HostRef } from '#shared/domain/inventory/watched.ts';
import type { RequestOf } from '#shared/domain/operations/request.ts';
import { unprovenOf } from '#shared/domain/repairs/offers.ts';
import { operationTask } from './operation-task.ts';

/** Proof first, then the pool's records, then the start: in this order no machine is ever started twice. */
export function recoverVm(request: RequestOf<'vm.recover'>, shellOf: (host: HostRef) => HostShell | undefined): Verb {
  const { vm, host } = request;
  const find = (inventory: Inventory) => operationTask(inventory, vm, 'start_on');
  const runsThere = (inventory: Inventory): boolean => inventory.vm.get(vm)?.power === 'Running' && inventory.vm.get(vm)?.residentOn === host;

  /** Asked of the host's power a moment before: somebody may have switched it on again since it was looked at. */
  async function prove(doing: Doing): Promise<void> {
    const lost = doing.pool.inventory().vm.get(vm)?.residentOn ?? null;
    const shell = lost === null ? undefined : shellOf(lost);
    if (shell === undefined) throw refused([{ rule: 'not-proven', condition: 'no-vms-alive' }]);
    for (;;) {
      await proveOff(doing, shell, shellOf);
      const unproven = unprovenOf(shell.input(), request.attested?.conditions ?? []);
      if (unproven.length === 0) return;
      if (doing.pool.state().is === 'live') throw refused(unproven.map((condition) => ({ rule: 'not-proven', condition })));
      // The controller's password lies in the pool: while that cannot be asked, nobody can ask the controller.
      await backInTouch(doing);
    }
  }

  async function reset({ pool, closing }: Doing): Promise<void> {
    await pool.ask({ safe: true, signal: closing }, async (session) => await session.call('VM.power_state_reset', [vm]));
  }

  async function start(doing: Doing, on: HostRef): Promise<void> {
    const { pool } = doing;
    await doing.step('act', async () => {
      if (doing.cancelling.aborted) throw new Cancelled(false);
      await doAsTask(doing, {
        start: async (session) => await session.startTask('VM.start_on', [vm, on, false, false]),
        find: () => find(pool.inventory()),
        isReached: () => runsThere(pool.inventory()),
      });
    });
    await doing.step('confirm', async () => await confirm(doing, () => runsThere(pool.inventory())));
  }

  return {
    steps: ['check', 'prove-off', 'reset-power', ...(host === undefined ? [] : (['act', 'confirm'] as const))],
    async run(doing) {
      const { pool } = doing;
      const isHalted = (): boolean => pool.inventory().vm.get(vm)?.power === 'Halted';
      // Tried again after a start that failed, it has been given up already.
      if (!isHalted()) {
        await doing.step('prove-off', async () => await prove(doing));
        if (doing.cancelling.aborted) throw new Cancelled(false);
        await doing.step('reset-power', async () => {
          await reset(doing);
          await confirm(doing, isHalted);
        });
      }
      if (host !== undefined) await start(doing, host);
    },
    task: {
      find,
      async watch(doing, task) {
        await doing.step('act', async () => await followTask(doing, task));
        await doing.step('confirm', async () => await confirm(doing, () => runsThere(doing.pool.inventory())));
      },
    },
    left(inventory) {
      const record = inventory.vm.get(vm);
      return record === undefined ? [{ is: 'object-gone' }] : [{ is: 'power', power: record.power }];
    },
  };
}
