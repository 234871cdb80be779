import type { Alert, Severity } from './alert.ts';

export interface AlertFilter {
  readonly severities: ReadonlySet<Severity>;
  /** Undefined: of all pools. */
  readonly server: string | undefined;
  readonly words: string;
  /** Undefined: however old. */
  readonly sinceMs: number | undefined;
}

/** What a person reads of an alert, to be searched; asked for only when there is something to search for. */
type ReadingOf = (alert: Alert) => string;

/** Every word has to occur. */
export function filterAlerts(alerts: readonly Alert[], filter: AlertFilter, readingOf: ReadingOf): readonly Alert[] {
  const words = filter.words.toLowerCase().split(/\s+/).filter(Boolean);
  return alerts.filter((alert) => {
    if (!filter.severities.has(alert.severity)) return false;
    if (filter.server !== undefined && alert.server !== filter.server) return false;
    if (filter.sinceMs !== undefined && alert.atMs < filter.sinceMs) return false;
    if (words.length === 0) return true;
    const reading = readingOf(alert).toLowerCase();
    return words.every((word) => reading.includes(word));
  });
}
