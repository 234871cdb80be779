import { expect, test } from 'vitest';
import * as product from '#shared/domain/levelling/feature-set.ts';
import { unreachable } from '#shared/kernel/unreachable.ts';
import * as simulated from '#simulator/world/cpu-features.ts';
import { recordedLines, recordingsFolder, tally } from '#test/support/recordings.ts';

type Recorded =
  | { readonly op: 'parse'; readonly in: string; readonly out: unknown }
  | { readonly op: 'pair'; readonly a: string; readonly b: string }
  | { readonly op: 'fold_intersect_from_empty'; readonly hosts: readonly string[]; readonly out: string };

type Features = readonly number[];

/** What two independent readings of the same rules have in common. */
interface Reading {
  readonly parse: (text: string) => Features | undefined;
  readonly print: (features: Features) => string;
  readonly level: (hosts: readonly Features[]) => Features;
  readonly compare: (a: Features, b: Features) => Readonly<Record<string, Features | boolean>>;
}

const readings: Readonly<Record<string, Reading>> = {
  product: {
    parse: product.readFeatures,
    print: product.writeFeatures,
    level: product.levelOf,
    compare: (a, b) => ({
      intersect: product.commonFeatures(a, b),
      diff_a_minus_b: product.featuresBeyond(a, b),
      is_equal: product.haveSameFeatures(a, b),
      is_subset: product.includesFeatures(b, a),
      is_strict_subset: product.includesFeatures(b, a) && !product.haveSameFeatures(a, b),
      extend_a_to_b: product.completedFrom(a, b),
      zero_extend_a_to_len_b: product.resized(a, b.length),
      vm_a_compatible_with_host_b: product.canMoveTo(b, a),
    }),
  },
  simulator: {
    parse: simulated.parseFeatures,
    print: simulated.printFeatures,
    level: simulated.poolLevel,
    compare: (a, b) => ({
      intersect: simulated.intersect(a, b),
      diff_a_minus_b: simulated.difference(a, b),
      is_equal: simulated.isEqual(a, b),
      is_subset: simulated.isSubset(a, b),
      is_strict_subset: simulated.isStrictSubset(a, b),
      extend_a_to_b: simulated.extend(a, b),
      zero_extend_a_to_len_b: simulated.zeroExtend(a, b.length),
      vm_a_compatible_with_host_b: simulated.isCompatible(a, b),
    }),
  },
};

function answer(reading: Reading, line: Recorded): { readonly id: string; readonly ours: unknown } {
  const read = (text: string): Features => reading.parse(text) ?? [];
  switch (line.op) {
    case 'parse': {
      const features = reading.parse(line.in);
      const refusal = { exception: `Cpuid.InvalidFeatureString("${line.in}")` };
      const reprint = features === undefined ? refusal : reading.print(features);
      return { id: `parse ${line.in}`, ours: { op: 'parse', in: line.in, out: features ?? refusal, reprint } };
    }
    case 'pair': {
      const facts = Object.entries(reading.compare(read(line.a), read(line.b)));
      const printed = facts.map(([name, value]) => [name, typeof value === 'boolean' ? value : reading.print(value)]);
      return { id: `${line.a} with ${line.b}`, ours: { op: 'pair', a: line.a, b: line.b, ...Object.fromEntries(printed) } };
    }
    case 'fold_intersect_from_empty':
      return { id: line.hosts.join(' '), ours: { ...line, out: reading.print(reading.level(line.hosts.map(read))) } };
    default:
      return unreachable(line);
  }
}

test.skipIf(recordingsFolder === undefined).each(Object.keys(readings))(
  'processor features are read, compared and levelled as on the recorded server: %s',
  (name) => {
    const score = tally('4-cpu/cpu');
    for (const line of recordedLines<Recorded>('4-cpu/cpu')) {
      const reading = readings[name];
      if (reading === undefined) throw new Error(`no reading ${name}`);
      const { id, ours } = answer(reading, line);
      score.compare(id, ours, line);
    }
    expect(score.close()).toEqual([]);
  },
);
