/** The address a bridge gives itself, made of its card's MAC; undefined for what is no MAC. */
export function linkLocalOf(mac: string): string | undefined {
  const bytes = mac.split(':');
  if (bytes.length !== 6 || bytes.some((byte) => !/^[0-9a-f]{2}$/i.test(byte))) return undefined;
  const [first = 0, ...rest] = bytes.map((byte) => Number.parseInt(byte, 16));
  const eui = [first ^ 0x02, ...rest.slice(0, 2), 0xff, 0xfe, ...rest.slice(2)];
  const groups = [0, 2, 4, 6].map((at) => (((eui[at] ?? 0) << 8) | (eui[at + 1] ?? 0)).toString(16));
  return `fe80::${groups.join(':')}`;
}
