import type { Target } from '#renderer/state/command.ts';

export interface DiskDialogProps {
  readonly targets: readonly Target[];
  readonly onClose: () => void;
}
