import type { ReactNode } from 'react';
import { windowText } from '#shared/text/window-text.ts';
import { Button } from '#renderer/ui/Button.tsx';
import { Icon } from '#renderer/ui/Icon.tsx';
import css from './TreePane.module.css';

export interface TreePaneProps {
  readonly filter: string;
  readonly onFilter: (filter: string) => void;
  readonly onAdd: () => void;
  readonly state: 'empty' | 'no-match' | 'rows';
  readonly children: ReactNode;
}

export function TreePane({ filter, onFilter, onAdd, state, children }: TreePaneProps) {
  const say = windowText.tree;
  return (
    <nav className={css['pane']} aria-label={say.title}>
      <div className={css['head']}>
        <h2>{say.title}</h2>
        <Button kind="quiet" label={say.add} onClick={onAdd}>
          <Icon name="add" />
        </Button>
      </div>
      <div className={css['filter']}>
        <Icon name="filter" tone="quiet" />
        <input
          type="search"
          value={filter}
          placeholder={say.filter}
          aria-label={say.filter}
          onChange={(event) => onFilter(event.currentTarget.value)}
          onKeyDown={(event) => event.key === 'Escape' && onFilter('')}
        />
      </div>
      {state === 'rows' && children}
      {state === 'empty' && (
        <p className={css['nothing']}>
          {say.emptyTitle}
          <br />
          {say.empty}
        </p>
      )}
      {state === 'no-match' && (
        <div className={css['nothing']}>
          <output>{say.noMatch}</output>
          <Button onClick={() => onFilter('')}>{say.clearFilter}</Button>
        </div>
      )}
    </nav>
  );
}
