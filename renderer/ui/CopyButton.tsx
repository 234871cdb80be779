import { type ReactNode, useState } from 'react';
import { Button, type ButtonProps } from './Button.tsx';
import { Icon } from './Icon.tsx';

export interface CopyButtonProps extends Pick<ButtonProps, 'kind' | 'size'> {
  /** Asked when it is pressed. */
  readonly text: () => string;
  readonly doneLabel: string;
  readonly children: ReactNode;
}

/** Says that it has been done until the pointer or the focus goes elsewhere. */
export function CopyButton({ text, doneLabel, children, ...look }: CopyButtonProps) {
  const [isDone, setDone] = useState(false);
  return (
    <span onPointerLeave={() => setDone(false)} onBlur={() => setDone(false)}>
      <Button
        {...look}
        onClick={() => {
          navigator.clipboard.writeText(text()).then(
            () => setDone(true),
            // Without the right to the clipboard nothing happens, and the text beside the button can be selected.
            () => setDone(false),
          );
        }}
      >
        <Icon name={isDone ? 'check' : 'copy'} size="small" />
        {isDone ? doneLabel : children}
      </Button>
    </span>
  );
}
