import { startPool } from '#simulator/world/build/start-pool.ts';
import { text } from '#simulator/world/fields.ts';
import type { Ref } from '#simulator/world/value.ts';
import type { PoolState } from '#simulator/world/world.ts';
import { draftPlainPool } from './plain-pool.ts';
import type { Scenario, Stage } from './scenario.ts';

/** Long enough for either master to have given up on the hosts that no longer report to it. */
const SINCE_MS = 15 * 60_000;

export const splitBrain: Scenario = {
  name: 'split-brain',
  description: 'Two masters claim one pool: the second was promoted while the first was only cut off',
  leadMs: SINCE_MS,
  build,
};

function build(stage: Stage): void {
  const draft = draftPlainPool(stage, { name: 'split', hostPrefix: 'split', hostCount: 3, addressPrefix: '10.7.0', vmCount: 9 });
  const [first, second, third] = draft.refs('host');
  if (first === undefined || second === undefined || third === undefined) throw new RangeError('a split needs three hosts');
  const old = startPool(stage.world, draft, { claim: { master: first, machines: [first, third] } });
  const promoted = startPool(stage.world, draft, { claim: { master: second, machines: [second] } });
  loseSightOf(old, [second]);
  loseSightOf(promoted, [first, third]);
}

function loseSightOf(pool: PoolState, hosts: readonly Ref[]): void {
  for (const host of hosts) pool.database.set('host_metrics', text(pool.database.get('host', host), 'metrics'), { live: false });
}
