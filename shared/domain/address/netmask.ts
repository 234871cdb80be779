/** 24 for 255.255.255.0; undefined for what is no netmask. */
export function prefixOf(netmask: string): number | undefined {
  const parts = netmask.split('.').map((part) => (/^\d{1,3}$/.test(part) ? Number(part) : Number.NaN));
  if (parts.length !== 4 || !parts.every((part) => part <= 255)) return undefined;
  const bits = parts.map((part) => part.toString(2).padStart(8, '0')).join('');
  if (!/^1*0*$/.test(bits)) return undefined;
  return bits.includes('0') ? bits.indexOf('0') : bits.length;
}

/** 255.255.255.0 for 24; empty for what is no length of a prefix. */
export function netmaskOf(prefix: number): string {
  if (!Number.isInteger(prefix) || prefix < 0 || prefix > 32) return '';
  const bits = '1'.repeat(prefix).padEnd(32, '0');
  return [0, 8, 16, 24].map((at) => parseInt(bits.slice(at, at + 8), 2)).join('.');
}
