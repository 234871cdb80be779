import { mostFailures } from '#shared/domain/ha/failures.ts';
import type { PlanPool } from '#shared/domain/ha/packing.ts';
import { hasRoom } from '#shared/domain/ha/room.ts';
import { protectedNow, serverTolerance } from '#shared/domain/ha/tolerance.ts';
import { everySingleFailure, whatIf } from '#shared/domain/ha/what-if.ts';
import { bisect, isAlwaysPossible } from '#simulator/world/ha/plan/bin-packing.ts';
import { measure, medianFigure, printReport, rowsOf, type Subject } from './harness.ts';
import { sixteenCandidates } from './join-sixteen.ts';
import { largePool, randomPool, seeded } from './random-pools.ts';

// What the HA planner takes for the largest pool, and whether it ever promises more than the server would.
const HOSTS = 64;
const VMS = 5_000;
const POOLS = 10_000;

const facts = largePool(HOSTS, VMS);
const protectedVms = protectedNow(facts);
const [first, second] = facts.hosts;
if (first === undefined || second === undefined) throw new Error('the large pool has hosts');

/** The simulator's reading of the server, which knows nothing of ours. */
function theServers({ hosts, vms, totalHosts }: PlanPool): number {
  const configuration = {
    hosts: hosts.map(({ id, freeBytes }) => [id, freeBytes] as const),
    vms: vms.map(({ id, sizeBytes }) => [id, sizeBytes] as const),
    placement: vms.flatMap(({ id, host }) => (host === undefined ? [] : [[id, host] as const])),
    totalHosts,
  };
  return bisect((failures) => isAlwaysPossible(configuration, failures), 0, totalHosts);
}

/** More than the server promises, or a promise that memory cannot keep; a pool that is overfull now is promised nothing. */
function isOptimistic(pool: PlanPool): boolean {
  const ours = mostFailures(pool);
  return ours > theServers(pool) || hasRoom(pool, Math.min(ours, pool.hosts.length)) === 'no';
}

const random = seeded(7);
const optimistic = Array.from({ length: POOLS }, () => randomPool(random)).filter(isOptimistic).length;

const sixteen = await sixteenCandidates();
const subjects: readonly Subject[] = [
  { name: 'what if one host fails', once: () => void whatIf(facts, protectedVms, new Set([first.ref])) },
  { name: 'what if two hosts fail', once: () => void whatIf(facts, protectedVms, new Set([first.ref, second.ref])) },
  { name: 'every single failure', once: () => void everySingleFailure(facts, protectedVms) },
  { name: 'most failures', once: () => void serverTolerance(facts, protectedVms) },
  { name: 'checks of 16 candidates', once: sixteen.once },
];

const measured = await measure(subjects, { warmUps: 3, runs: 20 });
await sixteen.close();
const figures = [
  medianFigure(measured, { id: 'what-if-ms', name: 'what if two hosts fail' }),
  medianFigure(measured, { id: 'all-single-ms', name: 'every single failure' }),
  medianFigure(measured, { id: 'most-failures-ms', name: 'most failures' }),
  medianFigure(measured, { id: 'join-16-ms', name: 'checks of 16 candidates' }),
  { id: 'optimistic-cases', value: optimistic, unit: `of ${POOLS}` },
];
printReport({ bench: 'planner', rows: rowsOf(measured), figures }, process.argv.slice(2));
