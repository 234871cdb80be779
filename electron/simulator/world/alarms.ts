import { createMessage } from './messages.ts';
import type { Ref } from './value.ts';
import type { PoolState, World } from './world.ts';
import { ref, text } from './fields.ts';

interface Alarm {
  /** What is watched: 'fs_usage', 'physical_utilisation'. */
  readonly variable: string;
  readonly value: number;
  readonly triggerLevel: number;
  readonly happenedMs?: number;
}

const ALARM_PRIORITY = 3;

/** What the host's performance monitor files when a watched value passes its limit. */
export function fileAlarm(
  world: World,
  pool: PoolState,
  about: { readonly cls: 'VM' | 'SR' | 'Host'; readonly objectUuid: string },
  alarm: Alarm,
): void {
  createMessage(world, pool, {
    name: 'ALARM',
    priority: ALARM_PRIORITY,
    ...about,
    body: alarmBody(alarm),
    ...(alarm.happenedMs === undefined ? {} : { happenedMs: alarm.happenedMs }),
  });
}

function alarmBody({ variable, value, triggerLevel }: Alarm): string {
  return [
    `value: ${value.toFixed(6)}`,
    'config:',
    '<variable>',
    `\t<name value="${variable}"/>`,
    `\t<alarm_trigger_level value="${triggerLevel}"/>`,
    '\t<alarm_trigger_period value="60"/>',
    '\t<alarm_auto_inhibit_period value="3600"/>',
    '</variable>',
  ].join('\n');
}

/** A host's own file systems are watched from its control domain, and that is whose alarm it is. */
export function controlDomainUuid(pool: PoolState, host: Ref): string {
  const { database } = pool;
  const known = ref(database.get('host', host), 'control_domain');
  const domain = known ?? database.refs('VM').find((vm) => isControlDomainOf(database.get('VM', vm), host));
  return domain === undefined ? '' : text(database.get('VM', domain), 'uuid');
}

function isControlDomainOf(vm: Parameters<typeof text>[0], host: Ref): boolean {
  return vm['is_control_domain'] === true && ref(vm, 'resident_on') === host;
}
