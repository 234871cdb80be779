import type { ReactNode } from 'react';
import { backupsText } from '#shared/text/backups-text.ts';
import { commandText } from '#shared/text/commands-text.ts';
import { copyText } from '#renderer/state/copy-text.ts';
import { Dialog } from '#renderer/ui/Dialog.tsx';
import { DialogButtons } from '#renderer/ui/DialogButtons.tsx';
import css from './Backups.module.css';

export interface RestoreDialogProps {
  readonly title: string;
  /** What `xe` would be told; absent until there is a file that can be named. */
  readonly xe: string | undefined;
  readonly verb: string;
  /** Why it cannot be done yet. */
  readonly why: string | undefined;
  readonly onDo: () => void;
  readonly onClose: () => void;
  readonly children: ReactNode;
}

/** Something becomes again what a backup has of it. */
export function RestoreDialog({ title, xe, verb, why, onDo, onClose, children }: RestoreDialogProps) {
  return (
    <Dialog
      title={title}
      closeLabel={backupsText.close}
      onClose={onClose}
      footer={
        <DialogButtons
          copy={{
            label: backupsText.copyXe,
            why: xe === undefined ? backupsText.noFile : undefined,
            onCopy: () => xe !== undefined && copyText(xe, commandText.xeCommands),
          }}
          cancelLabel={backupsText.cancel}
          onClose={onClose}
          verb={verb}
          kind="danger"
          why={why}
          onDo={onDo}
        />
      }
    >
      <div className={css['form']}>{children}</div>
    </Dialog>
  );
}
