/** What a processor can do: 32-bit words of feature flags, written as hexadecimal words joined by dashes. */
export type CpuFeatures = readonly number[];

export function parseFeatures(text: string): CpuFeatures | undefined {
  if (text === '') return [];
  const words = text.split('-');
  return words.every((word) => /^[0-9a-fA-F]{1,8}$/.test(word)) ? words.map((word) => Number.parseInt(word, 16)) : undefined;
}

/** Stored text that is no feature string counts as no features known. */
export function featuresOf(text: string | undefined): CpuFeatures {
  return parseFeatures(text ?? '') ?? [];
}

export function printFeatures(features: CpuFeatures): string {
  return features.map((word) => word.toString(16).padStart(8, '0')).join('-');
}

/** Exactly this many words: missing ones are empty, surplus ones dropped. */
export function zeroExtend(features: CpuFeatures, length: number): CpuFeatures {
  return Array.from({ length }, (_, index) => features[index] ?? 0);
}

/** Words the first has not are taken from the second: an older toolstack did not know of them. */
export function extend(features: CpuFeatures, from: CpuFeatures): CpuFeatures {
  return from.map((word, index) => features[index] ?? word);
}

function combine(a: CpuFeatures, b: CpuFeatures, merge: (x: number, y: number) => number): CpuFeatures {
  const length = Math.max(a.length, b.length);
  const right = zeroExtend(b, length);
  return zeroExtend(a, length).map((word, index) => merge(word, right[index] ?? 0) >>> 0);
}

/** The level of a pool; nothing known about one side leaves the other as it is. */
export function intersect(a: CpuFeatures, b: CpuFeatures): CpuFeatures {
  if (a.length === 0) return b;
  if (b.length === 0) return a;
  return combine(a, b, (x, y) => x & y);
}

export function difference(a: CpuFeatures, b: CpuFeatures): CpuFeatures {
  return combine(a, b, (x, y) => x & ~y);
}

export function isEqual(a: CpuFeatures, b: CpuFeatures): boolean {
  return combine(a, b, (x, y) => x ^ y).every((word) => word === 0);
}

export function isSubset(a: CpuFeatures, b: CpuFeatures): boolean {
  return isEqual(intersect(b, a), a);
}

export function isStrictSubset(a: CpuFeatures, b: CpuFeatures): boolean {
  return isSubset(a, b) && !isEqual(a, b);
}

/** Whether a VM that booted with these features can live on a host that has those. */
export function isCompatible(vm: CpuFeatures, host: CpuFeatures): boolean {
  return isSubset(extend(vm, host), host);
}

export function poolLevel(hosts: readonly CpuFeatures[]): CpuFeatures {
  return hosts.reduce(intersect, []);
}
