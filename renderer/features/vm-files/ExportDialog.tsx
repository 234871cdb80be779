import { useState } from 'react';
import { exportProblems } from '#shared/domain/rules/vm-file-rules.ts';
import { problemText } from '#shared/text/problem-text.ts';
import { vmFilesText } from '#shared/text/vm-files-text.ts';
import { useClient } from '#renderer/state/client-context.ts';
import type { Target } from '#renderer/state/command.ts';
import { canWriteFiles, type Compression, type Export, exportVms } from '#renderer/state/vm-files.ts';
import { Button } from '#renderer/ui/Button.tsx';
import { SelectField } from '#renderer/ui/Choice.tsx';
import { Dialog } from '#renderer/ui/Dialog.tsx';
import { Notice } from '#renderer/ui/Notice.tsx';
import css from './VmFiles.module.css';

const { export: say } = vmFilesText;
const COMPRESSIONS: readonly Compression[] = ['none', 'zstd', 'gzip'];

export interface ExportDialogProps {
  readonly targets: readonly Target[];
  readonly onClose: () => void;
}

interface Judged extends Export {
  readonly why: readonly string[];
}

function judged({ item, inventory, server }: Target): readonly Judged[] {
  const vm = item.is === 'vm' || item.is === 'template' || item.is === 'snapshot' ? item.ref : undefined;
  const name = vm === undefined ? undefined : inventory.vm.get(vm)?.name;
  if (vm === undefined || name === undefined) return [];
  const why = server.state.is === 'live' ? exportProblems(inventory, vm).map(problemText) : [vmFilesText.notLive];
  return [{ server: server.id, vm, name, why }];
}

export function ExportDialog({ targets, onClose }: ExportDialogProps) {
  const client = useClient();
  const [compression, setCompression] = useState<Compression>('none');
  const all = targets.flatMap(judged);
  const [first, ...others] = all.filter(({ why }) => why.length === 0);
  const leftOut = all.filter(({ why }) => why.length > 0);
  const [only] = all;
  if (only === undefined) return null;
  const isOne = all.length === 1;
  const why = first === undefined ? [...new Set(leftOut.flatMap((each) => each.why))].join(' ') : undefined;

  function start(): void {
    if (first === undefined) return;
    exportVms(client, [first, ...others], compression);
    onClose();
  }

  return (
    <Dialog
      title={isOne ? say.title(only.name) : say.titleMany(others.length + (first === undefined ? 0 : 1))}
      closeLabel={vmFilesText.close}
      onClose={onClose}
      footer={
        <>
          <Button size="dialog" onClick={onClose}>
            {vmFilesText.cancel}
          </Button>
          <Button size="dialog" kind="primary" takesFocus why={why} onClick={start}>
            {others.length === 0 ? say.verb : say.verbMany}
          </Button>
        </>
      }
    >
      <div className={css['form']}>
        <p>{others.length === 0 ? say.what : say.whatMany}</p>
        {others.length > 0 && first !== undefined && <p>{[first, ...others].map(({ name }) => name).join(', ')}</p>}
        <SelectField
          label={say.compression}
          value={compression}
          options={COMPRESSIONS.map((value) => ({ value, label: say.compressions[value] }))}
          onChoose={setCompression}
        />
        {!canWriteFiles() && <Notice tone="warn" what={say.downloads} />}
        {leftOut.map(({ vm, name, why: reasons }) => (
          <Notice key={vm} tone="warn" what={isOne ? reasons.join(' ') : say.leftOut(name, reasons.join(' '))} />
        ))}
      </div>
    </Dialog>
  );
}
