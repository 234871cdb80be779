import { flag, list, ref } from '../fields.ts';
import { isSharedNetwork } from '../operations/shared-network.ts';
import type { Ref, Row } from '../value.ts';
import type { PoolState } from '../world.ts';
import { XapiError } from '../xapi-error.ts';

/** Throws why the VM could not run on every enabled host, as a protected VM must. */
export function assertAgile(pool: PoolState, vm: Ref): void {
  const machine = pool.database.get('VM', vm);
  if (list(machine, 'VGPUs').length > 0) throw new XapiError('VM_HAS_VGPU', vm);
  if (list(machine, 'VUSBs').length > 0) throw new XapiError('VM_HAS_VUSBS', vm);
  const hosts = pool.database.refs('host').filter((host) => flag(pool.database.get('host', host), 'enabled'));
  if (networks(pool, machine).some((candidate) => isSharedNetwork(pool, candidate))) throw new XapiError('VM_HAS_SRIOV_VIF', vm);
  const sr = diskRepositories(pool, machine).find((candidate) => !isOnAllHosts(pool, candidate, hosts));
  if (sr !== undefined) throw new XapiError('HA_CONSTRAINT_VIOLATION_SR_NOT_SHARED', sr);
  const network = networks(pool, machine).find((candidate) => !isNetworkOnAllHosts(pool, candidate, hosts));
  if (network !== undefined) throw new XapiError('HA_CONSTRAINT_VIOLATION_NETWORK_NOT_SHARED', network);
}

function diskRepositories(pool: PoolState, machine: Row): readonly Ref[] {
  const { database } = pool;
  const slots = list(machine, 'VBDs').map((slot) => database.get('VBD', slot));
  return slots
    .filter((slot) => !flag(slot, 'empty'))
    .map((slot) => database.find('VDI', ref(slot, 'VDI') ?? '') ?? {})
    .flatMap((disk) => ref(disk, 'SR') ?? []);
}

function networks(pool: PoolState, machine: Row): readonly Ref[] {
  return list(machine, 'VIFs').flatMap((vif) => ref(pool.database.get('VIF', vif), 'network') ?? []);
}

function isOnAllHosts(pool: PoolState, sr: Ref, hosts: readonly Ref[]): boolean {
  const row = pool.database.get('SR', sr);
  if (!flag(row, 'shared')) return false;
  const attached = list(row, 'PBDs')
    .map((pbd) => pool.database.get('PBD', pbd))
    .filter((pbd) => flag(pbd, 'currently_attached'))
    .map((pbd) => ref(pbd, 'host'));
  return hosts.every((host) => attached.includes(host));
}

function isNetworkOnAllHosts(pool: PoolState, network: Ref, hosts: readonly Ref[]): boolean {
  const homes = list(pool.database.get('network', network), 'PIFs')
    .map((pif) => pool.database.get('PIF', pif))
    .filter((pif) => ref(pif, 'bond_slave_of') === undefined)
    .map((pif) => ref(pif, 'host'));
  return hosts.every((host) => homes.includes(host));
}
