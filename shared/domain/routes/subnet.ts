/** Whether two IPv4 addresses lie in one subnet by the mask of the first; false for what is no address. */
export function isSameSubnet(a: { readonly ip: string; readonly netmask: string }, b: string): boolean {
  const [first, mask, second] = [a.ip, a.netmask, b].map(numberOf);
  if (first === undefined || mask === undefined || second === undefined || mask === 0) return false;
  return and(first, mask) === and(second, mask);
}

/** Whether two IPv6 addresses written with a prefix length share the prefix of the first. */
export function isSamePrefix(a: string, b: string): boolean {
  const [address = '', length = '64'] = a.split('/');
  const first = groupsOf(address);
  const second = groupsOf(b.split('/')[0] ?? '');
  const bits = Number(length);
  if (first === undefined || second === undefined || !(bits > 0)) return false;
  return first.every((group, at) => {
    const kept = Math.min(16, Math.max(0, bits - at * 16));
    const shift = 16 - kept;
    return group >>> shift === (second[at] ?? 0) >>> shift;
  });
}

function numberOf(text: string): number | undefined {
  const parts = text.split('.');
  if (parts.length !== 4 || parts.some((part) => !/^\d{1,3}$/.test(part) || Number(part) > 255)) return undefined;
  return parts.reduce((sum, part) => sum * 256 + Number(part), 0);
}

function and(a: number, b: number): number {
  return (a & b) >>> 0;
}

function groupsOf(address: string): readonly number[] | undefined {
  const [head = '', tail, ...rest] = address.split('::');
  if (rest.length > 0 || !/^[0-9a-f:]+$/i.test(address)) return undefined;
  const before = head === '' ? [] : head.split(':');
  const after = tail === undefined || tail === '' ? [] : tail.split(':');
  const missing = 8 - before.length - after.length;
  if (tail === undefined ? missing !== 0 : missing < 1) return undefined;
  const groups = [...before, ...Array.from({ length: missing }, () => '0'), ...after].map((group) => Number.parseInt(group, 16));
  return groups.some((group) => Number.isNaN(group) || group > 0xffff) ? undefined : groups;
}
