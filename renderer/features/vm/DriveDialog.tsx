import { useState } from 'react';
import { DRIVE_PRIORITY, drivesOfVm, priorityOf, type VmDrive } from '#shared/domain/devices/drives.ts';
import type { RefOf } from '#shared/domain/inventory/watched.ts';
import type { DrivePriority } from '#shared/domain/operations/device-request.ts';
import { drivesText as say, priorityText } from '#shared/text/devices-text.ts';
import type { Target } from '#renderer/state/command.ts';
import { Checkbox } from '#renderer/ui/Checkbox.tsx';
import { SelectField } from '#renderer/ui/Choice.tsx';
import { ChangeDialog } from './ChangeDialog.tsx';

export interface DriveDialogProps {
  readonly target: Target;
  readonly drive: RefOf<'vbd'>;
  readonly onClose: () => void;
}

interface Wish {
  readonly position: string;
  readonly isReadOnly: boolean;
  readonly isBootable: boolean;
  readonly priority: DrivePriority;
}

/** As many positions as anybody looks through; those that are taken are among them. */
const POSITIONS = 16;
const { first, last } = DRIVE_PRIORITY;
const PRIORITIES: readonly DrivePriority[] = ['none', ...Array.from({ length: last - first + 1 }, (_, index) => first + index)];

export function DriveDialog({ target, drive: ref, onClose }: DriveDialogProps) {
  const { inventory, server } = target;
  const drive = inventory.vbd.get(ref);
  const [wish, setWish] = useState<Partial<Wish>>({});
  if (drive === undefined) return null;
  const others = drive.vm === null ? [] : drivesOfVm(inventory, drive.vm).filter((other) => other.ref !== ref);
  const disk = drive.vdi === null ? undefined : inventory.vdi.get(drive.vdi);
  const nameOf = (other: VmDrive): string => (other.vdi === null ? say.drive(other.position) : (inventory.vdi.get(other.vdi)?.name ?? ''));
  const positions = [...new Set([...Array.from({ length: POSITIONS }, (_, index) => String(index)), drive.position])];
  const now = { position: drive.position, isReadOnly: drive.mode === 'RO', isBootable: drive.isBootable, priority: priorityOf(drive), ...wish };
  return (
    <ChangeDialog
      target={target}
      title={say.editTitle(disk?.name ?? say.drive(drive.position))}
      verb={say.save}
      request={{ kind: 'drive.change', server: server.id, drive: ref, changes: wish }}
      onClose={onClose}
    >
      <SelectField
        label={say.position}
        value={now.position}
        options={positions.map((position) => {
          const there = others.find((other) => other.position === position);
          return { value: position, label: say.placeOf(position, there === undefined ? undefined : nameOf(there)) };
        })}
        onChoose={(position) => setWish({ ...wish, position })}
      />
      <Checkbox label={say.readOnly} isOn={now.isReadOnly} onChange={(isReadOnly) => setWish({ ...wish, isReadOnly })} />
      <Checkbox label={say.mayBoot} isOn={now.isBootable} onChange={(isBootable) => setWish({ ...wish, isBootable })} />
      <SelectField
        label={say.priority}
        value={String(now.priority)}
        options={PRIORITIES.map((priority) => ({ value: String(priority), label: priorityText(priority) }))}
        onChoose={(priority) => setWish({ ...wish, priority: priority === 'none' ? 'none' : Number(priority) })}
      />
      <p>{say.priorityNote}</p>
    </ChangeDialog>
  );
}
