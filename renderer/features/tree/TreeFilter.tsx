import { type KeyboardEvent, useId, useState } from 'react';
import { suggestionsFor, type SuggestionSources } from '#shared/domain/tree/query.ts';
import { treeText } from '#shared/text/tree-text.ts';
import { Icon } from '#renderer/ui/Icon.tsx';
import css from './TreeFilter.module.css';

export interface TreeFilterProps {
  readonly filter: string;
  readonly onFilter: (filter: string) => void;
  readonly sources: SuggestionSources;
  /** Down, when there is nothing left to choose here. */
  readonly onLeave: () => void;
}

/** A search field that offers how to go on while one types. */
export function TreeFilter({ filter, onFilter, sources, onLeave }: TreeFilterProps) {
  const id = useId();
  const [chosen, setChosen] = useState(-1);
  const [isOpen, setOpen] = useState(false);
  const suggestions = isOpen ? suggestionsFor(filter, sources) : [];
  const active = Math.min(chosen, suggestions.length - 1);

  function type(text: string): void {
    onFilter(text);
    setOpen(true);
    setChosen(-1);
  }

  function take(index: number): void {
    const suggestion = suggestions[index];
    if (suggestion === undefined) return;
    onFilter(suggestion.text);
    // A bare condition asks for its value at once.
    setOpen(suggestion.text.endsWith(':'));
    setChosen(-1);
  }

  function press(event: KeyboardEvent): void {
    if (!answers(event.key)) return;
    event.preventDefault();
    event.stopPropagation();
  }

  function answers(key: string): boolean {
    switch (key) {
      case 'ArrowDown':
        if (suggestions.length === 0) onLeave();
        else setChosen(Math.min(active + 1, suggestions.length - 1));
        return true;
      case 'ArrowUp':
        setChosen(Math.max(-1, active - 1));
        return true;
      case 'Enter':
        if (active >= 0) take(active);
        else onLeave();
        return true;
      case 'Escape':
        if (suggestions.length > 0) setOpen(false);
        else onFilter('');
        return true;
      default:
        return false;
    }
  }

  return (
    <div className={css['filter']}>
      <Icon name="filter" tone="quiet" />
      <input
        type="search"
        role="combobox"
        value={filter}
        placeholder={treeText.filter}
        aria-label={treeText.filter}
        aria-autocomplete="list"
        aria-expanded={suggestions.length > 0}
        aria-controls={`${id}-list`}
        aria-activedescendant={active < 0 ? undefined : `${id}-${active}`}
        autoComplete="off"
        spellCheck={false}
        data-filter="tree"
        onChange={(event) => type(event.currentTarget.value)}
        onBlur={() => setOpen(false)}
        onKeyDown={press}
      />
      {/* oxlint-disable-next-line jsx-a11y/prefer-tag-over-role -- a datalist cannot be steered or styled */}
      <div className={css['list']} id={`${id}-list`} role="listbox" aria-label={treeText.suggestions} hidden={suggestions.length === 0}>
        {suggestions.map(({ label, text }, index) => (
          <div
            key={text}
            id={`${id}-${index}`}
            // oxlint-disable-next-line jsx-a11y/prefer-tag-over-role -- an option outside a select is nothing to a browser
            role="option"
            aria-selected={index === active}
            onPointerDown={(event) => {
              event.preventDefault();
              take(index);
            }}
          >
            {label}
          </div>
        ))}
      </div>
    </div>
  );
}
