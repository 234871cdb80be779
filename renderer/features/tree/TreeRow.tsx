import type { TreeRow as Row } from '#shared/domain/tree/rows.ts';
import { Icon } from '#renderer/ui/Icon.tsx';
import { lookOf } from './row-look.ts';
import css from './TreeRow.module.css';

export interface TreeRowProps {
  readonly id: string;
  readonly row: Row;
  readonly index: number;
  readonly isSelected: boolean;
}

/** Shows one row. The tree handles mouse and keys for all of them, told apart by the data attributes. */
export function TreeRow({ id, row, index, isSelected }: TreeRowProps) {
  const { icon, tone, fact } = lookOf(row);
  const isContainer = row.item.is !== 'vm';
  return (
    <div
      id={id}
      className={css['row']}
      role="treeitem"
      aria-level={row.depth + 1}
      aria-posinset={row.position}
      aria-setsize={row.siblings}
      aria-selected={isSelected}
      aria-expanded={row.fold === 'leaf' ? undefined : row.fold === 'open'}
      data-container={isContainer}
      data-dim={row.isDim}
      data-index={index}
      tabIndex={-1}
      style={{ paddingInlineStart: `calc(var(--space-1) + var(--indent) * ${row.depth})` }}
    >
      <span className={css['twist']} data-twist="true" aria-hidden="true">
        {row.fold !== 'leaf' && <Icon name={row.fold === 'open' ? 'chevronDown' : 'chevronRight'} tone="quiet" size="small" />}
      </span>
      <Icon name={icon} tone={row.isDim ? 'known' : tone} isLastKnown={row.isDim} />
      <span className={css['name']}>{row.name}</span>
      {fact !== undefined && (
        <span className={css['fact']} data-tone={fact.tone}>
          {fact.icon !== undefined && <Icon name={fact.icon} tone={fact.tone ?? 'quiet'} size="small" />}
          {fact.word}
        </span>
      )}
    </div>
  );
}
