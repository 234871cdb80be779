import { confirm } from '#engine/operations/confirm.ts';
import { type Begin, doAsTask, followTask } from '#engine/operations/server-task.ts';
import type { Doing, Verb } from '#engine/operations/verb.ts';
import type { Session } from '#engine/xapi/session.ts';
import { isSameSetting, settingsNow } from '#shared/domain/ha/ha-draft.ts';
import type { Trace } from '#shared/contract/calls/operation-calls.ts';
import { onlyPool } from '#shared/domain/inventory/facts.ts';
import type { Inventory } from '#shared/domain/inventory/inventory.ts';
import type { RequestOf } from '#shared/domain/operations/request.ts';
import type { TaskRef } from '#shared/xapi/generated/refs.ts';
import { former, type HaWish, writeWish } from './ha-settings.ts';

/** Sets what was planned, then has the server arm every host; if that fails, the settings are put back. */
export function enableHa(request: RequestOf<'ha.enable'>): Verb {
  return switching('ha_enable', {
    isOn: true,
    start: async (session) => await session.startTask('pool.enable_ha', [[request.heartbeat], {}]),
    async before(doing) {
      await doing.step('write-new-value', async () => await writeWish(doing, request));
    },
    alsoLeft(inventory) {
      const done = request.settings.length - remaining(inventory, request);
      return done === 0 ? [] : [{ is: 'partly-done', done, of: request.settings.length }];
    },
  });
}

/** A pool that does not reach its heartbeat storage tries until every host answers. */
export function disableHa(): Verb {
  return switching('ha_disable', { isOn: false, start: async (session) => await session.startTask('pool.disable_ha', []) });
}

interface Switch {
  readonly isOn: boolean;
  start(session: Session): Promise<TaskRef>;
  before?(doing: Doing): Promise<void>;
  alsoLeft?(inventory: Inventory): readonly Trace[];
}

function switching(operation: string, wish: Switch): Verb {
  const isReached = (inventory: Inventory): boolean => onlyPool(inventory)?.pool.isHaEnabled === wish.isOn;

  function find(inventory: Inventory): TaskRef | undefined {
    const running = Object.entries(onlyPool(inventory)?.pool.currentOperations ?? {});
    const found = running.find(([, name]) => name === operation)?.[0];
    return [...inventory.task.keys()].find((task) => task === found);
  }

  const showResult = async (doing: Doing): Promise<void> =>
    await doing.step('confirm', async () => await confirm(doing, (pool) => isReached(pool.inventory())));

  return {
    steps: ['check', ...(wish.before === undefined ? [] : (['write-new-value'] as const)), 'act', 'confirm'],
    async run(doing) {
      const { pool } = doing;
      await wish.before?.(doing);
      const begin: Begin = { start: wish.start, find: () => find(pool.inventory()), isReached: () => isReached(pool.inventory()) };
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
    isReached,
    left: (inventory) => [{ is: 'ha', isOn: onlyPool(inventory)?.pool.isHaEnabled === true }, ...(wish.alsoLeft?.(inventory) ?? [])],
  };
}

/** How many VMs do not show yet what was wished for them. */
function remaining(inventory: Inventory, { settings }: HaWish): number {
  const vms = settings.map(({ vm }) => vm);
  const now = new Map(settingsNow(inventory, vms).map((setting) => [setting.vm, setting]));
  return settings.filter((setting) => !isSameSetting(now.get(setting.vm), setting)).length;
}

export function configureHa(request: RequestOf<'ha.configure'>): Verb {
  const isTolerated = (inventory: Inventory): boolean =>
    request.failures === undefined || onlyPool(inventory)?.pool.haFailuresToTolerate === request.failures;
  return {
    steps: ['check', 'write-new-value', 'confirm'],
    async run(doing) {
      const { pool } = doing;
      doing.knew(JSON.stringify(former(pool.inventory(), request)));
      await doing.step('write-new-value', async () => await writeWish(doing, request));
      await doing.step('confirm', async () => {
        doing.tooLateToCancel();
        await confirm(doing, () => remaining(pool.inventory(), request) === 0 && isTolerated(pool.inventory()));
      });
    },
    left(inventory) {
      const all = request.settings.length;
      return [{ is: 'partly-done', done: all - remaining(inventory, request), of: all }];
    },
  };
}
