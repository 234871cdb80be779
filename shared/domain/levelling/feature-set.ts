/** What a processor offers, as servers write it: 32-bit words in hexadecimal, joined by dashes. Newer toolstacks know more words. */
export type FeatureSet = readonly number[];

/** Undefined when the text is none. */
export function readFeatures(text: string): FeatureSet | undefined {
  if (text === '') return [];
  const words = text.split('-').map((word) => (/^[\da-f]{1,8}$/i.test(word) ? Number(`0x${word}`) : undefined));
  return words.every((word) => word !== undefined) ? words : undefined;
}

export function writeFeatures(features: FeatureSet): string {
  return features.map((word) => word.toString(16).padStart(8, '0')).join('-');
}

/** What both have. A side of which nothing is known leaves the other as it is. */
export function commonFeatures(a: FeatureSet, b: FeatureSet): FeatureSet {
  if (a.length === 0 || b.length === 0) return a.length === 0 ? b : a;
  return wordByWord(a, b, (one, other) => one & other);
}

/** What `a` has and `b` has not: what levelling takes from `a`. */
export function featuresBeyond(a: FeatureSet, b: FeatureSet): FeatureSet {
  return wordByWord(a, b, (one, other) => one & ~other);
}

export function haveSameFeatures(a: FeatureSet, b: FeatureSet): boolean {
  return wordByWord(a, b, (one, other) => one ^ other).every((word) => word === 0);
}

/** Whether `whole` has all of `part`; nothing known of `whole` does not tell against it. */
export function includesFeatures(whole: FeatureSet, part: FeatureSet): boolean {
  return haveSameFeatures(commonFeatures(whole, part), part);
}

/** As many words as `known` has: those an older toolstack did not write are taken to be the same. */
export function completedFrom(features: FeatureSet, known: FeatureSet): FeatureSet {
  return known.map((word, index) => features[index] ?? word);
}

export function resized(features: FeatureSet, words: number): FeatureSet {
  return Array.from({ length: words }, (_, index) => features[index] ?? 0);
}

/** Whether a VM that started with these features may go on on a host that offers those. */
export function canMoveTo(host: FeatureSet, vm: FeatureSet): boolean {
  return includesFeatures(host, completedFrom(vm, host));
}

/** What VMs may count on wherever in the pool they run. */
export function levelOf(hosts: readonly FeatureSet[]): FeatureSet {
  return hosts.reduce<FeatureSet>((level, host) => commonFeatures(level, host), []);
}

function wordByWord(a: FeatureSet, b: FeatureSet, join: (one: number, other: number) => number): FeatureSet {
  const words = Math.max(a.length, b.length);
  return Array.from({ length: words }, (_, index) => join(a[index] ?? 0, b[index] ?? 0) >>> 0);
}
