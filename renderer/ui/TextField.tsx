import { useEffect, useId, useRef } from 'react';
import css from './TextField.module.css';

export interface TextFieldProps {
  readonly label: string;
  readonly value: string;
  readonly onType: (text: string) => void;
  readonly hint?: string | undefined;
  /** Offered while typing. */
  readonly suggestions?: readonly string[];
  readonly isSecret?: boolean;
  readonly takesFocus?: boolean;
  /** Why the value cannot be used; spoken with the field. */
  readonly problem?: string | undefined;
}

export function TextField({ label, value, onType, hint, suggestions = [], isSecret = false, takesFocus = false, problem }: TextFieldProps) {
  const id = useId();
  const input = useRef<HTMLInputElement>(null);
  useEffect(() => {
    if (!takesFocus) return;
    // A dialog opens after this and gives the focus to whatever is marked, or else to its button for closing.
    input.current?.toggleAttribute('autofocus', true);
    input.current?.focus();
  }, [takesFocus]);
  return (
    <div className={css['field']}>
      <label htmlFor={id}>{label}</label>
      <input
        id={id}
        ref={input}
        type={isSecret ? 'password' : 'text'}
        value={value}
        placeholder={hint}
        autoComplete="off"
        spellCheck={false}
        list={suggestions.length === 0 ? undefined : `${id}-list`}
        aria-invalid={problem !== undefined}
        aria-describedby={problem === undefined ? undefined : `${id}-problem`}
        onChange={(event) => onType(event.currentTarget.value)}
      />
      {suggestions.length > 0 && (
        <datalist id={`${id}-list`}>
          {suggestions.map((suggestion) => (
            <option key={suggestion}>{suggestion}</option>
          ))}
        </datalist>
      )}
      {problem !== undefined && (
        <p id={`${id}-problem`} role="alert">
          {problem}
        </p>
      )}
    </div>
  );
}
