import type { Inventory } from '#shared/domain/inventory/inventory.ts';
import type { RecordOf, RefOf } from '#shared/domain/inventory/watched.ts';

export type MessageRef = RefOf<'message'>;
export type Message = RecordOf<'message'>;

/** What has been lost, as servers grade their messages; the worst first. */
export const severities = ['data-loss', 'service-loss', 'degraded', 'recovered', 'information'] as const;
export type Severity = (typeof severities)[number];

/** A message of a pool as something a person may have to act on. */
export interface Alert {
  readonly server: string;
  readonly ref: MessageRef;
  readonly name: string;
  readonly severity: Severity;
  /** By the server's own clock. */
  readonly atMs: number;
  readonly body: string;
  /** The server's class of the object it is about, and that object's uuid. */
  readonly about: string;
  readonly aboutUuid: string;
}

/** Servers count from 1, the worst, to 5; what lies outside is taken for news. */
export function severityOf(priority: number): Severity {
  return severities[priority - 1] ?? 'information';
}

export function alertKey(alert: Pick<Alert, 'server' | 'ref'>): string {
  return `${alert.server}/${alert.ref}`;
}

const known = new WeakMap<object, readonly Alert[]>();

/** The newest first. Asked at every change of a pool, so it is made anew only when its messages changed. */
export function alertsOf(server: string, messages: Inventory['message']): readonly Alert[] {
  const before = known.get(messages);
  if (before !== undefined) return before;
  const alerts = [...messages].map(([ref, message]) => alertOf(server, ref, message)).sort((a, b) => b.atMs - a.atMs);
  known.set(messages, alerts);
  return alerts;
}

function alertOf(server: string, ref: MessageRef, message: Message): Alert {
  const { name, priority, at, body, about, aboutUuid } = message;
  return { server, ref, name, severity: severityOf(priority), atMs: at ?? 0, body, about, aboutUuid };
}

/** Something is lost or about to be; worth interrupting somebody for. A failed host is only graded as a loss of quality. */
export function isSevere(alert: Pick<Alert, 'severity' | 'name'>): boolean {
  return alert.severity === 'data-loss' || alert.severity === 'service-loss' || alert.name === 'HA_HOST_FAILED';
}

/** Worth a number on the bell. */
export function isProblem(alert: Pick<Alert, 'severity'>): boolean {
  return alert.severity !== 'recovered' && alert.severity !== 'information';
}
