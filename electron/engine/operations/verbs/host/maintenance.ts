import { confirm } from '#engine/operations/confirm.ts';
import { Cancelled } from '#engine/operations/operation-error.ts';
import { followTask } from '#engine/operations/server-task.ts';
import type { Doing, Verb } from '#engine/operations/verb.ts';
import type { Trace } from '#shared/contract/calls/operation-calls.ts';
import { isHostLive, onlyPool } from '#shared/domain/inventory/facts.ts';
import type { Inventory } from '#shared/domain/inventory/inventory.ts';
import type { HostRef } from '#shared/domain/inventory/watched.ts';
import type { PoolRequestOf } from '#shared/domain/operations/pool-request.ts';
import {
  bringBack,
  evacuatingTask,
  forgetMaintenance,
  type Guest,
  guestsOf,
  moveVms,
  noteMaintenance,
  setAside,
  setBack,
  wantedBack,
} from './empty-host.ts';
import { handOverTo } from './hand-over.ts';

export function hostTrace(inventory: Inventory, host: HostRef): readonly Trace[] {
  const record = inventory.host.get(host);
  if (record === undefined) return [{ is: 'object-gone' }];
  return [{ is: 'host', isEnabled: record.isEnabled, isLive: isHostLive(inventory, host), vms: guestsOf(inventory, host).length }];
}

/**
 * A master hands over first: all toolstacks restart for that, and a host that is set aside might be taken back into
 * service by it. Then it takes no more VMs, then those it has leave.
 */
export function enterMaintenance({ host, vms, nextMaster, failures }: PoolRequestOf<'host.enter-maintenance'>): Verb {
  const moves = vms === 'leave';
  return {
    steps: [
      'check',
      ...(failures === undefined ? [] : (['write-new-value'] as const)),
      ...(nextMaster === undefined ? [] : (['hand-over'] as const)),
      'set-aside',
      ...(moves ? (['move-vms'] as const) : []),
      'confirm',
    ],
    async run(doing) {
      if (failures !== undefined) await doing.step('write-new-value', async () => await tolerate(doing, failures));
      if (nextMaster !== undefined) await handOverTo(doing, nextMaster);
      const guests = guestsOf(doing.pool.inventory(), host);
      await doing.step('set-aside', async () => {
        doing.onUndo({
          undo: async () => await restore(doing, host, guests),
          otherwise: hostTrace(doing.pool.inventory(), host)[0] ?? { is: 'object-gone' },
        });
        await setAside(doing, host);
        if (moves) await noteMaintenance(doing, host, guests);
      });
      if (doing.cancelling.aborted) throw new Cancelled(false);
      if (moves) await doing.step('move-vms', async () => await moveVms(doing, host));
      await showResult(doing, host, moves);
    },
    task: {
      find: (inventory) => evacuatingTask(inventory, host),
      async watch(doing, task) {
        await doing.step('move-vms', async () => await followTask(doing, task));
        await showResult(doing, host, moves);
      },
    },
    left: (inventory) => hostTrace(inventory, host),
  };
}

/** How many failures HA promises to survive while the host is away, or from now on again. */
async function tolerate(doing: Doing, failures: number): Promise<void> {
  const known = onlyPool(doing.pool.inventory());
  if (known === undefined) return;
  const before = known.pool.haFailuresToTolerate;
  const write = async (to: number): Promise<void> => {
    await doing.pool.ask({ safe: true, signal: doing.closing }, async (session) => {
      await session.call('pool.set_ha_host_failures_to_tolerate', [known.ref, to]);
    });
    await confirm(doing, (pool) => onlyPool(pool.inventory())?.pool.haFailuresToTolerate === to);
  };
  doing.onUndo({
    async undo() {
      await write(before);
      return { is: 'value-restored' };
    },
    otherwise: { is: 'value', value: String(failures) },
  });
  await write(failures);
}

async function showResult(doing: Doing, host: HostRef, moves: boolean): Promise<void> {
  await doing.step('confirm', async () => {
    doing.tooLateToCancel();
    const { pool } = doing;
    await confirm(doing, () => pool.inventory().host.get(host)?.isEnabled === false && (!moves || guestsOf(pool.inventory(), host).length === 0));
  });
}

/** As it was: in service, with the VMs that have left meanwhile. Cancelling is over by now, so this runs to its end. */
async function restore(doing: Doing, host: HostRef, guests: readonly Guest[]): Promise<Trace> {
  const calm = { ...doing, cancelling: new AbortController().signal };
  await setBack(calm, host);
  const { pool } = doing;
  const gone = guests.filter(({ vm, power }) => power === 'Running' && pool.inventory().vm.get(vm)?.residentOn !== host);
  const back = await bringBack(
    calm,
    host,
    gone.map(({ vm }) => ({ vm, name: pool.inventory().vm.get(vm)?.name ?? '', power: 'Running' as const })),
  );
  await forgetMaintenance(calm, host);
  return gone.length === 0 ? { is: 'host-set-back' } : { is: 'vms-brought-back', vms: back };
}

/** A VM that was sent back before the app ended still arrives. */
function isOnItsWay(inventory: Inventory, host: HostRef): boolean {
  return wantedBack(inventory, host).some(({ vm }) => Object.keys(inventory.vm.get(vm)?.currentOperations ?? {}).length > 0);
}

/** Takes VMs again; those that were here before come back, as many as can. */
export function exitMaintenance({ host, bringsBack, failures }: PoolRequestOf<'host.exit-maintenance'>): Verb {
  return {
    steps: ['check', 'set-back', ...(bringsBack ? (['bring-back'] as const) : []), ...(failures === undefined ? [] : (['write-new-value'] as const))],
    async run(doing) {
      const wanted = wantedBack(doing.pool.inventory(), host);
      await doing.step('set-back', async () => await setBack(doing, host));
      if (bringsBack) await doing.step('bring-back', async () => void (await bringBack(doing, host, wanted)));
      // Only now: whoever is interrupted in the middle finds the list again.
      await forgetMaintenance(doing, host);
      if (failures !== undefined) await doing.step('write-new-value', async () => await tolerate(doing, failures));
    },
    left: (inventory) => [...(isOnItsWay(inventory, host) ? [{ is: 'may-go-on' } as const] : []), ...hostTrace(inventory, host)],
  };
}
