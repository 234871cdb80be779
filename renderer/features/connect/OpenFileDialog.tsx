import { useState } from 'react';
import type { Failure } from '#shared/contract/failure.ts';
import { connectText, openFileText } from '#shared/text/connect-text.ts';
import { failureText } from '#shared/text/failure-text.ts';
import { useClient } from '#renderer/state/client-context.ts';
import { Button } from '#renderer/ui/Button.tsx';
import { Dialog } from '#renderer/ui/Dialog.tsx';
import { Notice } from '#renderer/ui/Notice.tsx';
import { FilePick } from '#renderer/ui/FilePick.tsx';
import { contentOf } from '#renderer/state/file-content.ts';

export interface OpenFileDialogProps {
  readonly onOpened: (server: string) => void;
  readonly onClose: () => void;
}

export function OpenFileDialog({ onOpened, onClose }: OpenFileDialogProps) {
  const client = useClient();
  const [file, setFile] = useState<File>();
  const [isBusy, setBusy] = useState(false);
  const [failure, setFailure] = useState<Failure>();

  async function open(picked: File): Promise<void> {
    setBusy(true);
    const content = await contentOf(picked);
    const result =
      content === undefined ? undefined : await client.call('pool.open-file', { name: picked.name, content, takenAtMs: picked.lastModified });
    setBusy(false);
    if (result?.ok === true) {
      onClose();
      onOpened(result.value.server);
    } else setFailure(result?.failure ?? { kind: 'storage', why: 'unreadable', path: picked.name });
  }

  function start(picked: File): void {
    // Calls answer with failures; a rejection is a bug.
    if (!isBusy) open(picked).catch((error: unknown) => reportError(error));
  }

  function pick(picked: File): void {
    setFile(picked);
    setFailure(undefined);
  }

  return (
    <Dialog
      title={openFileText.title}
      closeLabel={connectText.close}
      onClose={onClose}
      footer={
        file !== undefined && (
          <Button kind="primary" size="dialog" onClick={() => start(file)}>
            {isBusy ? openFileText.opening : openFileText.open}
          </Button>
        )
      }
    >
      <p>{openFileText.intro}</p>
      <FilePick label={openFileText.choose} accepts="" onPick={pick} />
      {failure !== undefined && <Notice tone="danger" {...failureText(failure)} />}
    </Dialog>
  );
}
