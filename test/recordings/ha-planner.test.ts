import { expect, test } from 'vitest';
import { survivesByEstimate } from '#shared/domain/ha/approximate.ts';
import { survivesEverySequence } from '#shared/domain/ha/exhaustive.ts';
import { isImpossible, methodFor, mostFailures, survives } from '#shared/domain/ha/failures.ts';
import { haFactsOf } from '#shared/domain/ha/ha-facts.ts';
import { pack, type PlanPool } from '#shared/domain/ha/packing.ts';
import { serverTolerance } from '#shared/domain/ha/tolerance.ts';
import { planRestarts } from '#shared/domain/ha/what-if.ts';
import type { VmRef } from '#shared/domain/inventory/watched.ts';
import { type HaState, inventoryOfState } from '#test/support/recorded-ha.ts';
import { recordedLines, recordingsFolder, tally } from '#test/support/recordings.ts';

type Answer = boolean | null | { readonly exception: string };

interface RecordedPool {
  readonly note: string;
  readonly total_hosts: number;
  readonly hosts: readonly { readonly id: string; readonly free: number }[];
  readonly vms: readonly { readonly id: string; readonly size: number; readonly host: string | null }[];
  readonly failures: readonly {
    readonly r: number;
    readonly heuristic: string;
    readonly trivially_impossible: boolean;
    readonly exhaustive: Answer;
    readonly approximate: Answer;
    readonly chosen: Answer;
  }[];
  readonly max_bisect: number | null;
  readonly single_host_failure: readonly {
    readonly dead: string;
    readonly failed: readonly string[];
    readonly plan: readonly (readonly [string, string])[];
    readonly complete: boolean;
    readonly free_after: readonly (readonly [string, number])[];
  }[];
  readonly offline_start: { readonly vms: readonly string[]; readonly plan: readonly (readonly [string, string])[]; readonly free_after: unknown };
}

const DIVIDED = { exception: 'Division_by_zero' };

/** A method is recorded beside the one the server chooses; null where it was not run. */
function failureAnswers(pool: PlanPool, { r, exhaustive }: RecordedPool['failures'][number]) {
  const isHopeless = isImpossible(pool, r);
  const estimate = isHopeless ? false : (survivesByEstimate(pool, r) ?? DIVIDED);
  const isDivided = methodFor(pool.totalHosts, r) === 'approximate' && estimate === DIVIDED && !survives(pool, r);
  return {
    heuristic: methodFor(pool.totalHosts, r),
    trivially_impossible: isHopeless,
    exhaustive: exhaustive === null ? null : !isHopeless && survivesEverySequence(pool, r),
    approximate: estimate,
    chosen: isDivided ? DIVIDED : survives(pool, r),
  };
}

function packed(hosts: PlanPool['hosts'], vms: PlanPool['vms']) {
  const { placed, unplaced, hosts: after } = pack(hosts, vms);
  return {
    failed: vms.map(({ id }) => id),
    plan: placed.toReversed().map(({ vm, host }) => [vm, host]),
    complete: unplaced.length === 0,
    free_after: after.map(({ id, freeBytes }) => [id, freeBytes]),
  };
}

test.skipIf(recordingsFolder === undefined).each(['ha_small', 'ha_large'])('every plan is the recorded server’s: %s', (name) => {
  const score = tally(`1-ha/${name}`);
  for (const [index, line] of recordedLines<RecordedPool>(`1-ha/${name}`).entries()) {
    const pool: PlanPool = {
      totalHosts: line.total_hosts,
      hosts: line.hosts.map(({ id, free }) => ({ id, freeBytes: free })),
      vms: line.vms.map(({ id, size, host }) => ({ id, sizeBytes: size, host: host ?? undefined })),
    };
    const homeless = packed(
      pool.hosts,
      pool.vms.filter(({ host }) => host === undefined),
    );
    const ours = {
      failures: line.failures.map((recorded) => ({ r: recorded.r, check_error: null, ...failureAnswers(pool, recorded) })),
      max_bisect: line.max_bisect === null ? null : mostFailures(pool),
      single_host_failure: line.single_host_failure.map(({ dead }) => ({
        dead,
        ...packed(
          pool.hosts.filter(({ id }) => id !== dead),
          pool.vms.filter(({ host }) => host === dead),
        ),
      })),
      offline_start: { vms: homeless.failed, plan: homeless.plan, free_after: homeless.free_after },
    };
    const { failures, max_bisect, single_host_failure, offline_start } = line;
    score.compare(`${index} ${line.note}`, ours, { failures, max_bisect, single_host_failure, offline_start });
  }
  expect(score.close()).toEqual([]);
});

interface RandomLine {
  readonly name: string;
  readonly configuration: Readonly<Record<string, string>>;
  readonly failed_hosts: readonly string[];
  readonly failed_vms: readonly string[];
  readonly json: unknown;
}

interface CallLine {
  readonly name: string;
  readonly params?: readonly unknown[];
  readonly json?: { readonly result?: unknown; readonly error?: unknown };
}

/** Answers of the planning calls over the same state; undefined for other lines. */
function planningOver(state: HaState) {
  const facts = haFactsOf(inventoryOfState(state));
  const restarted = (priorities: Readonly<Record<string, string>>) =>
    new Set(facts.vms.filter(({ ref }) => priorities[ref] === 'restart').map(({ ref }) => ref));
  const max = (vms: ReadonlySet<VmRef>) => serverTolerance(facts, vms).failures;
  function plan(failedHosts: readonly string[], failedVms: readonly string[]): unknown {
    const hosts = facts.hosts.filter(({ ref }) => !failedHosts.includes(ref));
    // In the order they were given, which decides between equals.
    const vms = failedVms.flatMap((failed) => facts.vms.filter(({ ref }) => ref === failed));
    const { homes } = planRestarts(
      hosts.map(({ ref, freeBytes }) => ({ id: ref, freeBytes })),
      vms,
    );
    const answers = vms.map((vm): [string, unknown] => {
      const host = homes.get(vm.ref);
      const reason = vm.obstacles.length > 0 ? 'HA_CONSTRAINT_VIOLATION_SR_NOT_SHARED' : 'HOST_NOT_ENOUGH_FREE_MEMORY';
      return [vm.ref, host === undefined ? { error_code: reason } : { host }];
    });
    return sorted(Object.fromEntries(answers));
  }
  function firstObstacle(vm: VmRef): unknown {
    const [obstacle] = facts.vms.find(({ ref }) => ref === vm)?.obstacles ?? [];
    if (obstacle === undefined) return undefined;
    return { code: 1, message: 'HA_CONSTRAINT_VIOLATION_SR_NOT_SHARED', data: obstacle.is === 'storage' ? [obstacle.sr] : [] };
  }
  return { facts, max, restarted, plan, firstObstacle };
}

function sorted(map: unknown): unknown {
  return typeof map === 'object' && map !== null ? Object.fromEntries(Object.entries(map).toSorted(([a], [b]) => (a < b ? -1 : 1))) : map;
}

test.skipIf(recordingsFolder === undefined)('what the recorded server says over random pools is what we say', () => {
  const score = tally('7-live/ha_random');
  let planning: ReturnType<typeof planningOver> | undefined;
  for (const [index, line] of recordedLines<RandomLine & HaState>('7-live/ha_random').entries()) {
    if (line.name === 'STATE') planning = planningOver(line);
    else if (planning !== undefined) {
      const isPlan = line.name === 'failover_plan';
      const ours = isPlan ? planning.plan(line.failed_hosts, line.failed_vms) : planning.max(planning.restarted(line.configuration));
      score.compare(`${index} ${line.name}`, ours, sorted(line.json));
    }
  }
  expect(score.close()).toEqual([]);
});

/** undefined for calls that plan nothing. */
function plannedAnswer({ facts, ...planning }: ReturnType<typeof planningOver>, { name, params: [, first, second] = [] }: CallLine): unknown {
  switch (name) {
    case 'hypothetical':
      return planning.max(planning.restarted(first as Record<string, string>));
    case 'max':
    case 'max none protected':
      // HA was off: the server counts those it would keep running all the same.
      return planning.max(new Set(facts.vms.filter((vm) => vm.isAlwaysRun && vm.priority === 'restart').map(({ ref }) => ref)));
    case 'agile':
      return planning.firstObstacle(first as VmRef) ?? '';
    case 'plan':
      return planning.plan(first as string[], second as string[]);
    default:
      return undefined;
  }
}

test.skipIf(recordingsFolder === undefined)('planning calls answer over the recorded pool as we do', () => {
  const score = tally('7-live/ha_calls as planned');
  let planning: ReturnType<typeof planningOver> | undefined;
  for (const [index, line] of recordedLines<CallLine & HaState>('7-live/ha_calls').entries()) {
    if (line.name.startsWith('STATE')) planning = planningOver(line);
    const recorded = line.json?.result ?? (line.name === 'agile' ? line.json?.error : undefined);
    const ours = planning === undefined ? undefined : plannedAnswer(planning, line);
    if (ours !== undefined && recorded !== undefined) score.compare(String(index), sorted(ours), sorted(recorded));
  }
  expect(score.close()).toEqual([]);
});
