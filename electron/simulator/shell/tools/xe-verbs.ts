import type { Work } from '#simulator/world/process.ts';
import { text } from '#simulator/world/fields.ts';
import type { Ref, Value } from '#simulator/world/value.ts';
import { XapiError } from '#simulator/world/xapi-error.ts';
import type { Machine } from '../process.ts';
import type { XeCommand } from './xe.ts';

interface Caller {
  readonly machine: Machine;
  call(name: string, ...parameters: readonly Value[]): Work<Value>;
}

export type Verb = (caller: Caller, command: XeCommand) => Work<string>;

/** Answered by the host itself, whatever has become of its pool. */
export const emergencyVerbs: Readonly<Record<string, Verb | undefined>> = {
  *'host-is-in-emergency-mode'({ machine }) {
    yield* nothing();
    return `${String(machine.host.toolstack.is === 'emergency')}\n`;
  },
  *'pool-emergency-transition-to-master'({ call }) {
    yield* call('pool.emergency_transition_to_master');
    return 'Host agent will restart and transition to master in 10 seconds...\n';
  },
  *'pool-emergency-reset-master'({ call }, command) {
    yield* call('pool.emergency_reset_master', needed(command, 'master-address'));
    return `Host agent will restart and become slave of ${needed(command, 'master-address')} in 10 seconds...\n`;
  },
  *'host-emergency-management-reconfigure'({ call }, command) {
    yield* call('host.local_management_reconfigure', needed(command, 'interface'));
    return '';
  },
  *'host-emergency-ha-disable'({ call }, command) {
    if (command.values.get('force') !== 'true' && !command.flags.has('force'))
      throw new XapiError('INTERNAL_ERROR', 'this operation is only safe with --force');
    yield* call('host.emergency_ha_disable', command.values.get('soft') === 'true');
    return '';
  },
  *'host-emergency-disable-tls-verification'({ call }) {
    yield* call('host.emergency_disable_tls_verification');
    return '';
  },
  *'host-emergency-reenable-tls-verification'({ call }) {
    yield* call('host.emergency_reenable_tls_verification');
    return '';
  },
  *'host-emergency-reset-server-certificate'({ call }) {
    yield* call('host.emergency_reset_server_certificate');
    return '';
  },
};

function* nothing(): Work<void> {
  yield* [];
}

export const verbs: Readonly<Record<string, Verb | undefined>> = {
  *'pool-recover-slaves'({ call, machine }) {
    const refs = yield* call('pool.recover_slaves');
    const hosts = Array.isArray(refs) ? refs : [];
    return `${hosts.map((ref) => text(machine.host.pool.database.find('host', String(ref)) ?? {}, 'uuid')).join(',')}\n`;
  },
  *'pool-ha-disable'({ call }) {
    yield* call('pool.disable_ha');
    return '';
  },
  *'pif-reconfigure-ip'(caller, command) {
    const mode = { static: 'Static', dhcp: 'DHCP', none: 'None' }[command.values.get('mode') ?? ''] ?? 'None';
    const value = (name: string): string => command.values.get(name) ?? '';
    yield* caller.call(
      'PIF.reconfigure_ip',
      refOf(caller, 'PIF', needed(command, 'uuid')),
      mode,
      value('IP'),
      value('netmask'),
      value('gateway'),
      value('DNS'),
    );
    return '';
  },
  *'pif-plug'(caller, command) {
    yield* caller.call('PIF.plug', refOf(caller, 'PIF', needed(command, 'uuid')));
    return '';
  },
  *'host-management-reconfigure'(caller, command) {
    yield* caller.call('host.management_reconfigure', refOf(caller, 'PIF', needed(command, 'pif-uuid')));
    return '';
  },
  *'pbd-plug'(caller, command) {
    yield* caller.call('PBD.plug', refOf(caller, 'PBD', needed(command, 'uuid')));
    return '';
  },
  *'pbd-unplug'(caller, command) {
    yield* caller.call('PBD.unplug', refOf(caller, 'PBD', needed(command, 'uuid')));
    return '';
  },
  *'host-enable'(caller, command) {
    yield* caller.call('host.enable', refOf(caller, 'host', needed(command, 'uuid')));
    return '';
  },
  *'host-disable'(caller, command) {
    yield* caller.call('host.disable', refOf(caller, 'host', needed(command, 'uuid')));
    return '';
  },
  *'vm-reset-powerstate'(caller, command) {
    yield* caller.call('VM.power_state_reset', refOf(caller, 'VM', needed(command, 'uuid')));
    return '';
  },
  *'task-cancel'(caller, command) {
    yield* caller.call('task.cancel', refOf(caller, 'task', needed(command, 'uuid')));
    return '';
  },
};

function needed({ values }: XeCommand, name: string): string {
  const value = values.get(name);
  if (value === undefined) throw new XapiError('MISSING_PARAMETER', name);
  return value;
}

function refOf({ machine }: Caller, table: string, uuid: string): Ref {
  const found = machine.host.pool.database.refByUuid(table, uuid);
  if (found === undefined) throw new XapiError('UUID_INVALID', table, uuid);
  return found;
}
