import { useState } from 'react';
import type { VmRef } from '#shared/domain/inventory/watched.ts';
import { diskDialogText } from '#shared/text/disks-text.ts';
import { useAccess } from '#renderer/state/access-store.ts';
import { Checkbox } from '#renderer/ui/Checkbox.tsx';
import { ChoiceList } from '#renderer/ui/ChoiceList.tsx';
import { Dialog } from '#renderer/ui/Dialog.tsx';
import { TextField } from '#renderer/ui/TextField.tsx';
import { machineChoices, type RequestFor } from '#renderer/app/commands/disk-dialogs.ts';
import { nameOf } from '#renderer/app/object-facts.ts';
import type { DiskDialogProps } from './dialog-props.ts';
import { DiskFooter } from './DiskFooter.tsx';

export function AttachDiskDialog({ targets, onClose }: DiskDialogProps) {
  useAccess();
  const [text, setText] = useState('');
  const [isReadOnly, setReadOnly] = useState(false);
  const [key, choose] = useState<string>();
  const { shown, more } = machineChoices(targets, (machine) => attachTo(machine, isReadOnly), text);
  const chosen = shown.find((choice) => choice.key === key) ?? shown.find(({ requests }) => requests.length > 0);
  const requests = chosen?.requests ?? [];
  const why = requests.length > 0 ? undefined : (chosen?.reasons[0] ?? diskDialogText.noTarget);
  const [first] = targets;
  return (
    <Dialog
      title={diskDialogText.attach(targets.length, first === undefined ? '' : nameOf(first))}
      closeLabel={diskDialogText.close}
      onClose={onClose}
      footer={<DiskFooter requests={requests} verb={diskDialogText.attachVerb(requests.length, targets.length)} why={why} onClose={onClose} />}
    >
      <TextField label={diskDialogText.findMachine} isLabelHidden value={text} onType={setText} takesFocus />
      <ChoiceList
        label={diskDialogText.machines}
        chosen={chosen?.key}
        onChoose={choose}
        choices={shown.map((choice) => {
          const takes = choice.requests.length > 0 && targets.length > 1 ? [diskDialogText.takes(choice.requests.length, targets.length)] : [];
          const remark = [...takes, ...choice.reasons].join(' ');
          return { key: choice.key, name: choice.name, isFit: choice.requests.length > 0, remark: remark === '' ? undefined : remark };
        })}
      />
      {more > 0 && <p>{diskDialogText.moreMachines(more)}</p>}
      <Checkbox label={diskDialogText.readOnly} isOn={isReadOnly} onChange={setReadOnly} />
    </Dialog>
  );
}

const attachTo =
  (machine: VmRef, isReadOnly: boolean): RequestFor =>
  ({ item }) =>
    item.is === 'vdi' ? { kind: 'disk.attach', server: item.server, disk: item.ref, slot: { machine, isReadOnly, isBootable: false } } : undefined;
