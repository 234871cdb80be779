import { dateText } from '#simulator/world/times.ts';
import { NULL_REF, type Ref, type Row } from '#simulator/world/value.ts';
import { addDisk } from './add-storage.ts';
import type { Draft } from './draft.ts';
import { GIB } from './sizes.ts';

interface SnapshotPlan {
  readonly vm: Ref;
  readonly name: string;
  readonly description?: string;
  readonly takenMs: number;
  /** The pool took it by itself. */
  readonly isOfSchedule?: boolean;
  /** What the snapshot's disks take by themselves, shared among them. */
  readonly usedGib?: number;
}

/** A disk snapshot taken earlier: a VM that is a template, its disks and devices copied, in the VM's snapshot tree. */
export function addSnapshot(draft: Draft, plan: SnapshotPlan): Ref {
  const source = draft.row('VM', plan.vm);
  const snapshot = draft.random.ref();
  const metrics = draft.add('VM_metrics', { install_time: dateText(plan.takenMs), last_updated: dateText(plan.takenMs) });
  draft.add(
    'VM',
    { ...source, uuid: draft.random.uuid(), ...snapshotFields(plan, source), metrics, guest_metrics: NULL_REF, ...emptySets },
    snapshot,
  );
  draft.change('VM', plan.vm, { parent: snapshot });
  copyDisks(draft, plan, snapshot);
  copyCards(draft, plan, snapshot);
  return snapshot;
}

/** Sets the copy must not take over from its source: they mirror what points at it. */
const emptySets = {
  VBDs: [],
  VIFs: [],
  consoles: [],
  snapshots: [],
  children: [],
  VUSBs: [],
  VGPUs: [],
  VTPMs: [],
  crash_dumps: [],
  attached_PCIs: [],
};

function snapshotFields(plan: SnapshotPlan, source: Row): Row {
  return {
    name_label: plan.name,
    name_description: plan.description ?? '',
    power_state: 'Halted',
    is_a_template: true,
    is_a_snapshot: true,
    is_vmss_snapshot: plan.isOfSchedule ?? false,
    snapshot_of: plan.vm,
    snapshot_time: dateText(plan.takenMs),
    transportable_snapshot_id: '',
    snapshot_info: { 'power-state-at-snapshot': source['power_state'] ?? 'Halted', 'disk-snapshot-type': 'crash_consistent' },
    parent: source['parent'] ?? NULL_REF,
    resident_on: NULL_REF,
    suspend_VDI: NULL_REF,
    domid: -1,
    ha_always_run: false,
    ha_restart_priority: '',
    allowed_operations: [],
  };
}

function copyDisks(draft: Draft, plan: SnapshotPlan, snapshot: Ref): void {
  const slots = draft.devicesOf(plan.vm, 'VBD');
  const disks = slots.filter((slot) => slot['type'] === 'Disk');
  for (const slot of slots) {
    const isDisk = slot['type'] === 'Disk';
    const VDI = isDisk ? copyDisk(draft, { plan, source: String(slot['VDI']), shareOfUsed: 1 / disks.length }) : NULL_REF;
    draft.add('VBD', { ...slot, uuid: draft.random.uuid(), VM: snapshot, VDI, empty: !isDisk, currently_attached: false });
  }
}

function copyDisk(draft: Draft, copy: { plan: SnapshotPlan; source: Ref; shareOfUsed: number }): Ref {
  const source = draft.row('VDI', copy.source);
  const virtualSize = Number(source['virtual_size']);
  return addDisk(draft, {
    sr: String(source['SR']),
    name: String(source['name_label']),
    description: String(source['name_description']),
    gib: virtualSize / GIB,
    usedGib: (copy.plan.usedGib ?? 2) * copy.shareOfUsed,
    fields: {
      is_a_snapshot: true,
      snapshot_of: copy.source,
      snapshot_time: dateText(copy.plan.takenMs),
    },
  });
}

function copyCards(draft: Draft, plan: SnapshotPlan, snapshot: Ref): void {
  for (const card of draft.devicesOf(plan.vm, 'VIF')) {
    draft.add('VIF', { ...card, uuid: draft.random.uuid(), VM: snapshot, currently_attached: false });
  }
}
