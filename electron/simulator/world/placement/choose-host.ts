import { list, map, ref, text } from '../fields.ts';
import { freeBytes } from '../memory.ts';
import type { Ref } from '../value.ts';
import type { PoolState, World } from '../world.ts';
import { XapiError } from '../xapi-error.ts';
import { assertCanBootHere, type BootCheckScope } from './boot-checks.ts';

/** Hosts on which the VM could be started now, in the server's order; a start under way has already chosen. */
export function possibleHosts(pool: PoolState, vm: Ref, scope: BootCheckScope = { memory: 'checked' }): readonly Ref[] {
  const scheduled = ref(pool.database.get('VM', vm), 'scheduled_to_be_resident_on');
  if (scheduled !== undefined) return [scheduled];
  return pool.database
    .refs('host')
    .toReversed()
    .filter((host) => canBoot(pool, vm, host, scope));
}

function canBoot(pool: PoolState, vm: Ref, host: Ref, scope: BootCheckScope): boolean {
  try {
    assertCanBootHere(pool, vm, host, scope);
    return true;
  } catch (error) {
    if (error instanceof XapiError) return false;
    throw error;
  }
}

/** The checks of a host the client asked for, which placement makes for itself. */
export function assertMayStartOn(pool: PoolState, vm: Ref, host: Ref): void {
  const running = Object.values(map(pool.database.get('host', host), 'current_operations'));
  if (running.includes('evacuate')) throw new XapiError('HOST_EVACUATE_IN_PROGRESS', host);
  assertCanBootHere(pool, vm, host);
}

/** The home server if it will do, else any that will, the likelier the more memory it has free. */
export function chooseHost(world: World, pool: PoolState, vm: Ref): Ref {
  const candidates = spreadCandidates(pool, vm, possibleHosts(pool, vm));
  const home = ref(pool.database.get('VM', vm), 'affinity');
  if (home !== undefined && candidates.includes(home)) return home;
  const weighted = candidates.map((host) => ({ host, free: freeBytes(pool, host, 'dynamic-min') }));
  let ticket = world.random.next() * weighted.reduce((sum, { free }) => sum + free, 0);
  for (const { host, free } of weighted) {
    ticket -= free;
    if (ticket < 0) return host;
  }
  const last = weighted.at(-1);
  if (last === undefined) throw new XapiError('NO_HOSTS_AVAILABLE');
  return last.host;
}

/** Members of an anti-affinity group go where fewest of the group run. */
function spreadCandidates(pool: PoolState, vm: Ref, candidates: readonly Ref[]): readonly Ref[] {
  const members = list(pool.database.get('VM', vm), 'groups')
    .map((group) => pool.database.find('VM_group', group) ?? {})
    .filter((group) => text(group, 'placement') === 'anti_affinity')
    .flatMap((group) => list(group, 'VMs'))
    .filter((member) => member !== vm);
  if (members.length === 0) return candidates;
  const homes = members.map((member) => ref(pool.database.get('VM', member), 'resident_on'));
  const counts = candidates.map((host) => homes.filter((home) => home === host).length);
  const fewest = Math.min(...counts);
  return candidates.filter((_, index) => counts[index] === fewest);
}
