import { type ReactNode, useState } from 'react';
import { Button } from './Button.tsx';
import css from './ConfirmDialog.module.css';
import { Dialog } from './Dialog.tsx';
import { TextField } from './TextField.tsx';

/** C0 asks nothing, so it has no dialog. */
export type ConfirmClass = 'C1' | 'C2' | 'C3';

export interface ConfirmDialogProps {
  readonly class: ConfirmClass;
  readonly title: string;
  /** What will happen, in a sentence. */
  readonly effect: string;
  /** The button that does it, named by its verb. */
  readonly verb: string;
  readonly cancelLabel: string;
  /** For C2 and C3: what has to be typed, and the words that ask for it. */
  readonly typed?: { readonly name: string; readonly label: string; readonly why: string } | undefined;
  readonly children?: ReactNode;
  readonly extra?: ReactNode;
  readonly onConfirm: () => void;
  readonly onClose: () => void;
}

/** One question about one decision; the safe answer has the focus. */
export function ConfirmDialog(props: ConfirmDialogProps) {
  const [text, setText] = useState('');
  const mustType = props.class !== 'C1' && props.typed !== undefined;
  const why = mustType && text.trim() !== props.typed.name ? props.typed.why : undefined;
  const buttons = (
    <>
      {props.extra}
      <Button size="dialog" takesFocus onClick={props.onClose}>
        {props.cancelLabel}
      </Button>
      <Button size="dialog" kind={props.class === 'C3' ? 'danger' : 'primary'} why={why} onClick={props.onConfirm}>
        {props.verb}
      </Button>
    </>
  );
  return (
    <Dialog title={props.title} closeLabel={props.cancelLabel} onClose={props.onClose} footer={buttons}>
      <p className={css['effect']}>{props.effect}</p>
      {props.children}
      {mustType && <TextField label={props.typed.label} value={text} onType={setText} />}
    </Dialog>
  );
}
