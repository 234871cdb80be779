import { pack, type PlanHost, type PlanPool } from './packing.ts';

/** `unknown`: there were more ways to try than were allowed. */
export type Room = 'yes' | 'no' | 'unknown';

export interface Effort {
  /** So many sets of lost hosts are looked at, and of each so many ways to place what they ran. */
  readonly sets: number;
  readonly placements: number;
}

const usualEffort: Effort = { sets: 5_000, placements: 20_000 };

/**
 * Our own question, which the server's estimates only approach: whichever hosts of this number are lost together, is there
 * any way at all to fit what they ran onto the others, in memory alone?
 */
export function hasRoom(pool: PlanPool, failures: number, effort: Effort = usualEffort): Room {
  if (failures > pool.hosts.length) return 'no';
  if (setsOf(pool.hosts.length, failures) > effort.sets) return 'unknown';
  let answer: Room = 'yes';
  for (const lost of subsets(pool.hosts, failures)) {
    const room = roomWithout(pool, lost, effort.placements);
    if (room === 'no') return 'no';
    if (room === 'unknown') answer = 'unknown';
  }
  return answer;
}

/**
 * The most for which the answer is a plain yes. Whoever survives losing some hosts survives losing fewer, so the search may
 * begin at what is known already.
 */
export function mostWithRoom(pool: PlanPool, known = 0, effort: Effort = usualEffort): number {
  let failures = known;
  while (failures < pool.hosts.length && hasRoom(pool, failures + 1, effort) === 'yes') failures += 1;
  return failures;
}

function roomWithout(pool: PlanPool, lost: ReadonlySet<string>, placements: number): Room {
  const hosts = pool.hosts.filter(({ id }) => !lost.has(id));
  const vms = pool.vms.filter(({ host }) => host !== undefined && lost.has(host));
  if (pack(hosts, vms).unplaced.length === 0) return 'yes';
  const free = hosts.map(({ freeBytes }) => freeBytes);
  return search(
    free,
    vms.map(({ sizeBytes }) => sizeBytes).toSorted((a, b) => b - a),
    { left: placements },
  );
}

/** Tries every way, biggest first; hosts with equal room are tried once. */
function search(free: number[], sizes: readonly number[], budget: { left: number }, from = 0): Room {
  const size = sizes[from];
  if (size === undefined) return 'yes';
  if (budget.left <= 0) return 'unknown';
  budget.left -= 1;
  if (sum(sizes.slice(from)) > sum(free.filter((bytes) => bytes > 0))) return 'no';
  const tried = new Set<number>();
  let answer: Room = 'no';
  for (const [index, bytes] of free.entries()) {
    if (bytes < size || tried.has(bytes)) continue;
    tried.add(bytes);
    free[index] = bytes - size;
    const room = search(free, sizes, budget, from + 1);
    free[index] = bytes;
    if (room === 'yes') return 'yes';
    if (room === 'unknown') answer = 'unknown';
  }
  return answer;
}

function setsOf(hosts: number, failures: number): number {
  let sets = 1;
  for (let index = 0; index < Math.min(failures, hosts - failures); index += 1) sets = (sets * (hosts - index)) / (index + 1);
  return sets;
}

function* subsets(hosts: readonly PlanHost[], size: number, from = 0): Iterable<ReadonlySet<string>> {
  if (size === 0) {
    yield new Set();
    return;
  }
  for (let index = from; index <= hosts.length - size; index += 1) {
    const host = hosts[index];
    if (host === undefined) return;
    for (const rest of subsets(hosts, size - 1, index + 1)) yield new Set([host.id, ...rest]);
  }
}

function sum(numbers: readonly number[]): number {
  return numbers.reduce((total, number) => total + number, 0);
}
