import { useEffect, useState } from 'react';
import type { ServerId } from '#shared/contract/calls/server-calls.ts';
import type { HostRef } from '#shared/domain/inventory/watched.ts';
import type { HostPoint, HostStatistics } from '#shared/domain/metrics/figures.ts';
import { useClient } from '#renderer/state/client-context.ts';
import { useStatistics } from '#renderer/state/metrics-store.ts';

export const HISTORY_MS = 600_000;

export interface HostHistory {
  readonly points: readonly HostPoint[];
  /** The last word: figures, or why there are none; undefined before the first. */
  readonly latest: HostStatistics | undefined;
}

/** The last ten minutes of a host, and how it goes on while somebody looks. What was known stays when the host falls silent. */
export function useHostHistory(server: ServerId, host: HostRef, isLive: boolean): HostHistory {
  const client = useClient();
  const [points, setPoints] = useState<readonly HostPoint[]>([]);
  const latest = useStatistics([server]).get(server)?.get(host);

  useEffect(() => {
    if (!isLive) return undefined;
    const controller = new AbortController();
    client.call('metrics.history', { server, host }, controller.signal).then(
      (result) => result.ok && setPoints((since) => joined(result.value.points, since)),
      (error: unknown) => reportError(error),
    );
    return () => controller.abort();
  }, [client, server, host, isLive]);

  const report = latest?.is === 'figures' ? latest.report : undefined;
  const [taken, take] = useState<typeof report>();
  if (report !== taken) {
    take(report);
    if (report !== undefined) setPoints(joined(points, [{ atMs: report.atMs, host: report.host }]));
  }
  return { points, latest };
}

function joined(before: readonly HostPoint[], after: readonly HostPoint[]): readonly HostPoint[] {
  const lastMs = before.at(-1)?.atMs ?? 0;
  const all = [...before, ...after.filter(({ atMs }) => atMs > lastMs)];
  const oldestMs = (all.at(-1)?.atMs ?? 0) - HISTORY_MS;
  return all.filter(({ atMs }) => atMs >= oldestMs);
}
