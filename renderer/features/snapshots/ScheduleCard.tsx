import type { Inventory } from '#shared/domain/inventory/inventory.ts';
import type { VmRef } from '#shared/domain/inventory/watched.ts';
import { keptBySchedule, rhythmOf } from '#shared/domain/snapshots/schedule.ts';
import { timeText } from '#shared/text/format.ts';
import { propertiesText } from '#shared/text/properties-text.ts';
import { snapshotsText as say } from '#shared/text/snapshots-text.ts';
import { copyText } from '#renderer/state/copy-text.ts';
import { Card } from '#renderer/ui/Card.tsx';
import { Notice } from '#renderer/ui/Notice.tsx';
import { PropertyGrid } from '#renderer/ui/PropertyGrid.tsx';
import { useNow } from '#renderer/ui/use-now.ts';

interface ScheduleCardProps {
  readonly inventory: Inventory;
  readonly vm: VmRef;
}

/** When the pool takes snapshots of a VM by itself, and how many it keeps. */
export function ScheduleCard({ inventory, vm }: ScheduleCardProps) {
  const nowMs = useNow();
  const ref = inventory.vm.get(vm)?.snapshotSchedule ?? null;
  const schedule = ref === null ? undefined : inventory.snapshotSchedule.get(ref);
  if (schedule === undefined) return null;
  const rhythm = rhythmOf(schedule);
  const rows = [
    [say.scheduleName, schedule.name],
    [say.scheduleWhen, rhythm === undefined ? say.scheduleUnread : say.rhythm(rhythm)],
    [say.scheduleKeeps, say.retained(keptBySchedule(schedule), schedule.retained)],
    [say.scheduleLast, schedule.lastRun === null ? say.scheduleNever : timeText(schedule.lastRun, nowMs)],
    ...(schedule.description === '' ? [] : [[say.description, schedule.description] as const]),
  ] as const;
  return (
    <Card title={say.schedule} fill="padded">
      {!schedule.isEnabled && <Notice tone="warn" what={say.scheduleOff} />}
      <PropertyGrid
        properties={rows.map(([label, value]) => ({ label, value, copy: value }))}
        copyLabel={propertiesText.copy}
        onCopy={({ label, copy }) => copyText(copy, label)}
      />
      <p>{say.scheduleNote}</p>
    </Card>
  );
}
