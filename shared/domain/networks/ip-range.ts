import { prefixOf } from '#shared/domain/address/netmask.ts';

/** As a number, so that the next one can be counted; undefined for what is no IPv4 address. */
export function ipNumber(text: string): number | undefined {
  const parts = text.trim().split('.');
  if (parts.length !== 4 || parts.some((part) => !/^\d{1,3}$/.test(part) || Number(part) > 255)) return undefined;
  return parts.reduce((sum, part) => sum * 256 + Number(part), 0);
}

function ipText(number: number): string {
  return [24, 16, 8, 0].map((shift) => Math.floor(number / 2 ** shift) % 256).join('.');
}

/** The addresses of hosts in the subnet; its own and the one that speaks to all are not among them. */
export function isHostAddress(ip: string, netmask: string): boolean {
  const [number, prefix] = [ipNumber(ip), prefixOf(netmask)];
  if (number === undefined || prefix === undefined || number === 0) return false;
  if (prefix >= 31) return true;
  const size = 2 ** (32 - prefix);
  return number % size !== 0 && number % size !== size - 1;
}

/** So many addresses from the first on, without those that are taken; fewer where the subnet ends before. */
export function addressesFrom(
  first: string,
  of: { readonly netmask: string; readonly count: number; readonly taken: ReadonlySet<string> },
): string[] {
  const start = ipNumber(first);
  const prefix = prefixOf(of.netmask);
  if (start === undefined || prefix === undefined) return [];
  const size = 2 ** (32 - prefix);
  const end = (Math.floor(start / size) + 1) * size;
  const found: string[] = [];
  for (let number = start; number < end && found.length < of.count; number += 1) {
    const ip = ipText(number);
    if (isHostAddress(ip, of.netmask) && !of.taken.has(ip)) found.push(ip);
  }
  return found;
}
