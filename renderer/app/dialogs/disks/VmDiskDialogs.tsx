import { useState } from 'react';
import type { RefOf, VmRef } from '#shared/domain/inventory/watched.ts';
import { typedSize } from '#shared/domain/storage/typed-size.ts';
import { diskDialogText } from '#shared/text/disks-text.ts';
import { drivesText as say } from '#shared/text/devices-text.ts';
import { useAccess } from '#renderer/state/access-store.ts';
import type { Target } from '#renderer/state/command.ts';
import { Checkbox } from '#renderer/ui/Checkbox.tsx';
import { type Choice, ChoiceList } from '#renderer/ui/ChoiceList.tsx';
import { Dialog } from '#renderer/ui/Dialog.tsx';
import { TextField } from '#renderer/ui/TextField.tsx';
import { type RequestFor, type TargetChoice, targetChoices } from '#renderer/app/commands/disk-dialogs.ts';
import { attachableDisks } from '#renderer/app/commands/attachable-disks.ts';
import { DiskFooter } from './DiskFooter.tsx';

export interface VmDiskDialogProps {
  readonly target: Target;
  readonly machine: VmRef;
  readonly onClose: () => void;
}

type Offered = Pick<TargetChoice, 'key' | 'name' | 'fact' | 'requests' | 'reasons'>;

/** What was chosen, and until then the first that is possible. */
function chosenOf(choices: readonly Offered[], key: string | undefined, noneText: string) {
  const chosen = choices.find((choice) => choice.key === key) ?? choices.find(({ requests }) => requests.length > 0);
  const requests = chosen?.requests ?? [];
  return { chosen, requests, whyNone: requests.length > 0 ? undefined : (chosen?.reasons[0] ?? noneText) };
}

function lineOf({ key, name, fact, requests, reasons }: Offered): Choice {
  return { key, name, fact, isFit: requests.length > 0, remark: reasons.length === 0 ? undefined : reasons.join(' ') };
}

/** A disk that is made for one machine, and attached to it at once. */
export function NewVmDiskDialog({ target, machine, onClose }: VmDiskDialogProps) {
  useAccess();
  const vm = target.inventory.vm.get(machine)?.name ?? '';
  const [name, setName] = useState<string>(`${vm} ${diskDialogText.defaultName.toLowerCase()}`);
  const [size, setSize] = useState('20 GiB');
  const [isReadOnly, setReadOnly] = useState(false);
  const [key, choose] = useState<string>();
  const sizeBytes = typedSize(size);
  const slot = { machine, isReadOnly, isBootable: false };
  const requestFor =
    (sr: RefOf<'sr'>): RequestFor =>
    ({ server }) => ({ kind: 'disk.create', server: server.id, target: sr, name, description: '', sizeBytes: sizeBytes ?? 0, slot });
  const choices = targetChoices([target], requestFor);
  const { chosen, requests, whyNone } = chosenOf(choices, key, diskDialogText.noTarget);
  const why = sizeBytes === undefined ? diskDialogText.noSize : whyNone;
  return (
    <Dialog
      title={say.newTitle(vm)}
      closeLabel={say.close}
      onClose={onClose}
      footer={<DiskFooter requests={requests} verb={say.createVerb} why={why} onClose={onClose} />}
    >
      <TextField label={diskDialogText.name} value={name} onType={setName} takesFocus />
      <TextField label={diskDialogText.size} value={size} onType={setSize} hint={diskDialogText.sizeHint} />
      <Checkbox label={say.readOnly} isOn={isReadOnly} onChange={setReadOnly} />
      <ChoiceList label={diskDialogText.targets} chosen={chosen?.key} onChoose={choose} choices={choices.map(lineOf)} />
    </Dialog>
  );
}

/** A disk that is there already. */
export function AttachToVmDialog({ target, machine, onClose }: VmDiskDialogProps) {
  useAccess();
  const [text, setText] = useState('');
  const [isReadOnly, setReadOnly] = useState(false);
  const [key, choose] = useState<string>();
  const { shown, more } = attachableDisks(target, { machine, isReadOnly, text });
  const { chosen, requests, whyNone: why } = chosenOf(shown, key, say.noFreeDisks);
  return (
    <Dialog
      title={say.attachTitle(target.inventory.vm.get(machine)?.name ?? '')}
      closeLabel={say.close}
      onClose={onClose}
      footer={<DiskFooter requests={requests} verb={say.attachVerb} why={why} onClose={onClose} />}
    >
      <TextField label={say.findDisk} isLabelHidden value={text} onType={setText} takesFocus />
      {shown.length === 0 && <p>{say.noFreeDisks}</p>}
      <ChoiceList label={say.disks} chosen={chosen?.key} onChoose={choose} choices={shown.map(lineOf)} />
      {more > 0 && <p>{say.moreDisks(more)}</p>}
      <Checkbox label={say.readOnly} isOn={isReadOnly} onChange={setReadOnly} />
    </Dialog>
  );
}
