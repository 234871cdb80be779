import { Cancelled } from '#engine/operations/operation-error.ts';
import type { Doing, Verb } from '#engine/operations/verb.ts';
import type { Trace } from '#shared/contract/calls/operation-calls.ts';
import { isHostLive, onlyPool } from '#shared/domain/inventory/facts.ts';
import type { Inventory } from '#shared/domain/inventory/inventory.ts';
import type { HostRef } from '#shared/domain/inventory/watched.ts';
import type { PoolRequestOf } from '#shared/domain/operations/pool-request.ts';
import { OperationError } from '#engine/operations/operation-error.ts';
import { evacuation } from '#shared/domain/rules/evacuation.ts';
import { isInMaintenance } from '#shared/domain/rules/maintenance-facts.ts';
import { hasBootedSince, nextMasterFor, rollOrder } from '#shared/domain/rules/roll-plan.ts';
import { bringBack, forgetMaintenance, guestsOf, moveVms, noteMaintenance, setAside, setBack, wantedBack } from '../host/empty-host.ts';
import { handOverTo } from '../host/hand-over.ts';
import { order, waitForBoot, waitForService } from '../host/power.ts';

type Request = PoolRequestOf<'pool.roll'>;

/**
 * One host after the other, the master last and only after another has taken over. What the hosts say of themselves is the
 * only memory: begun again, after a failure or in another run of the app, it goes on where it was.
 */
export function rollHosts(request: Request): Verb {
  return {
    steps: ['check', 'roll'],
    async run(doing) {
      await doing.step('roll', async () => {
        for (const host of rollOrder(doing.pool.inventory(), request.hosts)) {
          if (isDone(doing.pool.inventory(), host, request)) continue;
          if (doing.cancelling.aborted) throw new Cancelled(false);
          tell(doing, request, host);
          await rollOne(within(doing), host, request);
        }
      });
    },
    left(inventory) {
      const name = (host: HostRef): string => inventory.host.get(host)?.name ?? '';
      const ordered = rollOrder(inventory, request.hosts);
      const done = ordered.filter((host) => wasRolled(inventory, host, request));
      return [
        { is: 'rolled', done: done.map(name), ahead: ordered.filter((host) => !done.includes(host)).map(name) },
        ...ordered.flatMap((host) => asideOf(inventory, host)),
      ];
    },
  };
}

/** The steps of a host are parts of the one that is shown. */
function within(doing: Doing): Doing {
  return { ...doing, step: async (_name, work) => await work(), tooLateToCancel: () => undefined };
}

function tell(doing: Doing, { hosts }: Request, host: HostRef): void {
  const ordered = rollOrder(doing.pool.inventory(), hosts);
  const position = ordered.indexOf(host) + 1;
  doing.at({ name: doing.pool.inventory().host.get(host)?.name ?? '', position, of: ordered.length });
  doing.progress((position - 1) / ordered.length);
}

/** A roll stops in the middle of a host: that one takes no VMs, or has not all of its own again. */
function asideOf(inventory: Inventory, host: HostRef): readonly Trace[] {
  const record = inventory.host.get(host);
  if (record === undefined) return [];
  const away = wantedBack(inventory, host).filter(({ vm }) => inventory.vm.get(vm)?.residentOn !== host);
  const isGoing = Object.values(record.currentOperations).some((name) => name === 'reboot' || name === 'evacuate');
  const aside: Trace = { is: 'host-aside', host: record.name, isEnabled: record.isEnabled, vms: away.map(({ name }) => name) };
  return [...(record.isEnabled && away.length === 0 ? [] : [aside]), ...(isGoing ? [{ is: 'may-go-on' } as const] : [])];
}

/** Its turn is over, also while its toolstack restarts because another host becomes the master. */
function wasRolled(inventory: Inventory, host: HostRef, request: Request): boolean {
  const record = inventory.host.get(host);
  return record === undefined || (hasBootedSince(inventory, host, request.sinceMs) && !isInMaintenance(record));
}

/** Booted since, in service and with nothing left to bring back. */
function isDone(inventory: Inventory, host: HostRef, request: Request): boolean {
  const record = inventory.host.get(host);
  if (record === undefined) return true;
  return hasBootedSince(inventory, host, request.sinceMs) && record.isEnabled && isHostLive(inventory, host) && !isInMaintenance(record);
}

async function rollOne(doing: Doing, host: HostRef, request: Request): Promise<void> {
  const { pool } = doing;
  if (!hasBootedSince(pool.inventory(), host, request.sinceMs)) {
    if (onlyPool(pool.inventory())?.pool.master === host) await handOverTo(doing, nextMaster(pool.inventory(), host));
    await empty(doing, host);
    const before = pool.inventory().host.get(host)?.otherConfig['boot_time'] ?? '';
    await order(doing, host, 'reboot');
    await waitForBoot(doing, host, before);
  }
  await waitForService(doing, host);
  await bringBack(doing, host, wantedBack(pool.inventory(), host));
  await forgetMaintenance(doing, host);
}

/** A host that cannot be emptied is put back as it was, and the rest waits for somebody to look. */
async function empty(doing: Doing, host: HostRef): Promise<void> {
  const { pool } = doing;
  const stuck = evacuation(pool.inventory(), host).filter(({ to }) => to === undefined);
  const name = pool.inventory().host.get(host)?.name ?? '';
  if (stuck.length > 0)
    throw new OperationError({ kind: 'precheck', problems: [{ rule: 'cannot-leave', host: name, vms: stuck.map((each) => each.name) }] });
  const guests = guestsOf(pool.inventory(), host);
  // What an earlier run has noted is still to come back.
  const earlier = wantedBack(pool.inventory(), host).flatMap(({ vm }) => {
    const uuid = pool.inventory().vm.get(vm)?.uuid;
    return uuid === undefined ? [] : [{ vm, uuid, power: 'Running' }];
  });
  try {
    await setAside(doing, host);
    await noteMaintenance(doing, host, [...guests, ...earlier]);
    await moveVms(doing, host);
  } catch (error) {
    if (doing.closing.aborted) throw error;
    const calm = { ...doing, cancelling: new AbortController().signal };
    await setBack(calm, host);
    await bringBack(calm, host, wantedBack(pool.inventory(), host));
    await forgetMaintenance(calm, host);
    throw error;
  }
}

function nextMaster(inventory: Inventory, host: HostRef): HostRef {
  const next = nextMasterFor(inventory, host);
  if (next === undefined) throw new OperationError({ kind: 'precheck', problems: [{ rule: 'no-other-host' }] });
  return next;
}
