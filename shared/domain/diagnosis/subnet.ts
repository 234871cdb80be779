/** Whether two IPv4 addresses are neighbours under such a prefix; undefined where one of them is no such address. */
export function isSameSubnet(a: string, b: string, prefix: number): boolean | undefined {
  const [first, second] = [numberOf(a), numberOf(b)];
  if (first === undefined || second === undefined || prefix < 0 || prefix > 32) return undefined;
  const size = 2 ** (32 - prefix);
  return Math.floor(first / size) === Math.floor(second / size);
}

function numberOf(address: string): number | undefined {
  const parts = /^(\d{1,3})\.(\d{1,3})\.(\d{1,3})\.(\d{1,3})$/.exec(address)?.slice(1).map(Number);
  if (parts === undefined || parts.some((part) => part > 255)) return undefined;
  return parts.reduce((sum, part) => sum * 256 + part, 0);
}
