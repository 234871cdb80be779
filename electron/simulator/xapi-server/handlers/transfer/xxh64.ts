const MASK = 0xffff_ffff_ffff_ffffn;
const PRIME_1 = 0x9e37_79b1_85eb_ca87n;
const PRIME_2 = 0xc2b2_ae3d_27d4_eb4fn;
const PRIME_3 = 0x1656_67b1_9e37_79f9n;
const PRIME_4 = 0x85eb_ca77_c2b2_ae63n;
const PRIME_5 = 0x27d4_eb2f_1656_67c5n;

const wrap = (value: bigint): bigint => value & MASK;
const rotate = (value: bigint, bits: bigint): bigint => wrap(value << bits) | (value >> (64n - bits));
const round = (lane: bigint, input: bigint): bigint => wrap(rotate(wrap(lane + input * PRIME_2), 31n) * PRIME_1);
const merge = (hash: bigint, lane: bigint): bigint => wrap((hash ^ round(0n, lane)) * PRIME_1 + PRIME_4);

/** The 64-bit xxHash with seed 0, which newer releases check disk blocks with. */
export function xxh64(bytes: Uint8Array): bigint {
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  const length = bytes.length;
  const stripes = length >= 32 ? Math.floor(length / 32) : 0;
  let hash = stripes === 0 ? PRIME_5 : hashStripes(view, stripes);
  hash = wrap(hash + BigInt(length));
  let at = stripes * 32;
  for (; at + 8 <= length; at += 8) hash = wrap(rotate(hash ^ round(0n, view.getBigUint64(at, true)), 27n) * PRIME_1 + PRIME_4);
  if (at + 4 <= length) {
    hash = wrap(rotate(hash ^ wrap(BigInt(view.getUint32(at, true)) * PRIME_1), 23n) * PRIME_2 + PRIME_3);
    at += 4;
  }
  for (; at < length; at += 1) hash = wrap(rotate(hash ^ wrap(BigInt(view.getUint8(at)) * PRIME_5), 11n) * PRIME_1);
  return avalanche(hash);
}

function hashStripes(view: DataView, stripes: number): bigint {
  let first = wrap(PRIME_1 + PRIME_2);
  let second = PRIME_2;
  let third = 0n;
  let fourth = wrap(-PRIME_1);
  for (let at = 0; at < stripes * 32; at += 32) {
    first = round(first, view.getBigUint64(at, true));
    second = round(second, view.getBigUint64(at + 8, true));
    third = round(third, view.getBigUint64(at + 16, true));
    fourth = round(fourth, view.getBigUint64(at + 24, true));
  }
  const mixed = wrap(rotate(first, 1n) + rotate(second, 7n) + rotate(third, 12n) + rotate(fourth, 18n));
  return merge(merge(merge(merge(mixed, first), second), third), fourth);
}

function avalanche(hash: bigint): bigint {
  const once = wrap((hash ^ (hash >> 33n)) * PRIME_2);
  const twice = wrap((once ^ (once >> 29n)) * PRIME_3);
  return twice ^ (twice >> 32n);
}
