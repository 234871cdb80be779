import * as fc from 'fast-check';
import { expect, test } from 'vitest';
import type { Database } from '#simulator/world/database.ts';
import { isNow, PACE, timePasses } from '#test/support/passing-time.ts';
import { aServedWorld, firstPool } from '#test/support/served-world.ts';
import { aTestEngine, connected } from '#test/support/test-engine.ts';
import { expectTruth } from '#test/support/truth.ts';
import { faults } from './fault-table.ts';

const trouble = fc.record({
  fault: fc.constantFrom(...faults),
  /** Changes while it lasts, that nobody may be able to tell of. */
  changes: fc.array(fc.record({ is: fc.constantFrom('rename', 'create', 'destroy'), which: fc.nat(), text: fc.string() }), { maxLength: 20 }),
  lastsMs: fc.integer({ min: 0, max: 20_000 }),
});
type Change = (typeof trouble extends fc.Arbitrary<infer T> ? T : never)['changes'][number];

function make(database: Database, { is, which, text }: Change, name: string): void {
  const refs = database.refs('VDI');
  const ref = refs[which % refs.length] ?? '';
  if (is === 'rename') database.set('VDI', ref, { name_label: text.replaceAll(/\p{Cc}/gu, '') });
  else if (is === 'create') database.create('VDI', `OpaqueRef:${name}`, { ...database.get('VDI', ref), uuid: name, VBDs: [] });
  else if (name !== '' && ref.startsWith('OpaqueRef:made-')) database.destroy('VDI', ref);
}

/** Whatever goes wrong, in whichever order: once it is over, all that was told adds up to the pool as it is. */
test('snapshot and deltas add up to a fresh snapshot under random faults', async () => {
  let runs = 0;
  await fc.assert(
    fc.asyncProperty(fc.array(trouble, { minLength: 1, maxLength: 3 }), async (troubles) => {
      runs += 1;
      await using served = await aServedWorld('two-hosts-iscsi', { speed: PACE });
      served.world.slowness = 0;
      const engine = aTestEngine();
      const pool = firstPool(served.world);
      const server = await connected(engine, served);
      for (const [index, { fault, changes, lastsMs }] of troubles.entries()) {
        // A machine that still boots after the last trouble has nothing yet that could go wrong.
        await timePasses(engine, () => pool.master.power === 'on');
        const { master } = pool;
        fault.strike(served.world, master);
        served.refresh();
        changes.forEach((change, position) => make(pool.database, change, `made-${runs}-${index}-${position}`));
        const untilMs = engine.clock.now() + lastsMs;
        await timePasses(engine, () => engine.clock.now() >= untilMs || isNow(engine, 'closed')());
        fault.heal(served.world, master);
        served.refresh();
      }
      await expectTruth({ served, engine, server, password: served.login.password });
      // A good-bye to a server that has fallen silent takes its time too.
      let isClosed = false;
      const closing = engine.engine.close().finally(() => {
        isClosed = true;
      });
      await timePasses(engine, () => isClosed);
      await closing;
    }),
    { numRuns: 8, endOnFailure: true },
  );
  expect(runs).toBeGreaterThan(0);
}, 420_000);
