import { useState } from 'react';
import { sizeToType, typedSize } from '#shared/domain/storage/typed-size.ts';
import { diskDialogText } from '#shared/text/disks-text.ts';
import { useAccess } from '#renderer/state/access-store.ts';
import type { Target } from '#renderer/state/command.ts';
import { Dialog } from '#renderer/ui/Dialog.tsx';
import { TextField } from '#renderer/ui/TextField.tsx';
import { judged } from '#renderer/app/commands/disk-dialogs.ts';
import { nameOf } from '#renderer/app/object-facts.ts';
import type { DiskDialogProps } from './dialog-props.ts';
import { DiskFooter } from './DiskFooter.tsx';

export function ResizeDiskDialog({ targets, onClose }: DiskDialogProps) {
  useAccess();
  const [first] = targets;
  const now = first === undefined ? 0 : sizeOf(first);
  const [size, setSize] = useState(() => sizeToType(now));
  const sizeBytes = typedSize(size);
  const { requests, reasons } = judged(targets, ({ item }) =>
    item.is === 'vdi' ? { kind: 'disk.resize', server: item.server, disk: item.ref, sizeBytes: sizeBytes ?? 0 } : undefined,
  );
  const why = sizeBytes === undefined ? diskDialogText.noSize : reasons.length === 0 ? undefined : reasons.join(' ');
  const isSame = size === sizeToType(now);
  return (
    <Dialog
      title={diskDialogText.resize(first === undefined ? '' : nameOf(first))}
      closeLabel={diskDialogText.close}
      onClose={onClose}
      footer={<DiskFooter requests={requests} verb={diskDialogText.resizeVerb} why={why} onClose={onClose} />}
    >
      <p>{diskDialogText.resizeNow(now)}</p>
      <TextField
        label={diskDialogText.size}
        value={size}
        onType={setSize}
        hint={diskDialogText.sizeHint}
        problem={size === '' || isSame ? undefined : why}
        takesFocus
      />
    </Dialog>
  );
}

function sizeOf({ item, inventory }: Target): number {
  return item.is === 'vdi' ? (inventory.vdi.get(item.ref)?.virtualSize ?? 0) : 0;
}
