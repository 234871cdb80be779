import type { HostRef, VmRef } from '#shared/domain/inventory/watched.ts';
import type { Placement } from './placement.ts';
import type { Problem } from './problem.ts';

/** Where a machine is to go, or why it can go nowhere. */
export interface Assigned {
  readonly vm: VmRef;
  /** Absent: nowhere. */
  readonly to?: HostRef;
  /** The hosts that could take it, were it alone. */
  readonly choices: readonly HostRef[];
  readonly problems: readonly Problem[];
}

export interface Assigning {
  /** In this order. */
  readonly vms: readonly VmRef[];
  readonly hosts: readonly HostRef[];
  readonly placement: Placement;
  readonly problemsOf: (vm: VmRef, host: HostRef) => readonly Problem[];
  /** Memory that becomes free on a host when the machines leave it. */
  readonly freed?: ReadonlyMap<HostRef, number>;
}

/** One after another onto whichever host has most room left then, so that they spread. */
export function assign({ vms, hosts, placement, problemsOf, freed }: Assigning): readonly Assigned[] {
  const room = new Map(hosts.map((host) => [host, placement.freeBytes(host) + (freed?.get(host) ?? 0)]));
  return vms.map((vm) => {
    const judged = hosts.map((host) => ({ host, problems: problemsOf(vm, host) }));
    const choices = judged.filter(({ problems }) => problems.length === 0).map(({ host }) => host);
    const needBytes = placement.needBytes(vm);
    const [to] = choices.filter((host) => needBytes <= (room.get(host) ?? 0)).toSorted((a, b) => (room.get(b) ?? 0) - (room.get(a) ?? 0));
    if (to !== undefined) {
      room.set(to, (room.get(to) ?? 0) - needBytes);
      return { vm, to, choices, problems: [] };
    }
    const problems = judged.flatMap((each) => each.problems);
    // Each could take it alone, but the others fill them.
    return { vm, choices, problems: choices.length > 0 ? [{ rule: 'no-room-beside', needBytes }] : problems };
  });
}
