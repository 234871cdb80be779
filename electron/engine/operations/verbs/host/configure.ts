import { confirm } from '#engine/operations/confirm.ts';
import type { Verb } from '#engine/operations/verb.ts';
import type { Session } from '#engine/xapi/session.ts';
import type { Host } from '#shared/domain/inventory/watched.ts';
import type { PoolRequestOf } from '#shared/domain/operations/pool-request.ts';

type Request = PoolRequestOf<'host.configure'>;

const DESTINATION = 'syslog_destination';

/** Each that differs is written; the host itself says whether it is so. */
export function configureHost(request: Request): Verb {
  const { host } = request;
  return {
    steps: ['check', 'write-new-value', 'confirm'],
    async run(doing) {
      const { pool, closing } = doing;
      await doing.step('write-new-value', async () => {
        doing.tooLateToCancel();
        const now = pool.inventory().host.get(host);
        if (now !== undefined) await pool.ask({ safe: true, signal: closing }, async (session) => await write(session, request, now));
      });
      await doing.step('confirm', async () => {
        await confirm(doing, () => {
          const now = pool.inventory().host.get(host);
          return now !== undefined && isAsWished(now, request);
        });
      });
    },
    left: () => [],
  };
}

async function write(session: Session, { host, iqn, isMultipathing, logDestination, powerOn }: Request, now: Host): Promise<void> {
  if (iqn !== undefined && iqn !== now.iqn) await session.call('host.set_iscsi_iqn', [host, iqn]);
  if (isMultipathing !== undefined && isMultipathing !== now.isMultipathing) await session.call('host.set_multipathing', [host, isMultipathing]);
  if (logDestination !== undefined && logDestination !== (now.logging[DESTINATION] ?? '')) {
    const { [DESTINATION]: _before, ...others } = now.logging;
    await session.call('host.set_logging', [host, logDestination === '' ? others : { ...others, [DESTINATION]: logDestination }]);
    await session.call('host.syslog_reconfigure', [host]);
  }
  if (powerOn !== undefined) await session.call('host.set_power_on_mode', [host, powerOn.mode, powerOn.config]);
}

function isAsWished(now: Host, { iqn, isMultipathing, logDestination, powerOn }: Request): boolean {
  const pairs = [
    [iqn, now.iqn],
    [isMultipathing, now.isMultipathing],
    [logDestination, now.logging[DESTINATION] ?? ''],
    [powerOn?.mode, now.powerOnMode],
  ] as const;
  return pairs.every(([wished, is]) => wished === undefined || wished === is);
}
