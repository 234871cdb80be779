import { tasksText } from '#shared/text/tasks-text.ts';
import css from './TaskDetail.module.css';

export interface FactsProps {
  /** What is not known of a task has no line. */
  readonly facts: readonly (readonly [label: string, value: string | undefined])[];
}

export function Facts({ facts }: FactsProps) {
  return (
    <dl className={css['facts']} aria-label={tasksText.facts}>
      {facts.map(([label, value]) => (value === undefined || value === '' ? null : <Fact key={label} label={label} value={value} />))}
    </dl>
  );
}

function Fact({ label, value }: { readonly label: string; readonly value: string }) {
  return (
    <>
      <dt>{label}</dt>
      <dd>{value}</dd>
    </>
  );
}
