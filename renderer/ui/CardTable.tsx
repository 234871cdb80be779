import type { ReactNode } from 'react';
import css from './CardTable.module.css';
import { Icon } from './Icon.tsx';

export interface CardTableColumn {
  readonly title: string;
  readonly align?: 'start' | 'end';
  /** Wide columns take what the others leave. */
  readonly width?: 'narrow' | 'wide';
  /** Lists that are too long to be read are sorted by whoever reads them. */
  readonly sort?: { readonly direction: 'ascending' | 'descending' | 'none'; readonly onSort: () => void } | undefined;
}

export interface CardTableRow {
  readonly key: string;
  /** As many as there are columns. */
  readonly cells: readonly ReactNode[];
  readonly tone?: 'warn' | 'known' | undefined;
}

export interface CardTableProps {
  readonly label: string;
  readonly columns: readonly CardTableColumn[];
  /** A short list: all of them are drawn. */
  readonly rows: readonly CardTableRow[];
  readonly rowHeight?: 'line' | 'two-lines';
}

/** A table within a card. */
export function CardTable({ label, columns, rows, rowHeight = 'line' }: CardTableProps) {
  return (
    <div className={css['scroll']}>
      <table className={css['table']} data-row={rowHeight} aria-label={label}>
        <thead>
          <tr>
            {columns.map(({ title, align = 'start', width, sort }) => (
              <th key={title} scope="col" data-align={align} data-width={width} aria-sort={sort?.direction}>
                {sort === undefined ? (
                  title
                ) : (
                  <button type="button" onClick={sort.onSort}>
                    {title}
                    {sort.direction !== 'none' && <Icon name={sort.direction === 'ascending' ? 'chevronUp' : 'chevronDown'} size="small" />}
                  </button>
                )}
              </th>
            ))}
          </tr>
        </thead>
        <tbody>
          {rows.map(({ key, cells, tone }) => (
            <tr key={key} data-tone={tone}>
              {cells.map((cell, index) => (
                <td key={columns[index]?.title} data-align={columns[index]?.align ?? 'start'}>
                  {cell}
                </td>
              ))}
            </tr>
          ))}
        </tbody>
      </table>
    </div>
  );
}
