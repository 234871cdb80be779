import { describe, expect, test } from 'vitest';
import { floatText, UNKNOWN, type Reading } from '#simulator/world/metrics/reading.ts';
import { rrdJson, rrdXml, updatesJson, updatesXml } from '#simulator/world/metrics/rrd-document.ts';
import { latestValue, updatesOf } from '#simulator/world/metrics/rrd-updates.ts';
import { createSampledRrd, type SampledRrd } from '#simulator/world/metrics/sampled-rrd.ts';
import { STANDARD_ARCHIVES, type Consolidation, type DataSource } from '#simulator/world/metrics/rrd.ts';
import { recordedLines, recordedText, recordingsFolder, tally } from '#test/support/recordings.ts';

const CASES = ['avg_only', 'gap_400s', 'short_aligned', 'short_jitter', 'sparse_60s', 'two_days', 'two_hours'] as const;
/** The queries for single sources were recorded over this many readings of the two-hour case. */
const QUERIED_READINGS = 50;

const AVERAGES_ONLY = STANDARD_ARCHIVES.filter(({ consolidation }) => consolidation === 'AVERAGE').map((kind) => ({ ...kind, unknownShare: 0.5 }));

interface Inputs {
  readonly t0: number;
  readonly use_min_max: boolean;
  readonly series: readonly { name: string; type: DataSource['type']; min: string; max: string; transform: 'identity' | 'inverse' }[];
  readonly samples: readonly (readonly [number, ...Reading[]])[];
}

interface UpdatesLine {
  readonly case: string;
  readonly start: number;
  readonly interval: number;
  readonly cf: Consolidation | null;
  readonly json: boolean;
  readonly document: string | { readonly exception: string };
}

type Line = UpdatesLine | { readonly query_named_ds: string; readonly value: string } | { readonly f_to_s_in: string; readonly f_to_s: string };

/** Whether a reading is an integer shows only in how it is written. */
function readInputs(name: string): Inputs {
  return JSON.parse(recordedText(`5-rrd/${name}.inputs.json.gz`), (_key, value: unknown, context?: { source?: string }) => {
    if (!Array.isArray(value)) return typeof value === 'number' ? { value, source: context?.source ?? '' } : value;
    const [time, ...readings] = value as unknown[];
    return isNumber(time) ? [time.value, ...readings.map(readingOf)] : value;
  }) as Inputs;
}

function isNumber(value: unknown): value is { value: number; source: string } {
  return typeof value === 'object' && value !== null && 'source' in value;
}

function readingOf(value: unknown): Reading {
  if (!isNumber(value)) return UNKNOWN;
  return { is: /[.e]/.test(value.source) ? 'float' : 'integer', value: value.value };
}

function feed(name: string, readings = Number.POSITIVE_INFINITY): SampledRrd {
  const inputs = readInputs(name);
  const startSec = isNumber(inputs.t0) ? inputs.t0.value : inputs.t0;
  const rrd = createSampledRrd({
    startSec,
    sources: inputs.series.map(({ transform, min, max, ...series }) => ({
      ...series,
      min: Number(min),
      max: Number(max),
      ...(transform === 'inverse' ? { transform: (value: number) => 1 - value } : {}),
    })),
    archives: inputs.use_min_max ? STANDARD_ARCHIVES : AVERAGES_ONLY,
  });
  for (const [timeSec, ...values] of inputs.samples.slice(0, readings)) rrd.update(timeSec, values);
  return rrd;
}

function hexFloat(text: string): number {
  const match = /^(-?)0x([01])\.?([0-9a-f]*)p([-+]\d+)$/.exec(text);
  if (match === null) return Number(text === '-infinity' ? '-Infinity' : 'NaN');
  const [, sign, whole, fraction = '', exponent] = match;
  const size = Number.parseInt(`${whole}${fraction}`, 16) / 16 ** fraction.length;
  return (sign === '-' ? -size : size) * 2 ** Number(exponent);
}

function answer(rrd: SampledRrd, line: UpdatesLine): UpdatesLine['document'] {
  const updates = updatesOf(
    [
      { name: 'host:11111111-1111-1111-1111-111111111111', rrd },
      { name: 'vm:22222222-2222-2222-2222-222222222222', rrd },
    ],
    { startSec: line.start, intervalSec: line.interval, consolidation: line.cf ?? undefined },
  );
  if (updates === undefined) return { exception: 'Rrd.No_RRA_Available' };
  return line.json ? updatesJson(updates) : updatesXml(updates);
}

describe.skipIf(recordingsFolder === undefined)('round-robin databases as the real server keeps them', () => {
  test('documents from the same readings', () => {
    const seen = tally('5-rrd/documents');
    for (const name of CASES) {
      const rrd = feed(name);
      seen.compare(`${name}.rrd.json`, rrdJson(rrd), recordedText(`5-rrd/${name}.rrd.json.gz`).trimEnd());
      seen.compare(`${name}.rrd.xml`, rrdXml(rrd, 'client'), recordedText(`5-rrd/${name}.rrd.xml.gz`).trimEnd());
      seen.compare(`${name}.rrd.internal.xml`, rrdXml(rrd, 'on-disk'), recordedText(`5-rrd/${name}.rrd.internal.xml.gz`).trimEnd());
    }
    expect(seen.close()).toEqual([]);
  });

  test('updates, single sources and numbers', () => {
    const seen = tally('5-rrd/rrd_updates');
    const fed = new Map(CASES.map((name) => [name as string, feed(name)]));
    const queried = feed('two_hours', QUERIED_READINGS);
    for (const [index, line] of recordedLines<Line>('5-rrd/rrd_updates').entries()) {
      const id = String(index + 1);
      if ('query_named_ds' in line) {
        seen.compare(id, floatText(latestValue(queried, line.query_named_ds) ?? Number.NaN), line.value);
      } else if ('f_to_s_in' in line) {
        seen.compare(id, floatText(hexFloat(line.f_to_s_in)), line.f_to_s);
      } else if ('document' in line) {
        const rrd = fed.get(line.case);
        seen.compare(id, rrd === undefined ? 'no such case' : answer(rrd, line), line.document);
      }
    }
    expect(seen.close()).toEqual([]);
  });
});
