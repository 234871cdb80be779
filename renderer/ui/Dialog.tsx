import { type ReactNode, useEffect, useId, useRef } from 'react';
import { Button } from './Button.tsx';
import css from './Dialog.module.css';
import { Icon } from './Icon.tsx';

export interface DialogProps {
  readonly title: string;
  readonly closeLabel: string;
  readonly onClose: () => void;
  readonly children: ReactNode;
  /** Its buttons, the one that does it last. */
  readonly footer?: ReactNode;
  readonly size?: 'normal' | 'wide' | 'wizard';
}

/** Keeps the focus inside until it is closed; Escape closes it and nothing else. */
export function Dialog({ title, closeLabel, onClose, children, footer, size = 'normal' }: DialogProps) {
  const id = useId();
  const dialog = useRef<HTMLDialogElement>(null);
  useEffect(() => {
    const before = document.activeElement;
    dialog.current?.showModal();
    firstIn(dialog.current)?.focus();
    // A dialog that is taken away instead of being closed takes the focus with it.
    return () => {
      if (document.activeElement === document.body && before instanceof HTMLElement) before.focus();
    };
  }, []);
  return (
    <dialog className={css['dialog']} data-size={size} ref={dialog} aria-labelledby={id} onClose={onClose}>
      <header>
        <h2 id={id}>{title}</h2>
        <Button kind="quiet" shape="icon" label={closeLabel} onClick={() => dialog.current?.close()}>
          <Icon name="close" />
        </Button>
      </header>
      <div className={css['body']}>{children}</div>
      {footer !== undefined && <footer>{footer}</footer>}
    </dialog>
  );
}

/** What asks for the focus; else the first field, for by itself it would go to the button that closes. */
function firstIn(dialog: HTMLDialogElement | null): HTMLElement | null | undefined {
  return (
    dialog?.querySelector<HTMLElement>('[data-first-focus]') ??
    dialog?.querySelector<HTMLElement>('input:not(:disabled), select:not(:disabled), textarea:not(:disabled)')
  );
}
