import type { Ref } from '#simulator/world/value.ts';
import { addVm, type VmPlan, type VmState } from './add-vm.ts';
import type { Draft } from './draft.ts';
import { alma9, debian12, type Guest, rocky9, ubuntu2404, windows2019, windows2022 } from './guests.ts';
import { days } from './spans.ts';

export interface FleetPlan {
  readonly count: number;
  readonly prefix: string;
  readonly hosts: readonly Ref[];
  readonly srs: readonly Ref[];
  readonly networks: readonly Ref[];
  /** Of every ten, how many run; the rest are halted but for a few that are suspended. */
  readonly runningOfTen?: number;
  readonly memoryGib?: readonly number[];
  readonly disksPerVm?: number;
  readonly cardsPerVm?: number;
}

const GUESTS: readonly Guest[] = [debian12, ubuntu2404, rocky9, windows2022, debian12, alma9, windows2019];
const TAGS = ['prod', 'test', 'web', 'database', 'office'];

/** Many ordinary VMs, spread evenly: everything about the n-th follows from n, so the fleet looks the same every time. */
export function addFleet(draft: Draft, plan: FleetPlan): readonly Ref[] {
  return Array.from({ length: plan.count }, (_, position) => addVm(draft, fleetVm(draft, plan, position)));
}

function fleetVm(draft: Draft, plan: FleetPlan, position: number): VmPlan {
  const guest = pick(GUESTS, position);
  const name = `${plan.prefix}${String(position + 1).padStart(String(plan.count).length, '0')}`;
  return {
    name,
    description: `${guest.template}, number ${position + 1} of its fleet`,
    memoryGib: pick(plan.memoryGib ?? [2, 4, 4, 8], position),
    vcpus: pick([1, 2, 2, 4], position),
    state: stateOf(draft, plan, position),
    guest,
    hasTools: position % 17 !== 16,
    disks: Array.from({ length: plan.disksPerVm ?? 1 }, (_, disk) => ({ sr: pick(plan.srs, position), gib: disk === 0 ? 20 : 40 })),
    networks: Array.from({ length: plan.cardsPerVm ?? 1 }, (_, card) => pick(plan.networks, position + card)),
    ip: `10.${100 + (position >> 14)}.${(position >> 6) & 0xff}.${10 + (position & 0x3f)}`,
    tags: [pick(TAGS, position)],
  };
}

function stateOf(draft: Draft, plan: FleetPlan, position: number): VmState {
  if (position % 10 < (plan.runningOfTen ?? 8)) {
    return { is: 'running', host: pick(plan.hosts, position), startedMs: draft.startMs - days(1 + (position % 60)) };
  }
  return position % 50 === 49 ? { is: 'suspended', sr: pick(plan.srs, position) } : { is: 'halted' };
}

function pick<T>(choices: readonly T[], position: number): T {
  const choice = choices[position % choices.length];
  if (choice === undefined) throw new RangeError('nothing to choose from');
  return choice;
}
