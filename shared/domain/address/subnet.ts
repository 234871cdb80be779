import { isIpAddress } from './ip-address.ts';
import { prefixOf } from './netmask.ts';

/** Whether an address lies in the network of this card, so that no router is between them. IPv4 only. */
export function isBeside(address: string, card: { readonly ip: string; readonly netmask: string }): boolean {
  const prefix = prefixOf(card.netmask);
  if (prefix === undefined || !isIpAddress(address, 4) || !isIpAddress(card.ip, 4)) return false;
  const block = 2 ** (32 - prefix);
  return Math.floor(numberOf(address) / block) === Math.floor(numberOf(card.ip) / block);
}

function numberOf(address: string): number {
  return address.split('.').reduce((sum, part) => sum * 256 + Number(part), 0);
}
