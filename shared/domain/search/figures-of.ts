import { isHostLive } from '#shared/domain/inventory/facts.ts';
import type { HostRef } from '#shared/domain/inventory/watched.ts';
import type { VmFigures } from '#shared/domain/metrics/figures.ts';
import type { Found, SearchServer } from './found.ts';

/** Its host does not answer at all, whatever the pool still says of it; or it answers without statistics. */
type Silence = 'no-answer' | 'no-statistics';

/** What is measured of an object now, or why its host says nothing; absent where there is nothing to measure. */
export function figuresOf({ item, server, record }: Found): VmFigures | Silence | undefined {
  if (server.statistics === undefined || server.lastKnownMs !== undefined) return undefined;
  if (item.is === 'host') return ofHost(server, item.ref, (report) => report.host);
  if (item.is !== 'vm') return undefined;
  const host = server.inventory.vm.get(item.ref)?.residentOn ?? null;
  return host === null ? undefined : ofHost(server, host, (report) => report.vms[record.uuid]);
}

type Statistics = NonNullable<SearchServer['statistics']>;
type Report = Extract<NonNullable<ReturnType<Statistics['get']>>, { is: 'figures' }>['report'];

function ofHost(
  { statistics, inventory }: SearchServer,
  host: HostRef,
  read: (report: Report) => VmFigures | undefined,
): VmFigures | Silence | undefined {
  // What was measured before a host went dark says nothing about now.
  const word = isHostLive(inventory, host) ? statistics?.get(host) : undefined;
  if (word === undefined) return undefined;
  if (word.is === 'figures') return read(word.report);
  return word.why.is === 'no-answer' ? 'no-answer' : 'no-statistics';
}
