import type { DiskRequest } from '#shared/domain/operations/disk-request.ts';
import { diskDialogText } from '#shared/text/disks-text.ts';
import { useClient } from '#renderer/state/client-context.ts';
import { DialogButtons } from '#renderer/ui/DialogButtons.tsx';
import { copyXe } from '#renderer/state/copy-xe.ts';
import { startNow } from '#renderer/state/start-now.ts';

export interface DiskFooterProps {
  readonly requests: readonly DiskRequest[];
  readonly verb: string;
  readonly why: string | undefined;
  readonly onClose: () => void;
}

/** Whoever has chosen everything here needs no further question. */
export function DiskFooter({ requests, verb, why, onClose }: DiskFooterProps) {
  const client = useClient();
  return (
    <DialogButtons
      copy={{ label: diskDialogText.copyXe, why, onCopy: () => copyXe(client, requests) }}
      cancelLabel={diskDialogText.cancel}
      onClose={onClose}
      verb={verb}
      why={why}
      onDo={() => startNow(client, requests)}
    />
  );
}
