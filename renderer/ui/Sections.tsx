import { type ReactNode, useId } from 'react';
import css from './Sections.module.css';

export interface SectionsProps<S extends string> {
  readonly options: readonly { readonly value: S; readonly label: string }[];
  readonly chosen: S;
  readonly onChoose: (section: S) => void;
  readonly children: ReactNode;
}

/** Much to decide, one part of it at a time; the parts are listed beside it. */
export function Sections<S extends string>({ options, chosen, onChoose, children }: SectionsProps<S>) {
  const id = useId();
  return (
    <div className={css['sections']}>
      <ul className={css['list']}>
        {options.map(({ value, label }) => (
          <li key={value}>
            <button type="button" aria-current={value === chosen ? 'page' : undefined} aria-controls={id} onClick={() => onChoose(value)}>
              {label}
            </button>
          </li>
        ))}
      </ul>
      <section className={css['section']} id={id} aria-label={options.find(({ value }) => value === chosen)?.label}>
        {children}
      </section>
    </div>
  );
}
