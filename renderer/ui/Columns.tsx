import type { ReactNode } from 'react';
import css from './Columns.module.css';

/** Stacks of cards beside each other, below each other where there is no room; panels of evidence may be narrower. Their order is the order of reading. */
export function Columns({ children, of = 'cards' }: { readonly children: ReactNode; readonly of?: 'cards' | 'panels' }) {
  return (
    <div className={css['frame']} data-of={of}>
      <div className={css['columns']}>{children}</div>
    </div>
  );
}

export type StackWidth = 'equal' | 'rest' | 'main';

/** `rest` is as wide as a side column and moves below the others first. */
export function Stack({ children, width = 'equal' }: { readonly children: ReactNode; readonly width?: StackWidth }) {
  return (
    <div className={css['stack']} data-width={width}>
      {children}
    </div>
  );
}
