import { expect, test } from 'vitest';
import {
  type CpuFeatures,
  difference,
  extend,
  featuresOf,
  intersect,
  isCompatible,
  isEqual,
  isStrictSubset,
  isSubset,
  parseFeatures,
  poolLevel,
  printFeatures,
  zeroExtend,
} from '#simulator/world/cpu-features.ts';
import { recordedLines, recordingsFolder, tally } from '#test/support/recordings.ts';

type Recorded =
  | { readonly op: 'parse'; readonly in: string; readonly out: unknown }
  | { readonly op: 'pair'; readonly a: string; readonly b: string }
  | { readonly op: 'fold_intersect_from_empty'; readonly hosts: readonly string[]; readonly out: string };

function parsed(text: string) {
  const features = parseFeatures(text);
  const refusal = { exception: `Cpuid.InvalidFeatureString("${text}")` };
  return { op: 'parse', in: text, out: features ?? refusal, reprint: features === undefined ? refusal : printFeatures(features) };
}

function compared(a: string, b: string) {
  const left: CpuFeatures = featuresOf(a);
  const right: CpuFeatures = featuresOf(b);
  return {
    op: 'pair',
    a,
    b,
    intersect: printFeatures(intersect(left, right)),
    diff_a_minus_b: printFeatures(difference(left, right)),
    is_equal: isEqual(left, right),
    is_subset: isSubset(left, right),
    is_strict_subset: isStrictSubset(left, right),
    extend_a_to_b: printFeatures(extend(left, right)),
    zero_extend_a_to_len_b: printFeatures(zeroExtend(left, right.length)),
    vm_a_compatible_with_host_b: isCompatible(left, right),
  };
}

function answer(line: Recorded): { readonly id: string; readonly ours: unknown } {
  if (line.op === 'parse') return { id: `parse ${line.in}`, ours: parsed(line.in) };
  if (line.op === 'pair') return { id: `${line.a} with ${line.b}`, ours: compared(line.a, line.b) };
  return { id: line.hosts.join(' '), ours: { ...line, out: printFeatures(poolLevel(line.hosts.map(featuresOf))) } };
}

test.skipIf(recordingsFolder === undefined)('processor features are read, compared and levelled as on the recorded server', () => {
  const score = tally('4-cpu/cpu');
  for (const line of recordedLines<Recorded>('4-cpu/cpu')) {
    const { id, ours } = answer(line);
    score.compare(id, ours, line);
  }
  expect(score.close()).toEqual([]);
});
