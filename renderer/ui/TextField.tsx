import { useEffect, useId, useRef } from 'react';
import css from './TextField.module.css';

/** Where the label is only spoken, it also stands in the empty field. */
function named(label: string, { isLabelHidden, hint }: { readonly isLabelHidden: boolean; readonly hint: string | undefined }) {
  return isLabelHidden ? { 'aria-label': label, placeholder: hint ?? label } : { placeholder: hint };
}

export interface TextFieldProps {
  readonly label: string;
  readonly value: string;
  readonly onType: (text: string) => void;
  readonly hint?: string | undefined;
  /** Offered while typing. */
  readonly suggestions?: readonly string[];
  readonly isSecret?: boolean;
  readonly takesFocus?: boolean;
  /** Whether the label is only spoken; what to type then stands in the field. */
  readonly isLabelHidden?: boolean;
  readonly onEscape?: () => void;
  /** Why the value cannot be used; spoken with the field. */
  readonly problem?: string | undefined;
}

export function TextField(props: TextFieldProps) {
  const { label, value, onType, hint, suggestions = [], takesFocus = false, isLabelHidden = false, problem } = props;
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
      {!isLabelHidden && <label htmlFor={id}>{label}</label>}
      <input
        id={id}
        ref={input}
        type={props.isSecret === true ? 'password' : 'text'}
        value={value}
        {...named(label, { isLabelHidden, hint })}
        autoComplete="off"
        spellCheck={false}
        list={suggestions.length === 0 ? undefined : `${id}-list`}
        aria-invalid={problem !== undefined}
        aria-describedby={problem === undefined ? undefined : `${id}-problem`}
        onKeyDown={(event) => event.key === 'Escape' && props.onEscape?.()}
        onChange={(event) => onType(event.currentTarget.value)}
      />
      <Suggestions id={`${id}-list`} suggestions={suggestions} />
      {problem !== undefined && (
        <p id={`${id}-problem`} role="alert">
          {problem}
        </p>
      )}
    </div>
  );
}

function Suggestions({ id, suggestions }: { readonly id: string; readonly suggestions: readonly string[] }) {
  if (suggestions.length === 0) return null;
  return (
    <datalist id={id}>
      {suggestions.map((suggestion) => (
        <option key={suggestion}>{suggestion}</option>
      ))}
    </datalist>
  );
}
