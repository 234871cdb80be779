import type { ReactNode } from 'react';
import css from './Card.module.css';

export interface CardProps {
  readonly title: string;
  /** At the end of the title's line: how true it is, a sum, a button. */
  readonly mark?: ReactNode;
  readonly isLastKnown?: boolean;
  /** Tables reach to the edges; words do not. */
  readonly fill?: 'padded' | 'edge';
  readonly children: ReactNode;
}

/** Facts that belong together, under their name. */
export function Card({ title, mark, isLastKnown = false, fill = 'edge', children }: CardProps) {
  return (
    <section className={css['card']} data-last-known={isLastKnown} data-fill={fill} aria-label={title}>
      <header>
        <h2>{title}</h2>
        <span className={css['mark']}>{mark}</span>
      </header>
      {children}
    </section>
  );
}
