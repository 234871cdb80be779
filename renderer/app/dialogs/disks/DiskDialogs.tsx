import type { Target } from '#renderer/state/command.ts';
import { unreachable } from '#shared/kernel/unreachable.ts';
import type { DiskDialog } from '#renderer/app/commands/disk-dialogs.ts';
import { AttachDiskDialog } from './AttachDiskDialog.tsx';
import { NewDiskDialog } from './NewDiskDialog.tsx';
import { ResizeDiskDialog } from './ResizeDiskDialog.tsx';
import { CopyDiskDialog, MoveDiskDialog } from './DiskTargetDialog.tsx';

export interface DiskDialogProps {
  readonly targets: readonly Target[];
  readonly onClose: () => void;
}

export function DiskDialogs({ name, targets, onClose }: DiskDialogProps & { readonly name: DiskDialog }) {
  const props = { targets, onClose };
  switch (name) {
    case 'new-disk':
      return <NewDiskDialog {...props} />;
    case 'resize-disk':
      return <ResizeDiskDialog {...props} />;
    case 'move-disk':
      return <MoveDiskDialog {...props} />;
    case 'copy-disk':
      return <CopyDiskDialog {...props} />;
    case 'attach-disk':
      return <AttachDiskDialog {...props} />;
    default:
      return unreachable(name);
  }
}
