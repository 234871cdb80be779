import type { Alert } from '#shared/domain/alerts/alert.ts';
import type { OperationRequest } from '#shared/domain/operations/request.ts';

/** One request for each pool, however many alerts of it. */
export function dismissals(alerts: readonly Alert[]): readonly OperationRequest[] {
  const byServer = Map.groupBy(alerts, ({ server }) => server);
  return [...byServer].map(([server, some]) => ({ kind: 'alerts.dismiss', server, messages: some.map(({ ref }) => ref) }));
}
