import { isIpAddress } from '#shared/domain/address/ip-address.ts';
import { addressesOf } from '#shared/domain/inventory/facts.ts';
import type { Inventory } from '#shared/domain/inventory/inventory.ts';
import type { Vm } from '#shared/domain/inventory/watched.ts';

/** Where guests listen for remote desktop, VNC and SSH. */
export const guestPorts = [3389, 5900, 22] as const;
export type GuestPort = (typeof guestPorts)[number];

/** Guests with containers in them report dozens. */
const MOST = 4;

/**
 * Of the addresses its guest reports those that can lead there from elsewhere. A guest may report any text, and this one
 * goes into files and command lines of the person who looks: what is no address is left out.
 */
export function reachableAddresses(inventory: Inventory, vm: Vm): readonly string[] {
  return addressesOf(inventory, vm)
    .filter((address) => isIpAddress(address, 4) || isIpAddress(address, 6))
    .filter((address) => !/^(?:127\.|169\.254\.|0\.|::1$|fe80:)/i.test(address))
    .slice(0, MOST);
}

/** What remote desktop programs open. */
export function rdpFile(address: string): string {
  return `full address:s:${address.includes(':') ? `[${address}]` : address}:3389\r\nprompt for credentials:i:1\r\n`;
}

/** As clients of each take it. */
export function addressFor(port: GuestPort, address: string): string {
  const host = address.includes(':') ? `[${address}]` : address;
  if (port === 22) return `ssh ${address}`;
  return port === 5900 ? `${host}::5900` : `${host}:3389`;
}
