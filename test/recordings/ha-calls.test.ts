import { expect, test } from 'vitest';
import { type HaState, rowsOfState } from '#test/support/recorded-ha.ts';
import { contentsOf, RECORDED_AT } from '#test/support/recorded-pool.ts';
import { type RecordedWorld, recordedWorld } from '#test/support/recorded-world.ts';
import { recordedLines, recordingsFolder, tally } from '#test/support/recordings.ts';

interface CallLine {
  readonly name: string;
  readonly method: string;
  readonly params: readonly unknown[];
  readonly json: unknown;
}

interface RandomLine {
  readonly name: string;
  readonly configuration: unknown;
  readonly failed_hosts: unknown;
  readonly failed_vms: unknown;
  readonly json: unknown;
}

const POOL = 'OpaqueRef:9b39b02d-86ef-ba86-7a2d-bb7332cb3858';

async function worldOf(state: HaState): Promise<RecordedWorld> {
  const [master = ''] = Object.keys(state.hosts);
  return recordedWorld({ contents: await contentsOf(rowsOfState(state), master, POOL), master, startMs: RECORDED_AT });
}

/** Maps are compared whatever the order of their entries. */
function sorted(value: unknown): unknown {
  if (typeof value !== 'object' || value === null || Array.isArray(value)) return value;
  return Object.fromEntries(
    Object.entries(value)
      .toSorted(([a], [b]) => (a < b ? -1 : 1))
      .map(([key, item]) => [key, sorted(item)]),
  );
}

test.skipIf(recordingsFolder === undefined)('the simulated pool answers HA calls as the recorded one', async () => {
  const score = tally('7-live/ha_calls');
  let recorded: RecordedWorld | undefined;
  for (const [index, line] of recordedLines<CallLine & HaState>('7-live/ha_calls').entries()) {
    if (line.name === 'STATE initial') recorded = await worldOf(line);
    if (recorded === undefined || line.name.startsWith('STATE')) continue;
    const { session, ask } = recorded;
    const { text } = await ask(line.method, [session.ref, ...line.params.slice(1)]);
    score.compare(`${index} ${line.name}`, sorted(JSON.parse(text)), sorted(line.json));
  }
  expect(score.close()).toEqual([]);
});

test.skipIf(recordingsFolder === undefined)('the simulated pool plans for random pools as the recorded one', async () => {
  const score = tally('7-live/ha_random');
  let recorded: RecordedWorld | undefined;
  for (const [index, line] of recordedLines<RandomLine & HaState>('7-live/ha_random').entries()) {
    if (line.name === 'STATE') recorded = await worldOf(line);
    if (recorded === undefined || line.name === 'STATE') continue;
    const { session, ask } = recorded;
    const isPlan = line.name === 'failover_plan';
    const { text } = isPlan
      ? await ask('pool.ha_compute_vm_failover_plan', [session.ref, line.failed_hosts, line.failed_vms])
      : await ask('pool.ha_compute_hypothetical_max_host_failures_to_tolerate', [session.ref, line.configuration]);
    const answer: { readonly result?: unknown } = JSON.parse(text);
    score.compare(`${index} ${line.name}`, sorted(answer.result), sorted(line.json));
  }
  expect(score.close()).toEqual([]);
});
