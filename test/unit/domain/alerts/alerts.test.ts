import { expect, test } from 'vitest';
import { readAlarm } from '#shared/domain/alerts/alarm.ts';
import { filterAlerts } from '#shared/domain/alerts/alert-filter.ts';
import { subjectFinder } from '#shared/domain/alerts/alert-subject.ts';
import { type Alert, alertsOf, isSevere, severities, severityOf } from '#shared/domain/alerts/alert.ts';
import { seenAll, severeArrivals, unreadCount } from '#shared/domain/alerts/arrivals.ts';
import { commaList } from '#shared/domain/alerts/comma-list.ts';
import { alertSentences } from '#shared/text/alert-sentences.ts';
import { alertText } from '#shared/text/alerts-text.ts';
import { anInventory } from '#test/support/inventories.ts';

function anAlert(changes: Partial<Alert> = {}): Alert {
  return {
    server: 's',
    ref: 'm1' as Alert['ref'],
    name: 'VM_CRASHED',
    severity: 'service-loss',
    atMs: 100,
    body: '',
    about: 'VM',
    aboutUuid: 'db-uuid',
    ...changes,
  };
}

test('one is the worst, five is news, and a number nobody defined is no alarm', () => {
  expect([1, 2, 3, 4, 5, 0, 9].map(severityOf)).toEqual([...severities, 'information', 'information']);
});

test('alerts come newest first and are the same list until a message changes', () => {
  const messages = new Map([
    ['old' as Alert['ref'], { uuid: '', name: 'A', priority: 3, about: 'VM', aboutUuid: '', at: 1, body: '' }],
    ['new' as Alert['ref'], { uuid: '', name: 'B', priority: 3, about: 'VM', aboutUuid: '', at: 2, body: '' }],
  ]);
  const first = alertsOf('s', messages);
  expect(first.map(({ name }) => name)).toEqual(['B', 'A']);
  expect(alertsOf('s', messages)).toBe(first);
});

test('an alert leads to the object with the uuid it names, of the class it names', () => {
  const find = subjectFinder(anInventory({ pool: 'Paris', hosts: { h1: {} }, vms: { db: { on: 'h1' } } }));
  expect(find(anAlert())).toEqual({ name: 'db', item: { is: 'vm', server: 's', ref: 'db' } });
  expect(find(anAlert({ about: 'Host', aboutUuid: 'h1-uuid' }))?.item).toEqual({ is: 'host', server: 's', ref: 'h1' });
  expect(find(anAlert({ about: 'Certificate' }))).toBeUndefined();
});

test('a failed host interrupts although servers grade it as degraded', () => {
  expect(isSevere({ name: 'HA_HOST_FAILED', severity: 'degraded' })).toBe(true);
  expect(isSevere({ name: 'BOND_STATUS_CHANGED', severity: 'degraded' })).toBe(false);
});

test('only what arrives after the first look, and is severe, interrupts', () => {
  const alerts = [anAlert(), anAlert({ ref: 'm2' as Alert['ref'] }), anAlert({ ref: 'm3' as Alert['ref'], severity: 'information' })];
  expect(severeArrivals(alerts, undefined)).toEqual([]);
  expect(severeArrivals(alerts, new Set(['m1'])).map(({ ref }) => ref)).toEqual(['m2']);
});

test('problems are unread until they are seen; each server is judged by its own clock', () => {
  const alerts = [anAlert({ atMs: 5 }), anAlert({ server: 't', atMs: 900 }), anAlert({ severity: 'information', atMs: 999 })];
  const seen = seenAll(alerts.slice(0, 1), {});
  expect([unreadCount(alerts, {}), unreadCount(alerts, seen), unreadCount(alerts, seenAll(alerts, seen))]).toEqual([2, 1, 0]);
});

test('a filter asks for severity, pool, age and every word', () => {
  const alerts = [
    anAlert({ body: 'one two' }),
    anAlert({ body: 'one' }),
    anAlert({ body: 'one two', server: 't' }),
    anAlert({ body: 'one two', atMs: 1 }),
  ];
  const filter = { severities: new Set(severities), server: 's', words: 'TWO one', sinceMs: 50 };
  expect(filterAlerts(alerts, filter, ({ body }) => body)).toEqual([alerts[0]]);
  expect(filterAlerts(alerts, { ...filter, severities: new Set() }, ({ body }) => body)).toEqual([]);
});

const alarmBody = 'value: 0.95\nconfig:\n<variable><name value="cpu_usage"/><alarm_trigger_level value="0.9"/></variable>';

test('an alarm says what was measured and where its mark is', () => {
  expect(readAlarm(alarmBody)).toEqual({ variable: 'cpu_usage', value: 0.95, level: 0.9 });
  expect(readAlarm('nonsense')).toBeUndefined();
  expect(alertText(anAlert({ name: 'ALARM', body: alarmBody }), 'db').title).toBe('db: processor load is 95%; the alarm is set at 90%.');
});

test.each([
  ['VM_CRASHED', 'db has crashed.'],
  ['HOST_SERVER_CERTIFICATE_EXPIRING_07', 'db: the certificate expires in less than 7 days.'],
  ['POOL_CA_CERTIFICATE_EXPIRED', 'db: the CA certificate has expired.'],
  ['HOST_KERNEL_ENCOUNTERED_WARNING_EXT4', 'db: the kernel reports a warning (ext4).'],
  ['SOMETHING_OF_LATER_RELEASES', 'db: Something of later releases.'],
])('%s is worded: %s', (name, words) => {
  expect(alertText(anAlert({ name }), 'db').title).toBe(words);
});

test('every worded message names what it is about', () => {
  for (const [name, sentence] of Object.entries(alertSentences))
    expect([name, sentence('OBJECT')]).toEqual([name, expect.stringContaining('OBJECT')]);
});

test('of an object that is gone the name is taken from what the server wrote', () => {
  expect(alertText(anAlert({ name: 'VM_STARTED', body: "VM 'web' (uuid: 1) started on host: h" }), undefined).title).toBe('web was started.');
});

test('a list for spreadsheets quotes what it must and starts no formula', () => {
  expect(commaList([['a,b', 'say "x"', '=1+1']])).toBe('"a,b","say ""x""",\'=1+1\r\n');
});

test('lost paths are told for every device, whatever else the record of the daemon holds', () => {
  const line = (host: string, current: number) => `[2026-11-24T14:46:04Z] host=${host}; host-uuid=u; pbd=p; scsi_id=3600a; current=${current}; max=4`;
  const lost = anAlert({ name: 'MULTIPATH_PERIODIC_ALERT', body: `Unhealthy paths:\n${line('h1', 3)}\n${line('h2', 1)}` });
  expect(alertText(lost, 'h1').detail).toBe('h1 has 3 of 4 paths to 3600a. h2 has 1 of 4 paths to 3600a.');
});
