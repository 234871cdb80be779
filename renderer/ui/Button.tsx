import type { ReactNode } from 'react';
import css from './Button.module.css';

export interface ButtonProps {
  readonly children: ReactNode;
  readonly onClick?: () => void;
  readonly kind?: 'primary' | 'plain' | 'quiet';
  readonly size?: 'panel' | 'command' | 'dialog';
  readonly submits?: boolean;
  /** Spoken instead of the content when that is only a picture. */
  readonly label?: string;
}

export function Button({ children, onClick, kind = 'plain', size = 'panel', submits = false, label }: ButtonProps) {
  return (
    <button
      className={css['button']}
      type={submits ? 'submit' : 'button'}
      data-kind={kind}
      data-size={size}
      aria-label={label}
      title={label}
      onClick={onClick}
    >
      {children}
    </button>
  );
}
