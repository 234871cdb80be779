import type { ReactNode } from 'react';
import type { OperationRequest } from '#shared/domain/operations/request.ts';
import { drivesText as say } from '#shared/text/devices-text.ts';
import { problemText } from '#shared/text/problem-text.ts';
import { useAccess } from '#renderer/state/access-store.ts';
import { useClient } from '#renderer/state/client-context.ts';
import type { Target } from '#renderer/state/command.ts';
import { copyXe } from '#renderer/state/copy-xe.ts';
import { problemsNow } from '#renderer/state/problems-now.ts';
import { startNow } from '#renderer/state/start-now.ts';
import { Dialog } from '#renderer/ui/Dialog.tsx';
import { DialogButtons } from '#renderer/ui/DialogButtons.tsx';
import { Notice } from '#renderer/ui/Notice.tsx';
import css from './VmTab.module.css';

export interface ChangeDialogProps {
  readonly target: Target;
  readonly title: string;
  readonly verb: string;
  /** Undefined while what is typed makes no sense; `why` says what does not. */
  readonly request: OperationRequest | undefined;
  readonly why?: string | undefined;
  readonly onClose: () => void;
  readonly children: ReactNode;
}

/** What is to become of one device, with every reason against it while it is chosen. */
export function ChangeDialog({ target, title, verb, request, why, onClose, children }: ChangeDialogProps) {
  useAccess();
  const client = useClient();
  const problems = request === undefined ? [] : problemsNow(request, target);
  const reasons = why === undefined ? problems.map(problemText) : [why];
  // That nothing has been changed yet needs no notice.
  const isNew = problems.every(({ rule }) => rule !== 'unchanged');
  const all = reasons.length === 0 ? undefined : reasons.join(' ');
  const requests = request === undefined ? [] : [request];
  return (
    <Dialog
      title={title}
      closeLabel={say.close}
      onClose={onClose}
      footer={
        <DialogButtons
          copy={{ label: say.copyXe, why: all, onCopy: () => copyXe(client, requests) }}
          cancelLabel={say.cancel}
          onClose={onClose}
          verb={verb}
          why={all}
          onDo={() => startNow(client, requests)}
        />
      }
    >
      <div className={css['form']}>
        {children}
        {all !== undefined && isNew && <Notice tone="warn" what={all} />}
      </div>
    </Dialog>
  );
}
