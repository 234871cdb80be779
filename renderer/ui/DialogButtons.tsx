import { Button } from './Button.tsx';

export interface DialogButtonsProps {
  /** The same by hand. */
  readonly copy: { readonly label: string; readonly why: string | undefined; readonly onCopy: () => void };
  readonly cancelLabel: string;
  readonly onClose: () => void;
  readonly verb: string;
  readonly kind?: 'primary' | 'danger';
  /** Why it cannot be done now. */
  readonly why: string | undefined;
  readonly onDo: () => void;
}

/** Of a dialog in which everything has been chosen: no further question follows. */
export function DialogButtons({ copy, cancelLabel, onClose, verb, kind = 'primary', why, onDo }: DialogButtonsProps) {
  return (
    <>
      <Button size="dialog" kind="quiet" why={copy.why} onClick={copy.onCopy}>
        {copy.label}
      </Button>
      <Button size="dialog" onClick={onClose}>
        {cancelLabel}
      </Button>
      <Button
        size="dialog"
        kind={kind}
        why={why}
        onClick={() => {
          onDo();
          onClose();
        }}
      >
        {verb}
      </Button>
    </>
  );
}
