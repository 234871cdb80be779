import { useState } from 'react';
import { restoreHostLine } from '#shared/domain/backups/xe-backups.ts';
import type { HostRef } from '#shared/domain/inventory/watched.ts';
import { backupsText } from '#shared/text/backups-text.ts';
import { dateText } from '#shared/text/format.ts';
import { restoreHost } from '#renderer/state/backups.ts';
import { useClient } from '#renderer/state/client-context.ts';
import type { Target } from '#renderer/state/command.ts';
import { FilePick } from '#renderer/ui/FilePick.tsx';
import { Notice } from '#renderer/ui/Notice.tsx';
import { TextField } from '#renderer/ui/TextField.tsx';
import { RestoreDialog } from './RestoreDialog.tsx';

const { host: say } = backupsText;

export interface RestoreHostDialogProps {
  readonly target: Target;
  readonly host: HostRef;
  readonly onClose: () => void;
}

/** Lays a backup ready for the installer, which is the one that restores it. */
export function RestoreHostDialog({ target: { server, inventory }, host, onClose }: RestoreHostDialogProps) {
  const client = useClient();
  const [file, setFile] = useState<File>();
  const [typed, type] = useState('');
  const { name = '', address = '' } = inventory.host.get(host) ?? {};
  const noFile = whyNoFile(file);
  return (
    <RestoreDialog
      title={say.title(name)}
      xe={file === undefined || noFile !== undefined ? undefined : restoreHostLine(address, file.name)}
      verb={say.verb}
      why={whyNot({ noFile, isLive: server.state.is === 'live', isTyped: typed.trim() === name })}
      onDo={() => file !== undefined && restoreHost(client, { server: server.id, host, name, file })}
      onClose={onClose}
    >
      <p>{say.intro(name)}</p>
      <Notice tone="warn" what={say.next} />
      <FilePick label={backupsText.choose} accepts="" onPick={setFile} />
      {file !== undefined && (
        <>
          <p>{backupsText.fileOf(file.name, file.size, dateText(file.lastModified))}</p>
          <TextField label={backupsText.typeName(name)} value={typed} onType={type} />
        </>
      )}
    </RestoreDialog>
  );
}

function whyNoFile(file: File | undefined): string | undefined {
  return file === undefined || file.size === 0 ? backupsText.noFile : undefined;
}

interface Readiness {
  readonly noFile: string | undefined;
  readonly isLive: boolean;
  readonly isTyped: boolean;
}

function whyNot({ noFile, isLive, isTyped }: Readiness): string | undefined {
  if (!isLive) return backupsText.notLive;
  return noFile ?? (isTyped ? undefined : backupsText.notTyped);
}
