import * as fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import type { Database } from '#simulator/world/database.ts';
import { freshPicture, lasting, sumOf } from '#test/support/pictures.ts';
import { aServedWorld, firstPool } from '#test/support/served-world.ts';
import { aTestEngine, connected, type TestEngine } from '#test/support/test-engine.ts';

/** Everything up to now has been heard when a change made after it has. */
async function caughtUp(engine: TestEngine, database: Database, mark: string): Promise<void> {
  const [vm = ''] = database.refs('VM');
  database.set('VM', vm, { name_label: mark });
  await engine.heard((event) => event.topic === 'pools' && JSON.stringify(event.payload.delta.vm ?? {}).includes(`"${mark}"`));
}

const change = fc.record({
  is: fc.constantFrom('rename', 'retag', 'attach', 'create', 'destroy'),
  which: fc.nat(),
  text: fc.string(),
});
type Change = typeof change extends fc.Arbitrary<infer C> ? C : never;

function make(database: Database, { is, which, text }: Change, position: string): void {
  const table = ['VM', 'VDI', 'network', 'SR'][which % 4] ?? 'VM';
  const refs = database.refs(table);
  // The last one is never destroyed: it is what new ones are made from.
  const ref = refs[(which >> 2) % refs.length] ?? '';
  if (is === 'rename') database.set(table, ref, { name_label: text.replaceAll(/\p{Cc}/gu, '') });
  else if (is === 'retag') database.set(table, ref, { tags: text.split('').filter((letter) => letter > ' ') });
  else if (is === 'attach') toggle(database, 'PBD', which);
  else if (is === 'create')
    database.create('VDI', `OpaqueRef:${position}`, { ...database.get('VDI', database.refs('VDI').at(-1) ?? ''), uuid: position, VBDs: [] });
  else if (database.refs('VDI').length > 1) database.destroy('VDI', database.refs('VDI')[0] ?? '');
}

function toggle(database: Database, table: string, which: number): void {
  const refs = database.refs(table);
  const ref = refs[which % refs.length] ?? '';
  database.set(table, ref, { currently_attached: database.get(table, ref)['currently_attached'] !== true });
}

test('property: the first picture and all deltas add up to a fresh picture', async () => {
  await using served = await aServedWorld('two-hosts-iscsi');
  await using engine = aTestEngine();
  await connected(engine, served);
  const { database } = firstPool(served.world);
  let round = 0;
  await fc.assert(
    fc.asyncProperty(fc.array(change, { maxLength: 30 }), async (changes) => {
      round += 1;
      changes.forEach((one, index) => make(database, one, `made-${round}-${index}`));
      await caughtUp(engine, database, `round-${round}`);
      expect(lasting(sumOf(engine))).toEqual(lasting(await freshPicture(served)));
    }),
    { numRuns: 12, endOnFailure: true },
  );
});

describe.each([
  ['fewer than the server remembers', 200],
  ['more than the server remembers', 600],
])('a burst of deletions, %s', (_what, count) => {
  test('leaves nothing behind', async () => {
    await using served = await aServedWorld('two-hosts-iscsi');
    await using engine = aTestEngine();
    const { database } = firstPool(served.world);
    const model = database.get('VDI', database.refs('VDI')[0] ?? '');
    const made = Array.from({ length: count }, (_, index) => `OpaqueRef:many-${index}`);
    for (const ref of made) database.create('VDI', ref, { ...model, uuid: ref, VBDs: [] });
    await connected(engine, served);
    expect(sumOf(engine).vdi.size).toBe(database.refs('VDI').length);
    for (const ref of made) database.destroy('VDI', ref);
    await engine.heard(() => sumOf(engine).vdi.size === database.refs('VDI').length);
    expect([...sumOf(engine).vdi.keys()].sort()).toEqual([...database.refs('VDI')].sort());
  });
});
