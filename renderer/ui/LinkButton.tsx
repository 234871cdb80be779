import type { ReactNode } from 'react';
import css from './LinkButton.module.css';

/** Leads to another object of the window. */
export function LinkButton({ children, onClick }: { readonly children: ReactNode; readonly onClick: () => void }) {
  return (
    <button className={css['link']} type="button" onClick={onClick}>
      {children}
    </button>
  );
}
