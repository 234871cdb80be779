import { dateText } from '#simulator/world/times.ts';
import type { Ref } from '#simulator/world/value.ts';
import { addSnapshot } from './add-snapshot.ts';
import type { Draft } from './draft.ts';

interface SchedulePlan {
  readonly vm: Ref;
  readonly name: string;
  readonly description: string;
  /** Every day at this hour. */
  readonly hour: number;
  readonly retained: number;
  /** What it has taken so far. */
  readonly takenMs: readonly number[];
}

/** A schedule of the pool's with one VM in it, and the snapshots that are kept of those it took. */
export function addSnapshotSchedule(draft: Draft, plan: SchedulePlan): Ref {
  for (const takenMs of plan.takenMs) {
    addSnapshot(draft, { vm: plan.vm, name: `${plan.name} ${dateText(takenMs)}`, takenMs, isOfSchedule: true, usedGib: 1 });
  }
  const schedule = draft.add('VMSS', {
    name_label: plan.name,
    name_description: plan.description,
    enabled: true,
    type: 'snapshot',
    frequency: 'daily',
    schedule: { hour: String(plan.hour), min: '0' },
    retained_snapshots: plan.retained,
    last_run_time: dateText(plan.takenMs.at(-1) ?? 0),
  });
  draft.change('VM', plan.vm, { snapshot_schedule: schedule });
  return schedule;
}
