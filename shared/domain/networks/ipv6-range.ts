import { isIpAddress } from '#shared/domain/address/ip-address.ts';

const GROUPS = 8;
const BITS = 128n;

/** An address with the length of its network. */
interface Ipv6 {
  readonly number: bigint;
  readonly length: number;
}

/** As `2001:db8::11/64`; undefined for anything else, and for addresses that no host can have beyond its own wire. */
export function hostIpv6(text: string): Ipv6 | undefined {
  const [address = '', length = '', ...rest] = text.split('/');
  const number = ipv6Number(address);
  if (number === undefined || rest.length > 0 || !/^\d{1,3}$/.test(length)) return undefined;
  const isOfOneHost = number > 1n && !/^f(?:e[89ab]|f)/i.test(address);
  return isOfOneHost && Number(length) >= 1 && Number(length) <= Number(BITS) ? { number, length: Number(length) } : undefined;
}

/** Whichever way it was written. */
export function plainIpv6(address: string): string {
  const number = ipv6Number(address);
  return number === undefined ? address : ipv6Text(number);
}

/** Routers are known by what they give themselves on the wire as well. */
export function isBesideIpv6({ number, length }: Ipv6, other: string): boolean {
  const second = ipv6Number(other);
  const rest = BITS - BigInt(length);
  return /^fe[89ab]/i.test(other) || (second !== undefined && number >> rest === second >> rest);
}

/** So many from the first on, each with the length of its network, without those that are taken; fewer where the network ends before. */
export function ipv6From(first: string, of: { readonly count: number; readonly taken: ReadonlySet<string> }): readonly string[] {
  const start = hostIpv6(first.trim());
  if (start === undefined) return [];
  const rest = BITS - BigInt(start.length);
  const found: string[] = [];
  for (let { number } = start; number >> rest === start.number >> rest && found.length < of.count; number += 1n) {
    const address = ipv6Text(number);
    if (!of.taken.has(address)) found.push(`${address}/${start.length}`);
  }
  return found;
}

function ipv6Number(address: string): bigint | undefined {
  if (!isIpAddress(address, 6)) return undefined;
  const [before = [], after = []] = address.split('::').map((half) => (half === '' ? [] : half.split(':')));
  const zeros = Array.from({ length: GROUPS - before.length - after.length }, () => '0');
  return [...before, ...zeros, ...after].reduce((sum, group) => sum * 0x1_0000n + BigInt(`0x${group}`), 0n);
}

/** The longest run of zeros is left out. */
function ipv6Text(number: bigint): string {
  const groups = Array.from({ length: GROUPS }, (_, index) => ((number >> BigInt(16 * (GROUPS - 1 - index))) & 0xffffn).toString(16));
  const runs = [...groups.join(':').matchAll(/\b0(?::0)+\b/g)].toSorted(([a], [b]) => b.length - a.length);
  const [longest] = runs;
  if (longest === undefined) return groups.join(':');
  const text = groups.join(':');
  const before = text.slice(0, longest.index).replace(/:$/, '');
  return `${before}::${text.slice(longest.index + longest[0].length).replace(/^:/, '')}`;
}
