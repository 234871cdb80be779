import type { FeatureSet } from './feature-set.ts';

/** Bits that people know by a name, by the word they stand in: leaf 1 EDX and ECX, the extended pair, 0xD, then leaf 7. */
const NAMES: readonly Readonly<Record<number, string>>[] = [
  { 23: 'MMX', 25: 'SSE', 26: 'SSE2', 28: 'hyper-threading' },
  {
    0: 'SSE3',
    1: 'PCLMULQDQ',
    9: 'SSSE3',
    12: 'FMA',
    13: 'CMPXCHG16B',
    17: 'PCID',
    19: 'SSE4.1',
    20: 'SSE4.2',
    21: 'x2APIC',
    22: 'MOVBE',
    23: 'POPCNT',
    25: 'AES',
    26: 'XSAVE',
    28: 'AVX',
    29: 'F16C',
    30: 'RDRAND',
  },
  { 20: 'NX', 26: '1 GB pages', 27: 'RDTSCP', 29: '64-bit mode' },
  { 5: 'LZCNT', 6: 'SSE4A', 8: 'PREFETCHW', 11: 'XOP', 16: 'FMA4', 21: 'TBM' },
  { 0: 'XSAVEOPT', 1: 'XSAVEC', 3: 'XSAVES' },
  {
    0: 'FSGSBASE',
    3: 'BMI1',
    4: 'TSX',
    5: 'AVX2',
    7: 'SMEP',
    8: 'BMI2',
    9: 'ERMS',
    10: 'INVPCID',
    11: 'TSX',
    14: 'MPX',
    16: 'AVX-512',
    17: 'AVX-512',
    18: 'RDSEED',
    19: 'ADX',
    20: 'SMAP',
    21: 'AVX-512',
    23: 'CLFLUSHOPT',
    24: 'CLWB',
    26: 'AVX-512',
    27: 'AVX-512',
    28: 'AVX-512',
    29: 'SHA',
    30: 'AVX-512',
    31: 'AVX-512',
  },
  { 1: 'AVX-512', 3: 'PKU', 6: 'AVX-512', 8: 'GFNI', 9: 'VAES', 10: 'VPCLMULQDQ', 11: 'AVX-512', 12: 'AVX-512', 14: 'AVX-512', 22: 'RDPID' },
];

/** What a difference is made of: names once each, and how many bits have none here. */
export function featureNames(features: FeatureSet): { readonly names: readonly string[]; readonly others: number } {
  const names = new Set<string>();
  let others = 0;
  for (const [index, word] of features.entries()) {
    for (let bit = 0; bit < 32; bit += 1) {
      if (((word >>> bit) & 1) === 0) continue;
      const name = NAMES[index]?.[bit];
      if (name === undefined) others += 1;
      else names.add(name);
    }
  }
  return { names: [...names], others };
}
