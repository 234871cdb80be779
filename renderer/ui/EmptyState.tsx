import type { ReactNode } from 'react';
import css from './EmptyState.module.css';

/** Nothing is there: one sentence, and the one button that helps. */
export function EmptyState({ children, action }: { readonly children: ReactNode; readonly action?: ReactNode }) {
  return (
    <div className={css['empty']} data-empty="true">
      <p>{children}</p>
      {action}
    </div>
  );
}
