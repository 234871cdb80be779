import type { DiskRequest } from '#shared/domain/operations/disk-request.ts';
import { diskDialogText } from '#shared/text/disks-text.ts';
import { useClient } from '#renderer/state/client-context.ts';
import { Button } from '#renderer/ui/Button.tsx';
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
    <>
      <Button size="dialog" kind="quiet" why={why} onClick={() => copyXe(client, requests)}>
        {diskDialogText.copyXe}
      </Button>
      <Button size="dialog" onClick={onClose}>
        {diskDialogText.cancel}
      </Button>
      <Button
        size="dialog"
        kind="primary"
        why={why}
        onClick={() => {
          startNow(client, requests);
          onClose();
        }}
      >
        {verb}
      </Button>
    </>
  );
}
