import { OperationError } from '#engine/operations/operation-error.ts';
import { doAsTask } from '#engine/operations/server-task.ts';
import type { Doing, Verb } from '#engine/operations/verb.ts';
import { confirm } from '#engine/operations/confirm.ts';
import type { Session } from '#engine/xapi/session.ts';
import { XapiError } from '#engine/xapi/xapi-error.ts';
import type { Trace } from '#shared/contract/calls/operation-calls.ts';
import { isHostLive } from '#shared/domain/inventory/facts.ts';
import type { Inventory } from '#shared/domain/inventory/inventory.ts';
import type { HostRef, VmRef } from '#shared/domain/inventory/watched.ts';
import type { PoolRequestOf } from '#shared/domain/operations/pool-request.ts';
import type { Requested } from '#shared/contract/request-schema.ts';
import type { TaskRef } from '#shared/xapi/generated/refs.ts';
import { guestsOf, setBack } from './empty-host.ts';
import { hostTrace } from './maintenance.ts';

/** Large servers count their memory for many minutes. */
const BOOTS_WITHIN_MS = 30 * 60_000;
const STOPS_WITHIN_MS = 15 * 60_000;

const bootTime = (doing: Doing, host: HostRef): string => doing.pool.inventory().host.get(host)?.otherConfig['boot_time'] ?? '';
const startTime = (doing: Doing, host: HostRef): string => doing.pool.inventory().host.get(host)?.otherConfig['agent_start_time'] ?? '';

export function restartHost({ host }: PoolRequestOf<'host.reboot'>): Verb {
  return {
    steps: ['check', 'stop-vms', 'set-aside', 'act', 'restart', 'enable'],
    async run(doing) {
      await takeDown(doing, host, 'reboot');
    },
    left: (inventory, [before]) => leftOf(inventory, host, before),
  };
}

export function shutDownHost({ host }: Extract<Requested, { kind: 'host.shut-down' }>): Verb {
  return {
    steps: ['check', 'stop-vms', 'set-aside', 'act', 'confirm'],
    async run(doing) {
      await takeDown(doing, host, 'shutdown');
    },
    left: (inventory) => leftOf(inventory, host),
  };
}

/** One that has been told to goes down, and comes up and takes VMs again, whoever watches. */
function leftOf(inventory: Inventory, host: HostRef, bootedBefore?: string): readonly Trace[] {
  const record = inventory.host.get(host);
  const isGoing = Object.values(record?.currentOperations ?? {}).some((name) => name === 'reboot' || name === 'shutdown');
  const isComing = bootedBefore !== undefined && record?.isEnabled === false && record.otherConfig['boot_time'] !== bootedBefore;
  return isGoing || isComing ? [{ is: 'may-go-on' }] : hostTrace(inventory, host);
}

async function takeDown(doing: Doing, host: HostRef, how: 'reboot' | 'shutdown'): Promise<void> {
  const { pool } = doing;
  await doing.step('stop-vms', async () => await stopVms(doing, host));
  await doing.step('set-aside', async () => {
    if (pool.inventory().host.get(host)?.isEnabled !== true) return;
    doing.onUndo({
      undo: async () => {
        await setBack(doing, host);
        return { is: 'host-set-back' };
      },
      otherwise: { is: 'host', isEnabled: false, isLive: true, vms: 0 },
    });
    await pool.ask({ safe: true, signal: doing.closing }, async (session) => await session.call('host.disable', [host]));
    await confirm(doing, () => pool.inventory().host.get(host)?.isEnabled === false);
  });
  if (how === 'reboot') return await boot(doing, host);
  await doing.step('act', async () => await order(doing, host, 'shutdown'));
  await doing.step(
    'confirm',
    async () => await waitFor(doing, () => pool.state().is !== 'live' || !isHostLive(pool.inventory(), host), STOPS_WITHIN_MS),
  );
}

/** From the order to its taking VMs again, proven by when it says it has booted. */
async function boot(doing: Doing, host: HostRef): Promise<void> {
  const before = bootTime(doing, host);
  doing.remember([before]);
  await doing.step('act', async () => await order(doing, host, 'reboot'));
  await doing.step('restart', async () => await waitForBoot(doing, host, before));
  await doing.step('enable', async () => await waitForService(doing, host));
}

export async function waitForBoot(doing: Doing, host: HostRef, before: string): Promise<void> {
  const { pool } = doing;
  const isBack = (): boolean => pool.state().is === 'live' && isHostLive(pool.inventory(), host) && bootTime(doing, host) !== before;
  await waitFor(doing, isBack, BOOTS_WITHIN_MS);
}

/** One that was set aside for good is taken back by us. */
export async function waitForService(doing: Doing, host: HostRef): Promise<void> {
  const { pool } = doing;
  const isInService = (): boolean => pool.state().is === 'live' && pool.inventory().host.get(host)?.isEnabled === true;
  const end = await pool.until(isInService, { signal: doing.closing, timeoutMs: ENABLES_WITHIN_MS });
  doing.closing.throwIfAborted();
  if (end !== 'so') await setBack(doing, host);
}

const ENABLES_WITHIN_MS = 90_000;

/** The call is answered before anything happens; from then on it goes down, come what may. */
export async function order(doing: Doing, host: HostRef, how: 'reboot' | 'shutdown'): Promise<void> {
  doing.tooLateToCancel();
  const start = async (session: Session): Promise<TaskRef> =>
    how === 'reboot' ? await session.startTask('host.reboot', [host]) : await session.startTask('host.shutdown', [host]);
  const isReached = (): boolean => doing.pool.inventory().host.get(host)?.currentOperations !== undefined;
  await doAsTask(doing, { start, find: () => undefined, isReached });
}

async function waitFor(doing: Doing, isSo: () => boolean, timeoutMs: number): Promise<void> {
  const end = await doing.pool.until(isSo, { signal: doing.closing, timeoutMs });
  doing.closing.throwIfAborted();
  if (end !== 'so') throw new OperationError({ kind: 'not-confirmed' });
}

/** Asked first; a guest that cannot be asked is stopped. */
async function stopVms(doing: Doing, host: HostRef): Promise<void> {
  const guests = guestsOf(doing.pool.inventory(), host);
  for (const [index, { vm }] of guests.entries()) {
    const name = doing.pool.inventory().vm.get(vm)?.name ?? '';
    doing.at({ name, position: index + 1, of: guests.length });
    await stopVm(doing, vm);
  }
}

async function stopVm(doing: Doing, vm: VmRef): Promise<void> {
  const { pool } = doing;
  const isOff = (): boolean => pool.inventory().vm.get(vm)?.power === 'Halted';
  const record = pool.inventory().vm.get(vm);
  const hasTools =
    record?.guestMetrics !== undefined && record.guestMetrics !== null && pool.inventory().guestMetrics.get(record.guestMetrics)?.hasDrivers === true;
  const isAsked = record?.power === 'Running' && hasTools;
  const start = async (session: Session): Promise<TaskRef> =>
    isAsked ? await session.startTask('VM.clean_shutdown', [vm]) : await session.startTask('VM.hard_shutdown', [vm]);
  await doAsTask(doing, { start, find: () => undefined, isReached: isOff });
  await confirm(doing, isOff);
}

export function powerOn({ host }: PoolRequestOf<'host.power-on'>): Verb {
  return {
    steps: ['check', 'act', 'confirm'],
    async run(doing) {
      const { pool } = doing;
      const isUp = (): boolean => isHostLive(pool.inventory(), host);
      await doing.step('act', async () => {
        const start = async (session: Session): Promise<TaskRef> => await session.startTask('host.power_on', [host]);
        await doAsTask(doing, { start, find: () => undefined, isReached: isUp });
      });
      await doing.step('confirm', async () => await waitFor(doing, isUp, BOOTS_WITHIN_MS));
    },
    left: (inventory) => hostTrace(inventory, host),
  };
}

/** Answered before it happens; proven by when the toolstack says it has started. */
export function restartToolstack({ host }: PoolRequestOf<'host.restart-toolstack'>): Verb {
  const run: { isRefused?: boolean } = {};
  return {
    steps: ['check', 'act', 'confirm'],
    async run(doing) {
      const { pool } = doing;
      const before = startTime(doing, host);
      await doing.step('act', async () => {
        doing.tooLateToCancel();
        try {
          await pool.ask({ safe: true, signal: doing.closing }, async (session) => await session.call('host.restart_agent', [host]));
        } catch (error) {
          run.isRefused = error instanceof XapiError;
          throw error;
        }
      });
      const isBack = (): boolean => pool.state().is === 'live' && isHostLive(pool.inventory(), host) && startTime(doing, host) !== before;
      await doing.step('confirm', async () => await waitFor(doing, isBack, STOPS_WITHIN_MS));
    },
    left: (inventory) => (run.isRefused === true ? hostTrace(inventory, host) : [{ is: 'may-go-on' }]),
  };
}
