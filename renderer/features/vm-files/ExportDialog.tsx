import { useState } from 'react';
import type { StreamInput } from '#shared/contract/streams.ts';
import { exportProblems } from '#shared/domain/rules/vm-file-rules.ts';
import { problemText } from '#shared/text/problem-text.ts';
import { vmFilesText, xvaName } from '#shared/text/vm-files-text.ts';
import { useClient } from '#renderer/state/client-context.ts';
import type { Target } from '#renderer/state/command.ts';
import { canWriteFiles, exportVm } from '#renderer/state/vm-files.ts';
import { Button } from '#renderer/ui/Button.tsx';
import { SelectField } from '#renderer/ui/Choice.tsx';
import { Dialog } from '#renderer/ui/Dialog.tsx';
import { Notice } from '#renderer/ui/Notice.tsx';
import css from './VmFiles.module.css';

type Compression = StreamInput<'vm.export'>['compression'];

const { export: say } = vmFilesText;
const COMPRESSIONS: readonly Compression[] = ['none', 'zstd', 'gzip'];

export interface ExportDialogProps {
  readonly target: Target;
  readonly onClose: () => void;
}

export function ExportDialog({ target, onClose }: ExportDialogProps) {
  const client = useClient();
  const [compression, setCompression] = useState<Compression>('none');
  const { item, inventory, server } = target;
  const vm = item.is === 'vm' || item.is === 'template' || item.is === 'snapshot' ? item.ref : undefined;
  const record = vm === undefined ? undefined : inventory.vm.get(vm);
  if (vm === undefined || record === undefined) return null;
  const problems = exportProblems(inventory, vm).map(problemText);
  const why = server.state.is === 'live' ? (problems.length === 0 ? undefined : problems.join(' ')) : vmFilesText.notLive;

  function start(): void {
    if (vm === undefined || record === undefined) return;
    exportVm(client, { server: server.id, vm, compression, name: record.name, file: xvaName(record.name) });
    onClose();
  }

  return (
    <Dialog
      title={say.title(record.name)}
      closeLabel={vmFilesText.close}
      onClose={onClose}
      footer={
        <>
          <Button size="dialog" onClick={onClose}>
            {vmFilesText.cancel}
          </Button>
          <Button size="dialog" kind="primary" takesFocus why={why} onClick={start}>
            {say.verb}
          </Button>
        </>
      }
    >
      <div className={css['form']}>
        <p>{say.what}</p>
        <SelectField
          label={say.compression}
          value={compression}
          options={COMPRESSIONS.map((value) => ({ value, label: say.compressions[value] }))}
          onChoose={setCompression}
        />
        {!canWriteFiles() && <Notice tone="warn" what={say.downloads} />}
        {problems.map((problem) => (
          <Notice key={problem} tone="warn" what={problem} />
        ))}
      </div>
    </Dialog>
  );
}
