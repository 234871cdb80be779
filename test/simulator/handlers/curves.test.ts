import { assert, nat, property, uuid } from 'fast-check';
import { expect, test } from 'vitest';
import { createCurveRrd } from '#simulator/world/metrics/curve-rrd.ts';
import { bestArchives } from '#simulator/world/metrics/best-archives.ts';
import { vmSources } from '#simulator/world/metrics/vm-sources.ts';
import { STANDARD_ARCHIVES, type Rrd } from '#simulator/world/metrics/rrd.ts';

const NOW_SEC = Date.UTC(2026, 5, 9, 12, 9, 52) / 1000;
const DAY_SEC = 86_400;

function aVm(uuid: string, { nowSec = NOW_SEC, sinceSec = NOW_SEC - 400 * DAY_SEC } = {}): Rrd {
  const sources = vmSources({ uuid, vcpus: 2, memoryBytes: 2 ** 32, targetBytes: 2 ** 32, hasAgent: true, cards: ['0'], disks: ['xvda'] });
  return createCurveRrd({ lastUpdatedSec: nowSec, sinceSec, sources });
}

test('every value keeps to its bounds and every average lies between minimum and maximum', () => {
  assert(
    property(uuid(), nat({ max: 20 }), nat({ max: 119 }), (id, source, age) => {
      const rrd = aVm(id);
      const index = source % rrd.sources.length;
      const { min = 0, max = 0 } = rrd.sources[index] ?? {};
      for (const stepsPerRow of [12, 720, 17_280]) {
        const [average = Number.NaN, least = Number.NaN, most = Number.NaN] = rrd.archives
          .filter((archive) => archive.stepsPerRow === stepsPerRow)
          .map((archive) => archive.peek(index, age));
        const slack = Math.abs(most) * 1e-6;
        expect(least).toBeLessThanOrEqual(average + slack);
        expect(average).toBeLessThanOrEqual(most + slack);
        expect([least >= min, most <= max]).toEqual([true, true]);
      }
    }),
    { numRuns: 50 },
  );
});

test('a row stays what it was when time passes', () => {
  const earlier = aVm('a-vm');
  const later = aVm('a-vm', { nowSec: NOW_SEC + 50 });
  const rows = (rrd: Rrd, age: number): number[] => rrd.sources.map((_, index) => rrd.archives[0]?.peek(index, age) ?? Number.NaN);
  expect(rows(later, 10)).toEqual(rows(earlier, 0));
});

test('nothing is known from before the VM started', () => {
  const young = aVm('young', { sinceSec: NOW_SEC - 300 });
  const known = (archive: number): number => {
    const { rowCount = 0, peek = () => Number.NaN } = young.archives[archive] ?? {};
    return Array.from({ length: rowCount }, (_, age) => peek(0, age)).filter((value) => !Number.isNaN(value)).length;
  };
  expect([known(0), known(1)]).toEqual([60, 5]);
});

test('the archive asked for is the finest that reaches far enough back', () => {
  const rrd = aVm('a-vm');
  const chosen = (backSec: number, atLeastStepsPerRow = 1): string[] =>
    bestArchives(rrd, { consolidation: undefined, atLeastStepsPerRow, sinceSec: NOW_SEC - backSec }).map(
      ({ consolidation, stepsPerRow }) => `${consolidation} ${stepsPerRow}`,
    );
  expect(chosen(500)).toEqual(['AVERAGE 1']);
  expect(chosen(500, 12)).toEqual(['AVERAGE 12', 'MIN 12', 'MAX 12']);
  expect(chosen(3 * DAY_SEC)[0]).toBe('AVERAGE 720');
  expect(chosen(5 * 366 * DAY_SEC)).toEqual(['AVERAGE 17280', 'MIN 17280', 'MAX 17280']);
  expect(rrd.archives.map(({ consolidation }) => consolidation)).toEqual(STANDARD_ARCHIVES.map(({ consolidation }) => consolidation));
});

test('busy and idle VMs differ, and days differ from nights', () => {
  const loads = Array.from({ length: 40 }, (_, number) => {
    const rrd = aVm(`vm-${number}`);
    const cpu = rrd.sources.findIndex(({ name }) => name === 'cpu_usage');
    const hours = rrd.archives.filter(({ stepsPerRow }) => stepsPerRow === 720)[0];
    return Array.from({ length: 24 }, (_, age) => hours?.peek(cpu, age) ?? 0);
  });
  const means = loads.map((day) => day.reduce((sum, value) => sum + value, 0) / day.length);
  expect(Math.max(...means) / Math.min(...means)).toBeGreaterThan(3);
  const lively = loads.filter((day) => Math.max(...day) > 2 * Math.min(...day));
  expect(lively.length).toBeGreaterThan(10);
});
