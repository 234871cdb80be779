import { type ReactNode, useId } from 'react';
import css from './Button.module.css';

export interface ButtonProps {
  readonly children: ReactNode;
  readonly onClick?: () => void;
  readonly kind?: 'primary' | 'plain' | 'quiet' | 'danger';
  readonly size?: 'panel' | 'command' | 'dialog';
  /** `icon`: as wide as high. */
  readonly shape?: 'words' | 'icon';
  readonly submits?: boolean;
  /** Spoken instead of the content when that is only a picture. */
  readonly label?: string | undefined;
  /** Why it cannot be used now. It keeps its place in the order of the keyboard, so that the reason can be read. */
  readonly why?: string | undefined;
  readonly isPressed?: boolean;
  readonly hasMenu?: 'open' | 'closed';
  /** Has the focus when its dialog opens. */
  readonly takesFocus?: boolean;
}

export function Button({ children, onClick, submits = false, label, why, ...more }: ButtonProps) {
  const { kind = 'plain', size = 'panel', shape = 'words' } = more;
  const look = { 'data-kind': kind, 'data-size': size, 'data-shape': shape, 'data-first-focus': more.takesFocus };
  const states = { 'aria-label': label, 'aria-pressed': more.isPressed, ...menuState(more.hasMenu) };
  if (why !== undefined) {
    return (
      <WhyNot why={why}>
        {(id) => (
          <button className={css['button']} type="button" {...look} {...states} aria-disabled="true" aria-describedby={id}>
            {children}
          </button>
        )}
      </WhyNot>
    );
  }
  return (
    <button className={css['button']} type={submits ? 'submit' : 'button'} {...look} {...states} title={label} onClick={onClick}>
      {children}
    </button>
  );
}

function menuState(hasMenu: ButtonProps['hasMenu']) {
  return hasMenu === undefined ? {} : ({ 'aria-haspopup': 'menu', 'aria-expanded': hasMenu === 'open' } as const);
}

function WhyNot({ why, children }: { readonly why: string; readonly children: (id: string) => ReactNode }) {
  const id = useId();
  return (
    <span className={css['place']}>
      {children(id)}
      <span className={css['why']} id={id} role="tooltip">
        {why}
      </span>
    </span>
  );
}
