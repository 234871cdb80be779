import type { ReactNode } from 'react';
import css from './Columns.module.css';

/** Stacks of cards beside each other, below each other where there is no room; their order is the order of reading. */
export function Columns({ children }: { readonly children: ReactNode }) {
  return (
    <div className={css['frame']}>
      <div className={css['columns']}>{children}</div>
    </div>
  );
}

/** `rest` is as wide as a side column and moves below the others first. */
export function Stack({ children, width = 'equal' }: { readonly children: ReactNode; readonly width?: 'equal' | 'rest' | 'main' }) {
  return (
    <div className={css['stack']} data-width={width}>
      {children}
    </div>
  );
}
