import * as fc from 'fast-check';
import { expect, test } from 'vitest';
import { RowMemory, wordOf } from '#engine/mirror/worker/row-memory.ts';

const WORD_BYTES = 4;

interface Row {
  readonly address: number;
  readonly mark: number;
  readonly sizeBytes: number;
}

/** The bytes that are its owner's. */
function bytesOf(memory: RowMemory, { address, sizeBytes }: Row): Buffer {
  const start = (wordOf(address) + 1) * WORD_BYTES;
  return memory.pageOf(address).bytes.subarray(start, start + sizeBytes);
}

const step = fc.oneof(
  { weight: 5, arbitrary: fc.record({ is: fc.constant('take' as const), sizeBytes: fc.integer({ min: 1, max: 3_000 }) }) },
  { weight: 1, arbitrary: fc.record({ is: fc.constant('take' as const), sizeBytes: fc.integer({ min: 500_000, max: 1_500_000 }) }) },
  { weight: 3, arbitrary: fc.record({ is: fc.constant('give back' as const), which: fc.nat() }) },
);

test('property: no row lies in another one, however often room is taken and given back', () => {
  fc.assert(
    fc.property(fc.array(step, { maxLength: 60 }), (steps) => {
      const memory = new RowMemory();
      const rows: Row[] = [];
      for (const [index, one] of steps.entries()) {
        if (one.is === 'give back') {
          for (const { address } of rows.splice(one.which % (rows.length + 1), 1)) memory.giveBack(address);
        } else {
          const row = { address: memory.take(one.sizeBytes), mark: (index % 255) + 1, sizeBytes: one.sizeBytes };
          bytesOf(memory, row).fill(row.mark);
          rows.push(row);
        }
      }
      for (const row of rows) {
        const bytes = bytesOf(memory, row);
        expect(memory.fits(row.address, row.sizeBytes)).toBe(true);
        expect(bytes.length).toBe(row.sizeBytes);
        expect(bytes.equals(Buffer.alloc(row.sizeBytes, row.mark))).toBe(true);
      }
    }),
    { numRuns: 200 },
  );
});

test('room that was given back is taken again by a row of about the same size', () => {
  const memory = new RowMemory();
  const first = memory.take(1_000);
  memory.take(1_000);
  memory.giveBack(first);
  expect(memory.take(1_010)).toBe(first);
});
