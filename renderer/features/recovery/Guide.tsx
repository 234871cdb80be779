import type { ReactNode } from 'react';
import css from './Guide.module.css';

/** Words in a card that lead a person through something; a part of it has a name of its own. */
export function Guide({ name, children }: { readonly name?: string; readonly children: ReactNode }) {
  return name === undefined ? (
    <div className={css['guide']}>{children}</div>
  ) : (
    <section className={css['guide']} aria-label={name}>
      <h3>{name}</h3>
      {children}
    </section>
  );
}

/** What may be answered or done, side by side. */
export function GuideAnswers({ children }: { readonly children: ReactNode }) {
  return <div className={css['answers']}>{children}</div>;
}
