import { useId } from 'react';
import css from './Checkbox.module.css';

export interface CheckboxProps {
  readonly label: string;
  readonly isOn: boolean;
  readonly onChange: (isOn: boolean) => void;
  /** Whether the label is only spoken. */
  readonly isLabelHidden?: boolean;
}

/** Yes or no, for when the form is sent. */
export function Checkbox({ label, isOn, onChange, isLabelHidden = false }: CheckboxProps) {
  const id = useId();
  return (
    <span className={css['checkbox']}>
      <input
        id={id}
        type="checkbox"
        checked={isOn}
        aria-label={isLabelHidden ? label : undefined}
        onChange={(event) => onChange(event.currentTarget.checked)}
      />
      {!isLabelHidden && <label htmlFor={id}>{label}</label>}
    </span>
  );
}
