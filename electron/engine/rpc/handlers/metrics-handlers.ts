import type { Metrics } from '#engine/metrics/metrics.ts';
import type { HandlersOf } from '#engine/rpc/dispatch.ts';

export function metricsHandlers(metrics: Metrics): HandlersOf<'metrics.follow'> {
  return {
    'metrics.follow': async ({ servers }, signal) => {
      await metrics.follow(servers, signal);
      return {};
    },
  };
}
