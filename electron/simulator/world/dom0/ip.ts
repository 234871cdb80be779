/** Dotted addresses as numbers. */
function ipNumber(ip: string): number | undefined {
  const parts = ip.split('.');
  if (parts.length !== 4) return undefined;
  let value = 0;
  for (const part of parts) {
    const byte = Number(part);
    if (!/^\d{1,3}$/.test(part) || byte > 255) return undefined;
    value = value * 256 + byte;
  }
  return value;
}

export function ipText(value: number): string {
  return [24, 16, 8, 0].map((shift) => Math.floor(value / 2 ** shift) % 256).join('.');
}

export function prefixOf(netmask: string): number {
  const mask = ipNumber(netmask);
  if (mask === undefined) return 24;
  return mask.toString(2).replaceAll('0', '').length;
}

export function netmaskOf(prefix: number): string {
  return ipText(prefix === 0 ? 0 : 2 ** 32 - 2 ** (32 - prefix));
}

export function networkOf(ip: string, prefix: number): number {
  const value = ipNumber(ip) ?? 0;
  return value - (value % 2 ** (32 - prefix));
}

export function isInSubnet(ip: string, of: { readonly ip: string; readonly prefix: number }): boolean {
  if (ip.includes(':') || of.ip.includes(':')) return isInSubnet6(ip, of);
  const value = ipNumber(ip);
  return value !== undefined && networkOf(ip, of.prefix) === networkOf(of.ip, of.prefix);
}

function isInSubnet6(ip: string, of: { readonly ip: string; readonly prefix: number }): boolean {
  const [value, own] = [ip6Number(ip), ip6Number(of.ip)];
  const rest = BigInt(128 - of.prefix);
  return value !== undefined && own !== undefined && value >> rest === own >> rest;
}

/** Groups of four digits, with one gap of zeros. */
function ip6Number(ip: string): bigint | undefined {
  if (!/^[\da-f:]*:[\da-f:]*$/i.test(ip)) return undefined;
  const [before = [], after = []] = ip.split('::').map((half) => (half === '' ? [] : half.split(':')));
  const zeros = Array.from({ length: ip.includes('::') ? 8 - before.length - after.length : 0 }, () => '0');
  const groups = [...before, ...zeros, ...after];
  return groups.length === 8 ? groups.reduce((sum, group) => sum * 0x1_0000n + BigInt(`0x${group}`), 0n) : undefined;
}

/** The address every interface can give itself: EUI-64 of its hardware address. */
export function linkLocalOf(mac: string): string {
  const bytes = mac.split(':').map((part) => Number.parseInt(part, 16));
  const [a = 0, b = 0, c = 0, d = 0, e = 0, f = 0] = bytes;
  const group = (high: number, low: number): string => ((high << 8) | low).toString(16);
  return `fe80::${[group(a ^ 2, b), group(c, 0xff), group(0xfe, d), group(e, f)].join(':')}`;
}

export function broadcastOf(ip: string, prefix: number): string {
  return ipText(networkOf(ip, prefix) + 2 ** (32 - prefix) - 1);
}
