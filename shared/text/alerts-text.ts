import type { Alert, Severity } from '#shared/domain/alerts/alert.ts';
import { type Alarm, readAlarm } from '#shared/domain/alerts/alarm.ts';
import { alertSentences, certificateOwners } from './alert-sentences.ts';

/** Everything the list of notifications says that is not about one of them. */
export const alertsText = {
  title: 'Notifications',
  open: (unread: number) => (unread === 0 ? 'Notifications' : `Notifications, ${unread} new`),
  close: 'Close notifications',
  empty: 'Nothing needs you.',
  noMatch: 'Nothing matches the filter.',
  search: 'Search notifications',
  pool: 'Pool',
  allPools: 'All pools',
  since: 'Since',
  ever: 'Any time',
  lastHour: 'Last hour',
  lastDay: 'Last 24 hours',
  lastWeek: 'Last 7 days',
  severity: 'Severity',
  count: (shown: number, all: number) => (shown === all ? `${all}` : `${shown} of ${all}`),
  selectAll: 'Select all shown',
  select: (title: string) => `Select: ${title}`,
  dismiss: 'Dismiss',
  dismissSelected: (count: number) => `Dismiss ${count}`,
  dismissOne: (title: string) => `Dismiss: ${title}`,
  exportList: 'Export as CSV',
  fileName: 'poolkeeper-notifications.csv',
  columns: ['Time', 'Severity', 'Pool', 'Object', 'Message', 'Details', 'Name'],
  toast: (first: string, more: number) => (more === 0 ? first : `${first} And ${more} more.`),
  show: 'Show',
  later: 'Close',
} as const;

export const severityText: Readonly<Record<Severity, string>> = {
  'data-loss': 'Data at risk',
  'service-loss': 'Service lost',
  degraded: 'Degraded',
  recovered: 'Recovered',
  information: 'Information',
};

export interface AlertWords {
  readonly title: string;
  /** What the server says in its own words, where that adds something. */
  readonly detail?: string;
}

type Named = Pick<Alert, 'name' | 'body'>;

/** Undefined stands for an object that is not there any more. */
export function alertText(alert: Named, objectName: string | undefined): AlertWords {
  const of = objectName ?? objectNamedIn(alert.body) ?? 'An object that is gone';
  if (alert.name === 'ALARM') return alarmText(readAlarm(alert.body), of) ?? { title: `${of}: an alarm went off.`, ...detail(alert.body) };
  const sentence = alertSentences[alert.name];
  if (sentence !== undefined) return { title: sentence(of), ...detail(alert.body) };
  return { title: familyText(alert.name, of) ?? `${of}: ${plainName(alert.name)}.`, ...detail(alert.body) };
}

/** Servers name the object first, in quotes, also when it is gone by now. */
function objectNamedIn(body: string): string | undefined {
  return /^(?:VM|Server|Host) '([^']+)'/.exec(body)?.[1];
}

function detail(body: string): { readonly detail?: string } {
  const text = pathsText(body) ?? plainText(body);
  return text === '' ? {} : { detail: text };
}

function plainText(body: string): string {
  return body
    .replaceAll(/<[^>]*>/g, ' ')
    .replaceAll(/\s+/g, ' ')
    .trim();
}

/** The daemon that watches paths writes records for programs: every device of every host with how many of its paths work. */
function pathsText(body: string): string | undefined {
  const devices = [...body.matchAll(/\bhost=([^;]+);[^[]*?\bscsi_id=([^;]+);\s*current=(\d+);\s*max=(\d+)/g)];
  if (devices.length === 0) return undefined;
  return devices.map(([, host, device, current, max]) => `${host} has ${current} of ${max} paths to ${device}.`).join(' ');
}

/** Names that come in families of one pattern. */
function familyText(name: string, of: string): string | undefined {
  const expiring = /^(\w+)_CERTIFICATE_EXPIRING_(\d+)$/.exec(name);
  if (expiring !== null)
    return `${of}: the ${certificateOwners[expiring[1] ?? ''] ?? ''}certificate expires in less than ${Number(expiring[2])} days.`;
  const expired = /^(\w+)_CERTIFICATE_EXPIRED$/.exec(name);
  if (expired !== null) return `${of}: the ${certificateOwners[expired[1] ?? ''] ?? ''}certificate has expired.`;
  const kernel = /^HOST_KERNEL_ENCOUNTERED_(ERROR|WARNING)_(\w+)$/.exec(name);
  if (kernel !== null)
    return `${of}: the kernel reports ${kernel[1] === 'ERROR' ? 'an error' : 'a warning'} (${plainName(kernel[2] ?? '').toLowerCase()}).`;
  return undefined;
}

/** For names of later releases: readable, if not worded. */
function plainName(name: string): string {
  const words = name.toLowerCase().replaceAll('_', ' ').trim();
  return words.charAt(0).toUpperCase() + words.slice(1);
}

const percent = new Intl.NumberFormat(undefined, { style: 'percent', maximumFractionDigits: 0 });
const amount = new Intl.NumberFormat(undefined, { maximumFractionDigits: 1 });

const MIB = 1024 ** 2;
const share = (value: number): string => percent.format(value);
const rate = (value: number): string => `${amount.format(value / MIB)} MiB/s`;
const memory = (kib: number): string => `${amount.format(kib / 1024)} MiB`;

interface Measured {
  readonly what: string;
  readonly show: (value: number) => string;
}

/** Where the server compares with a floor, being low is what is wrong. */
const measures: Readonly<Record<string, Measured>> = {
  cpu_usage: { what: 'processor load', show: share },
  network_usage: { what: 'network traffic', show: rate },
  disk_usage: { what: 'disk traffic', show: rate },
  memory_free_kib: { what: 'free memory', show: memory },
  memory_internal_free: { what: 'free memory in the guest', show: memory },
  physical_utilisation: { what: 'storage use', show: share },
  sr_io_throughput_total_per_host: { what: 'storage traffic', show: (value) => `${amount.format(value)} MiB/s` },
  mem_usage: { what: 'memory use of the control domain', show: share },
  fs_usage: { what: 'use of the system disk of the control domain', show: share },
  log_fs_usage: { what: 'use of the log disk of the control domain', show: share },
};

function alarmText(alarm: Alarm | undefined, of: string): AlertWords | undefined {
  if (alarm === undefined) return undefined;
  const { what, show } = measures[alarm.variable] ?? { what: alarm.variable, show: (value: number) => amount.format(value) };
  const mark = alarm.level === undefined ? '' : `; the alarm is set at ${show(alarm.level)}`;
  return { title: `${of}: ${what} is ${show(alarm.value)}${mark}.` };
}
