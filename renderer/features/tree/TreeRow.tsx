import { memo } from 'react';
import type { TreeRow as Row } from '#shared/domain/tree/tree-row.ts';
import { Icon } from '#renderer/ui/Icon.tsx';
import { lookOf } from './row-look.ts';
import css from './TreeRow.module.css';

export interface TreeRowProps {
  readonly id: string;
  readonly row: Row;
  readonly index: number;
  readonly nowMs: number;
  readonly isSelected: boolean;
  readonly isFocused: boolean;
  /** While something is dragged over it. */
  readonly drop: 'fits' | 'refused' | undefined;
}

const CONTAINERS: readonly string[] = ['server', 'pool', 'host', 'group', 'appliance'];

/** Shows one row. The tree handles mouse and keys for all of them, told apart by the data attributes. */
export const TreeRow = memo(function TreeRow({ id, row, index, nowMs, isSelected, isFocused, drop }: TreeRowProps) {
  const { icon, tone, name, fact, spoken } = lookOf(row, nowMs);
  const isDim = row.truth.is !== 'live';
  return (
    <div
      id={id}
      className={css['row']}
      role="treeitem"
      aria-level={row.depth + 1}
      aria-posinset={row.position}
      aria-setsize={row.siblings}
      aria-selected={isSelected}
      // oxlint-disable-next-line jsx-a11y/role-supports-aria-props -- global since ARIA 1.3
      aria-description={spoken}
      aria-expanded={row.fold === 'leaf' ? undefined : row.fold === 'open'}
      data-container={CONTAINERS.includes(row.item.is)}
      data-dim={isDim}
      data-ssh={row.truth.is === 'ssh'}
      data-hidden={row.isHidden}
      data-focused={isFocused}
      data-drop={drop}
      data-index={index}
      draggable={row.item.is !== 'server' && row.item.is !== 'group'}
      tabIndex={-1}
      style={{ paddingInlineStart: `calc(var(--space-1) + var(--indent) * ${row.depth})` }}
    >
      <span className={css['twist']} data-twist="true" aria-hidden="true">
        {row.fold !== 'leaf' && <Icon name={row.fold === 'open' ? 'chevronDown' : 'chevronRight'} tone="quiet" size="small" />}
      </span>
      <span className={css['picture']}>
        <Icon name={icon} tone={isDim ? 'known' : tone} isLastKnown={row.truth.is === 'last-known'} />
      </span>
      <span className={css['name']} title={name}>
        {name}
      </span>
      {fact !== undefined && (
        <span className={css['fact']} data-tone={fact.tone} title={fact.full}>
          {fact.icon !== undefined && <Icon name={fact.icon} tone={fact.tone === 'warn' ? 'warn' : 'quiet'} size="small" />}
          {fact.word}
        </span>
      )}
    </div>
  );
});
