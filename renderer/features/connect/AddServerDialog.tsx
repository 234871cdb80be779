import { useEffect, useRef } from 'react';
import { windowText } from '#shared/text/window-text.ts';
import { Button } from '#renderer/ui/Button.tsx';
import { Icon } from '#renderer/ui/Icon.tsx';
import css from './AddServerDialog.module.css';
import { ConnectForm, type ConnectFormProps } from './ConnectForm.tsx';

export interface AddServerDialogProps extends ConnectFormProps {
  readonly onClose: () => void;
}

/** Closing it, with Escape or otherwise, keeps what was typed for the next time. */
export function AddServerDialog({ connecting, step, onClose }: AddServerDialogProps) {
  const dialog = useRef<HTMLDialogElement>(null);
  useEffect(() => dialog.current?.showModal(), []);
  return (
    <dialog className={css['dialog']} ref={dialog} aria-labelledby="add-server-title" onClose={onClose}>
      <header>
        <h2 id="add-server-title">{windowText.connect.title}</h2>
        <Button kind="quiet" label={windowText.connect.close} onClick={() => dialog.current?.close()}>
          <Icon name="close" />
        </Button>
      </header>
      <p>{windowText.connect.intro}</p>
      <ConnectForm connecting={connecting} step={step} />
    </dialog>
  );
}
