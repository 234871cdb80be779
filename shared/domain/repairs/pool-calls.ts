import type { RepairId } from '#shared/domain/diagnosis/offer.ts';
import type { Inventory } from '#shared/domain/inventory/inventory.ts';
import type { Parameters } from './repair-rule.ts';

/** A call to the pool, with references in place of the identifiers a person sees. */
export interface PoolCall {
  readonly call: string;
  readonly parameters: readonly unknown[];
}

/** The repairs the pool itself carries out; undefined where an object is not there any more, or the host must do it. */
export function poolCalls(repair: RepairId, parameters: Parameters, inventory: Inventory): readonly PoolCall[] | undefined {
  const make = makers[repair];
  const calls = make?.({ parameters, inventory });
  return calls?.every((call) => !call.parameters.includes(undefined)) === true ? calls : undefined;
}

interface From {
  readonly parameters: Parameters;
  readonly inventory: Inventory;
}

function refOf(records: ReadonlyMap<string, { readonly uuid: string }>, uuid: string | undefined): string | undefined {
  for (const [ref, record] of records) if (record.uuid === uuid) return ref;
  return undefined;
}

const host = ({ parameters, inventory }: From): string | undefined => refOf(inventory.host, parameters['host']);
const pif = ({ parameters, inventory }: From): string | undefined => refOf(inventory.pif, parameters['pif']);
const call = (name: string, ...parameters: readonly unknown[]): PoolCall => ({ call: name, parameters });

const makers: Partial<Readonly<Record<RepairId, (from: From) => readonly PoolCall[]>>> = {
  'reconfigure-management': (from) => {
    const { address = '', netmask = '', gateway = '', dns = '' } = from.parameters;
    return [call('PIF.reconfigure_ip', pif(from), 'Static', address, netmask, gateway, dns), call('host.management_reconfigure', pif(from))];
  },
  'renew-dhcp': (from) => [call('PIF.reconfigure_ip', pif(from), 'DHCP', '', '', '', '')],
  'plug-pif': (from) => [call('PIF.plug', pif(from)), call('host.management_reconfigure', pif(from))],
  'bond-mode': (from) => [call('Bond.set_mode', bond(from), 'balance-slb')],
  evacuate: (from) => [call('host.disable', host(from)), call('host.evacuate', host(from))],
  'refresh-certificates': (from) => [call('host.refresh_server_certificate', host(from))],
  'enable-host': (from) => [call('host.enable', host(from))],
  'cancel-task': ({ parameters, inventory }) => [call('task.cancel', refOf(inventory.task, parameters['task']))],
  'enable-ssh': (from) => [call('host.enable_ssh', host(from))],
  'recover-members': () => [call('pool.recover_slaves')],
  'hand-over': (from) => [call('pool.designate_new_master', host(from))],
  'disable-ha': () => [call('pool.disable_ha')],
  'rearm-ha': () => [call('pool.disable_ha')],
  'reset-power-state': ({ parameters, inventory }) => [call('VM.power_state_reset', refOf(inventory.vm, parameters['vm']))],
  'declare-dead': (from) => [call('host.declare_dead', host(from))],
  'forget-host': (from) => [call('host.destroy', host(from))],
  'power-on': (from) => [call('host.power_on', host(from))],
  'plug-pbd': ({ parameters, inventory }) => [call('PBD.plug', refOf(inventory.pbd, parameters['pbd']))],
  'set-iqn': (from) => [call('host.set_iscsi_iqn', host(from), from.parameters['iqn'])],
};

function bond(from: From): string | undefined {
  const master = pif(from);
  for (const [ref, record] of from.inventory.bond) if (record.master === master) return ref;
  return undefined;
}
