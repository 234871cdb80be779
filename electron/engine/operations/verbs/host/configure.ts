import { confirm } from '#engine/operations/confirm.ts';
import type { Doing, Verb } from '#engine/operations/verb.ts';
import type { Session } from '#engine/xapi/session.ts';
import type { Inventory } from '#shared/domain/inventory/inventory.ts';
import type { Host } from '#shared/domain/inventory/watched.ts';
import type { PoolRequestOf } from '#shared/domain/operations/pool-request.ts';

type Request = PoolRequestOf<'host.configure'>;

const DESTINATION = 'syslog_destination';

/** One thing that can be set: how it is written, how it was, and whether it shows. */
interface Setting {
  readonly isWished: boolean;
  isSo(now: Host): boolean;
  write(session: Session): Promise<void>;
  /** Absent for the last, of which nothing is written when it is refused. */
  readonly back?: { was(before: Host): string; write(session: Session, before: Host): Promise<void> };
}

/** Each that differs is written; if one is refused, those before it are as they were. */
export function configureHost(request: Request): Verb {
  const { host } = request;
  const wished = settingsOf(request).filter(({ isWished }) => isWished);
  const isReached = (inventory: Inventory): boolean => {
    const now = inventory.host.get(host);
    return now !== undefined && wished.every((setting) => setting.isSo(now));
  };
  return {
    steps: ['check', 'write-new-value', 'confirm'],
    async run(doing) {
      await doing.step('write-new-value', async () => {
        doing.tooLateToCancel();
        const before = doing.pool.inventory().host.get(host);
        if (before === undefined) return;
        for (const setting of wished) if (setting.back === undefined || !setting.isSo(before)) await write(doing, setting, before);
      });
      await doing.step('confirm', async () => await confirm(doing, (pool) => isReached(pool.inventory())));
    },
    isReached,
    left(inventory) {
      const now = inventory.host.get(host);
      if (now === undefined) return [{ is: 'object-gone' }];
      return [{ is: 'partly-done', done: wished.filter((setting) => setting.isSo(now)).length, of: wished.length }];
    },
  };
}

async function write({ pool, closing, onUndo }: Doing, setting: Setting, before: Host): Promise<void> {
  const patience = { safe: true, signal: closing };
  const { back } = setting;
  if (back !== undefined) {
    onUndo({
      async undo() {
        await pool.ask(patience, async (session) => await back.write(session, before));
        return { is: 'value-restored' };
      },
      otherwise: { is: 'value-lost', value: back.was(before) },
    });
  }
  await pool.ask(patience, setting.write);
}

function settingsOf({ host, iqn, isMultipathing, logDestination, powerOn }: Request): readonly Setting[] {
  const log = async (session: Session, logging: Host['logging']): Promise<void> => {
    await session.call('host.set_logging', [host, logging]);
    await session.call('host.syslog_reconfigure', [host]);
  };
  return [
    {
      isWished: iqn !== undefined,
      isSo: (now) => now.iqn === iqn,
      async write(session) {
        await session.call('host.set_iscsi_iqn', [host, iqn ?? '']);
      },
      back: {
        was: ({ iqn: was }) => was,
        async write(session, { iqn: was }) {
          await session.call('host.set_iscsi_iqn', [host, was]);
        },
      },
    },
    {
      isWished: isMultipathing !== undefined,
      isSo: (now) => now.isMultipathing === isMultipathing,
      async write(session) {
        await session.call('host.set_multipathing', [host, isMultipathing === true]);
      },
      back: {
        was: ({ isMultipathing: was }) => String(was),
        async write(session, { isMultipathing: was }) {
          await session.call('host.set_multipathing', [host, was]);
        },
      },
    },
    {
      isWished: logDestination !== undefined,
      isSo: ({ logging }) => (logging[DESTINATION] ?? '') === logDestination,
      async write(session) {
        const now = await session.call('host.get_logging', [host]);
        // What the field holds; other clients keep more in it.
        const { [DESTINATION]: _before, ...others } = now as Host['logging'];
        await log(session, logDestination === undefined || logDestination === '' ? others : { ...others, [DESTINATION]: logDestination });
      },
      back: { was: ({ logging }) => logging[DESTINATION] ?? '', write: async (session, { logging }) => await log(session, logging) },
    },
    {
      isWished: powerOn !== undefined,
      // How it is switched on is not watched, so it is written whenever it is asked for.
      isSo: ({ powerOnMode }) => powerOnMode === powerOn?.mode,
      async write(session) {
        if (powerOn !== undefined) await session.call('host.set_power_on_mode', [host, powerOn.mode, powerOn.config]);
      },
    },
  ];
}
