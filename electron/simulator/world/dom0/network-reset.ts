import { list, ref, text } from '../fields.ts';
import { change, removeRow } from '../rows.ts';
import { NULL_REF, type Row } from '../value.ts';
import type { SimHost } from '../world.ts';
import { pifsOf } from './legs.ts';

/** What is left of it until the toolstack has joined its master and does the second half. */
export const RESET_MARK = '/var/tmp/network-reset';

export interface NetworkReset {
  readonly device: string;
  readonly vlan: number | undefined;
  readonly address: Row;
}

const NO_ADDRESS: Row = {
  ip_configuration_mode: 'None',
  IP: '',
  netmask: '',
  gateway: '',
  DNS: '',
  ipv6_configuration_mode: 'None',
  IPv6: [],
  ipv6_gateway: '',
  management: false,
  disallow_unplug: false,
};

/** The second half, at the next start of the toolstack. */
export function endReset(host: SimHost): void {
  host.dom0.networkReset = undefined;
  host.dom0.files.delete(RESET_MARK);
}

/** Bonds, VLANs and addresses of the host go; its cards stay, and one of them carries management. Networks are the pool's and stay. */
export function resetRecords(host: SimHost, reset: NetworkReset): void {
  const { pool } = host;
  for (const { pif, row } of pifsOf(host)) {
    const vlan = ref(row, 'VLAN_master_of');
    if (vlan === undefined) continue;
    removeRow(pool, 'VLAN', vlan);
    if (!isManagementVlan(row, reset)) removeRow(pool, 'PIF', pif);
  }
  for (const { pif, row } of pifsOf(host)) {
    const [bond] = list(row, 'bond_master_of');
    if (bond === undefined) continue;
    for (const slave of list(pool.database.get('Bond', bond), 'slaves')) change(pool, 'PIF', slave, { bond_slave_of: NULL_REF });
    removeRow(pool, 'Bond', bond);
    removeRow(pool, 'PIF', pif);
  }
  for (const { pif, row } of pifsOf(host)) change(pool, 'PIF', pif, isManagement(row, reset) ? { ...reset.address, management: true } : NO_ADDRESS);
  restoreWires(host);
}

/** A tagged management is on the very network it was on before, where there was one. */
function isManagementVlan(row: Row, { device, vlan }: NetworkReset): boolean {
  return vlan !== undefined && text(row, 'device') === device && row['VLAN'] === vlan;
}

function isManagement(row: Row, reset: NetworkReset): boolean {
  return reset.vlan === undefined ? row['physical'] === true && text(row, 'device') === reset.device : isManagementVlan(row, reset);
}

/** What somebody typed since is gone with the boot. */
function restoreWires(host: SimHost): void {
  const { network } = host.dom0;
  network.addresses.clear();
  network.addresses6.clear();
  network.besides.clear();
  network.gateway = 'recorded';
  network.managementBridge = undefined;
}
