/**
 * Releases in the order they came, as the data model names them. After the last of these the model
 * counts by the version of xapi ('1.250.0', '24.19.1').
 */
const CODE_NAMES = [
  'rio',
  'miami',
  'symc',
  'orlando',
  'orlando-update-1',
  'george',
  'midnight-ride',
  'cowley',
  'boston',
  'tampa',
  'clearwater',
  'vgpu-tech-preview',
  'vgpu-productisation',
  'clearwater-felton',
  'clearwater-whetstone',
  'creedence',
  'cream',
  'indigo',
  'dundee',
  'ely',
  'falcon',
  'inverness',
  'jura',
  'kolkata',
  'lima',
  'naples',
  'oslo',
  'quebec',
  'stockholm',
  'stockholm_psr',
] as const;

const VERSION = /^\d+(\.\d+)*$/;

/** Negative when `a` came before `b`. A release nobody knows throws: guessing its place would falsify a whole model. */
export function compareReleases(a: string, b: string): number {
  const left = partsOf(a);
  const right = partsOf(b);
  for (let index = 0; index < Math.max(left.length, right.length); index += 1) {
    const difference = (left[index] ?? 0) - (right[index] ?? 0);
    if (difference !== 0) return difference;
  }
  return 0;
}

/** A code name counts as [0, its place], so that it comes before every version. */
function partsOf(release: string): readonly number[] {
  if (VERSION.test(release)) return release.split('.').map(Number);
  const place = CODE_NAMES.findIndex((name) => name === release);
  if (place < 0) throw new RangeError(`unknown release ${release}`);
  return [0, place];
}
