import { type Alert, isProblem, isSevere, type MessageRef } from './alert.ts';

/** By server, the time of the newest alert a person has seen; by the servers' own clocks, so that none has to be right. */
export type Seen = Readonly<Record<string, number>>;

export function unreadCount(alerts: readonly Alert[], seen: Seen): number {
  return alerts.filter((alert) => isProblem(alert) && alert.atMs > (seen[alert.server] ?? 0)).length;
}

export function seenAll(alerts: readonly Alert[], seen: Seen): Seen {
  const next: Record<string, number> = { ...seen };
  for (const { server, atMs } of alerts) next[server] = Math.max(next[server] ?? 0, atMs);
  return next;
}

/** What is new since the last look at a pool and worth interrupting for. A pool looked at for the first time has no news. */
export function severeArrivals(alerts: readonly Alert[], before: { has(ref: MessageRef): boolean } | undefined): readonly Alert[] {
  if (before === undefined) return [];
  return alerts.filter((alert) => isSevere(alert) && !before.has(alert.ref));
}
