import { useState } from 'react';
import type { RefOf } from '#shared/domain/inventory/watched.ts';
import { diskDialogText } from '#shared/text/disks-text.ts';
import { useAccess } from '#renderer/state/access-store.ts';
import type { Target } from '#renderer/state/command.ts';
import { ChoiceList } from '#renderer/ui/ChoiceList.tsx';
import { Dialog } from '#renderer/ui/Dialog.tsx';
import { TextField } from '#renderer/ui/TextField.tsx';
import { type RequestFor, type TargetChoice, targetChoices } from '#renderer/app/commands/disk-dialogs.ts';
import { nameOf } from '#renderer/app/object-facts.ts';
import type { DiskDialogProps } from './dialog-props.ts';
import { DiskFooter } from './DiskFooter.tsx';

export function MoveDiskDialog({ targets, onClose }: DiskDialogProps) {
  const [choices, chosen, choose] = useTargets(targets, moveTo);
  const requests = chosen?.requests ?? [];
  const why = requests.length > 0 ? undefined : diskDialogText.noTarget;
  return (
    <Dialog
      title={diskDialogText.move(targets.length, firstName(targets))}
      closeLabel={diskDialogText.close}
      onClose={onClose}
      footer={<DiskFooter requests={requests} verb={diskDialogText.moveVerb(requests.length, targets.length)} why={why} onClose={onClose} />}
    >
      <p>{diskDialogText.moveHow}</p>
      <Targets choices={choices} chosen={chosen?.key} all={targets.length} onChoose={choose} />
    </Dialog>
  );
}

export function CopyDiskDialog({ targets, onClose }: DiskDialogProps) {
  const [name, setName] = useState(() => diskDialogText.copyName(firstName(targets)));
  const isOne = targets.length === 1;
  const [choices, chosen, choose] = useTargets(targets, (sr) => copyTo(sr, isOne ? name : undefined));
  const requests = chosen?.requests ?? [];
  const why = requests.length > 0 ? undefined : (chosen?.reasons[0] ?? diskDialogText.noTarget);
  return (
    <Dialog
      title={diskDialogText.copy(targets.length, firstName(targets))}
      closeLabel={diskDialogText.close}
      onClose={onClose}
      footer={<DiskFooter requests={requests} verb={diskDialogText.copyVerb(requests.length, targets.length)} why={why} onClose={onClose} />}
    >
      {isOne && <TextField label={diskDialogText.name} value={name} onType={setName} takesFocus />}
      <Targets choices={choices} chosen={chosen?.key} all={targets.length} onChoose={choose} />
    </Dialog>
  );
}

const moveTo =
  (target: RefOf<'sr'>): RequestFor =>
  ({ item }) =>
    item.is === 'vdi' ? { kind: 'disk.move', server: item.server, disk: item.ref, target } : undefined;

/** Without a name each copy is called after its disk. */
const copyTo =
  (target: RefOf<'sr'>, name: string | undefined): RequestFor =>
  ({ item, inventory }) =>
    item.is === 'vdi'
      ? {
          kind: 'disk.copy',
          server: item.server,
          disk: item.ref,
          target,
          name: name ?? diskDialogText.copyName(inventory.vdi.get(item.ref)?.name ?? ''),
        }
      : undefined;

/** What was chosen stays chosen while the list is judged anew; before that it is the best. */
function useTargets(targets: readonly Target[], requestFor: (sr: RefOf<'sr'>) => RequestFor) {
  useAccess();
  const [key, choose] = useState<string>();
  const choices = targetChoices(targets, requestFor);
  const chosen = choices.find((choice) => choice.key === key) ?? choices.find(({ requests }) => requests.length > 0);
  return [choices, chosen, choose] as const;
}

interface TargetsProps {
  readonly choices: readonly TargetChoice[];
  readonly chosen: string | undefined;
  readonly all: number;
  readonly onChoose: (key: string) => void;
}

function Targets({ choices, chosen, all, onChoose }: TargetsProps) {
  return (
    <ChoiceList
      label={diskDialogText.targets}
      chosen={chosen}
      onChoose={onChoose}
      choices={choices.map(({ key, name, fact, requests, reasons }) => {
        const takes = requests.length > 0 && all > 1 ? [diskDialogText.takes(requests.length, all)] : [];
        const remark = [...takes, ...reasons].join(' ');
        return { key, name, fact, isFit: requests.length > 0, remark: remark === '' ? undefined : remark };
      })}
    />
  );
}

function firstName(targets: readonly Target[]): string {
  const [first] = targets;
  return first === undefined ? '' : nameOf(first);
}
