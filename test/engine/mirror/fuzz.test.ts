import * as fc from 'fast-check';
import { expect, test } from 'vitest';
import { deltaSchema } from '#shared/contract/inventory-schema.ts';
import type { Reading } from '#engine/mirror/worker/protocol.ts';
import { aDecodedPool } from '#test/support/decoded.ts';

/** All of them where time is no matter, a sample in everyday runs. */
const MUTATIONS = Number(process.env['FUZZ_MUTATIONS'] ?? 5_000);
const DELTAS_LOOKED_AT = 200;
const LIFETIME = 200;

const vm = {
  uuid: 'u',
  name_label: 'caf\u00e9 "x" \\',
  power_state: 'Running',
  tags: ['a', 'b'],
  order: 12,
  current_operations: { t: 'start' },
  snapshot_time: '20260609T12:34:56Z',
};
const seeds: readonly (readonly [Reading, string])[] = [
  [{ is: 'records', of: 'vm' }, JSON.stringify({ jsonrpc: '2.0', result: { 'OpaqueRef:a': vm, 'OpaqueRef:b': vm }, id: 1 })],
  [{ is: 'references', of: 'vm' }, JSON.stringify({ jsonrpc: '2.0', result: ['OpaqueRef:a', 'OpaqueRef:b'], id: 1 })],
  [
    { is: 'events' },
    JSON.stringify({
      jsonrpc: '2.0',
      result: {
        events: [
          { id: '1', class: 'vm', operation: 'add', ref: 'OpaqueRef:c', snapshot: vm },
          { id: '2', class: 'vm', operation: 'del', ref: 'OpaqueRef:a' },
        ],
        valid_ref_counts: { vm: 2 },
        token: '1,2',
      },
      id: 1,
    }),
  ],
  [
    { is: 'old-events' },
    JSON.stringify({ result: [{ id: '1', class: 'VM', operation: 'mod', ref: 'OpaqueRef:a', snapshot: vm }], error: null, id: 1 }),
  ],
];

function at(index: number): readonly [Reading, string] {
  const seed = seeds[index];
  if (seed === undefined) throw new RangeError('no seed');
  return seed;
}

/** Bytes changed, left out, doubled or cut off: what a broken server or a hostile one may send. */
const mutation = fc.record({
  seed: fc.nat({ max: seeds.length - 1 }),
  edits: fc.array(fc.record({ at: fc.nat({ max: 600 }), take: fc.nat({ max: 12 }), put: fc.oneof(fc.uint8Array({ maxLength: 6 }), punctuation()) }), {
    minLength: 1,
    maxLength: 4,
  }),
  pieceBytes: fc.integer({ min: 1, max: 700 }),
});

function punctuation(): fc.Arbitrary<Uint8Array> {
  return fc.array(fc.constantFrom(...'{}[]",:\\u0e-tfn '.split('')), { maxLength: 6 }).map((letters) => Buffer.from(letters.join('')));
}

test(`${MUTATIONS} spoilt answers never end the decoder, and what it tells stays a delta`, () => {
  let lookedAt = 0;
  let run = 0;
  let pool = aDecodedPool();
  fc.assert(
    fc.property(mutation, ({ seed, edits, pieceBytes }) => {
      const [reading, text] = at(seed);
      let bytes = Buffer.from(text);
      for (const { at, take, put } of edits) bytes = Buffer.concat([bytes.subarray(0, at), put, bytes.subarray(at + take)]);
      // What one spoilt answer leaves behind the next one meets, for a while.
      run += 1;
      if (run % LIFETIME === 0) pool = aDecodedPool();
      const [, wellFormed] = at(0);
      pool.answer({ is: 'records', of: 'vm' }, wellFormed);
      const told = pool.deltas.length;
      const reply = pool.answer(reading, bytes, pieceBytes);
      expect(['read', 'refused', 'not-xapi']).toContain(reply.is);
      for (const delta of pool.deltas.slice(told)) {
        if (lookedAt >= DELTAS_LOOKED_AT) break;
        lookedAt += 1;
        deltaSchema.parse(delta);
      }
      // It goes on as if nothing had happened.
      pool.answer({ is: 'records', of: 'vm' }, wellFormed);
      expect([...pool.inventory.vm.keys()].sort()).toEqual(['OpaqueRef:a', 'OpaqueRef:b']);
    }),
    { numRuns: MUTATIONS },
  );
}, 120_000);
