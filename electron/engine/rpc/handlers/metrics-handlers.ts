import type { Metrics } from '#engine/metrics/metrics.ts';
import type { HostRef } from '#shared/domain/inventory/watched.ts';
import type { HandlersOf } from '#engine/rpc/dispatch.ts';

export function metricsHandlers(metrics: Metrics): HandlersOf<'metrics.follow' | 'metrics.history' | 'metrics.archive'> {
  return {
    'metrics.follow': async ({ servers }, signal) => {
      await metrics.follow(servers, signal);
      return {};
    },
    'metrics.archive': async ({ server, of, span }, signal) => await metrics.archive(server, of, { span, signal }),
    'metrics.history': async ({ server, host }, signal) => ({
      // The reference is looked up; one that is of nothing has no history.
      points: [...(await metrics.history(server, host as HostRef, signal))],
    }),
  };
}
