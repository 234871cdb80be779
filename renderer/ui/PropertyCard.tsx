import type { ReactNode } from 'react';
import css from './PropertyCard.module.css';

export interface Property {
  readonly label: string;
  readonly value: ReactNode;
  /** Identifiers and addresses are set in the evidence type. */
  readonly isEvidence?: boolean;
}

export interface PropertyCardProps {
  readonly title: string;
  readonly properties: readonly Property[];
  /** How true all of it is. */
  readonly mark?: ReactNode;
  readonly isLastKnown?: boolean;
}

export function PropertyCard({ title, properties, mark, isLastKnown = false }: PropertyCardProps) {
  return (
    <section className={css['card']} data-last-known={isLastKnown} aria-label={title}>
      <header>
        <h2>{title}</h2>
        {mark}
      </header>
      <dl>
        {properties.map(({ label, value, isEvidence = false }) => (
          <div key={label}>
            <dt>{label}</dt>
            <dd data-evidence={isEvidence}>{value}</dd>
          </div>
        ))}
      </dl>
    </section>
  );
}
