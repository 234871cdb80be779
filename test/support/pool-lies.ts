import type { Trace } from '#shared/contract/calls/operation-calls.ts';
import { list, map } from '#simulator/world/fields.ts';
import type { Ref, Row } from '#simulator/world/value.ts';
import { changedFields, type Telling } from './changes-of.ts';
import type { Ended } from './failure-table.ts';
import { firstPool } from './served-world.ts';

/** What a person would notice of a pool, its hosts and what HA promises. */
export const members: Telling = {
  pool: ['master', 'ha_enabled', 'ha_host_failures_to_tolerate'],
  host: ['enabled', 'iscsi_iqn', 'multipathing', 'logging'],
  VM: ['power_state', 'resident_on', 'ha_restart_priority', 'order', 'start_delay'],
};

/** The same for what makes hosts start again, and for what only they have. */
export const hostAndPool: Telling = {
  pool: ['master'],
  host: ['enabled'],
  PIF: ['ip_configuration_mode'],
  VM: ['power_state', 'resident_on'],
};

/** A host that leaves takes its own with it. */
export const ejected: Telling = { pool: ['master'], host: ['enabled'] };

/** Which of those each remark accounts for; one that says more than that is checked below. */
const ACCOUNTS: { readonly [K in Trace['is']]?: readonly string[] } = {
  host: ['enabled', 'resident_on', 'power_state'],
  'host-set-back': ['resident_on'],
  'host-aside': ['enabled', 'resident_on'],
  'vms-brought-back': ['resident_on'],
  ha: ['ha_enabled'],
  value: ['ha_host_failures_to_tolerate', 'ip_configuration_mode'],
  'value-lost': ['iscsi_iqn', 'multipathing', 'logging'],
  'partly-done': ['iscsi_iqn', 'multipathing', 'logging', 'ha_restart_priority', 'order', 'start_delay', 'ha_host_failures_to_tolerate'],
  master: ['master'],
};

/** What an operation on a pool or a host says of it that is not so, and what it does not say. */
export function poolLies(ended: Ended): readonly string[] {
  const { state } = ended.operation;
  if (state.is === 'done' || state.is === 'waiting' || state.is === 'running') return [];
  const said: readonly Trace[] = [...(state.is === 'interrupted' ? [] : state.undone), ...state.left];
  if (said.some(({ is }) => is === 'may-go-on')) return [];
  const accounted = new Set(said.flatMap(({ is }) => ACCOUNTS[is] ?? []));
  const silent = ended.changes.flatMap((change) => changedFields(change).filter((field) => !accounted.has(field)));
  return [
    ...said.filter((trace) => !isSo(trace, ended)).map((trace) => `it is not so that ${JSON.stringify(trace)}`),
    ...(silent.length === 0 ? [] : [`nobody says that ${silent.join()} changed`]),
  ];
}

function isSo(trace: Trace, ended: Ended): boolean {
  const { database } = firstPool(ended.at.served.world);
  const { request } = ended.operation;
  const host = 'host' in request && typeof request.host === 'string' ? database.find('host', request.host) : undefined;
  const pool = database.get('pool', String(database.refs('pool')[0]));
  switch (trace.is) {
    case 'nothing-changed':
      return ended.changes.length === 0;
    case 'host':
      return host?.['enabled'] === trace.isEnabled && guestsOf(host, (vm) => database.get('VM', vm)).length === trace.vms;
    case 'host-aside':
      return isAside(trace, ended);
    case 'membership':
      return (host !== undefined) === trace.isMember;
    case 'host-set-back':
      return host?.['enabled'] === true && map(host, 'other_config')['MAINTENANCE_MODE'] === undefined;
    case 'value':
      return isValue(trace, ended);
    case 'ha':
      return pool['ha_enabled'] === trace.isOn;
    case 'master':
      return database.get('host', String(pool['master']))['name_label'] === trace.host;
    default:
      return true;
  }
}

function isValue({ value }: Extract<Trace, { is: 'value' }>, { at, operation: { request } }: Ended): boolean {
  return request.kind !== 'host.keep-address' || firstPool(at.served.world).database.get('PIF', request.pif)['ip_configuration_mode'] === value;
}

function isAside(trace: Extract<Trace, { is: 'host-aside' }>, { at }: Ended): boolean {
  const { database } = firstPool(at.served.world);
  const host = database.refs('host').find((ref) => database.get('host', ref)['name_label'] === trace.host);
  const isAway = (vm: string): boolean => database.get('VM', at.vm(vm))['resident_on'] !== host;
  return host !== undefined && database.get('host', host)['enabled'] === trace.isEnabled && trace.vms.every(isAway);
}

export function guestsOf(host: Row, rowOf: (vm: Ref) => Row): readonly Ref[] {
  return list(host, 'resident_VMs').filter((vm) => rowOf(vm)['is_control_domain'] === false);
}
