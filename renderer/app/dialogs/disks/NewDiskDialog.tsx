import { useState } from 'react';
import { typedSize } from '#shared/domain/storage/typed-size.ts';
import { diskDialogText } from '#shared/text/disks-text.ts';
import { useAccess } from '#renderer/state/access-store.ts';
import { Dialog } from '#renderer/ui/Dialog.tsx';
import { TextField } from '#renderer/ui/TextField.tsx';
import { judged } from '#renderer/app/commands/disk-dialogs.ts';
import { nameOf } from '#renderer/app/object-facts.ts';
import type { DiskDialogProps } from './dialog-props.ts';
import { DiskFooter } from './DiskFooter.tsx';

export function NewDiskDialog({ targets, onClose }: DiskDialogProps) {
  useAccess();
  const [name, setName] = useState<string>(diskDialogText.defaultName);
  const [description, describe] = useState('');
  const [size, setSize] = useState('20 GiB');
  const sizeBytes = typedSize(size);
  const { requests, reasons } = judged(targets, ({ item }) =>
    item.is === 'sr' ? { kind: 'disk.create', server: item.server, target: item.ref, name, description, sizeBytes: sizeBytes ?? 0 } : undefined,
  );
  const why = sizeBytes === undefined ? diskDialogText.noSize : reasons.length === 0 ? undefined : reasons.join(' ');
  const [first] = targets;
  return (
    <Dialog
      title={diskDialogText.newDisk(first === undefined ? '' : nameOf(first))}
      closeLabel={diskDialogText.close}
      onClose={onClose}
      footer={<DiskFooter requests={requests} verb={diskDialogText.create} why={why} onClose={onClose} />}
    >
      <TextField label={diskDialogText.name} value={name} onType={setName} takesFocus />
      <TextField label={diskDialogText.size} value={size} onType={setSize} hint={diskDialogText.sizeHint} problem={size === '' ? undefined : why} />
      <TextField label={diskDialogText.description} value={description} onType={describe} />
    </Dialog>
  );
}
