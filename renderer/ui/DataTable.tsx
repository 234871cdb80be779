import type { ReactNode } from 'react';
import css from './DataTable.module.css';

export interface DataTableRow {
  readonly key: string;
  /** As many as there are columns. */
  readonly cells: readonly ReactNode[];
}

export interface DataTableProps {
  readonly title: string;
  readonly columns: readonly string[];
  /** A short list: all of them are drawn. */
  readonly rows: readonly DataTableRow[];
  readonly isLastKnown?: boolean;
}

export function DataTable({ title, columns, rows, isLastKnown = false }: DataTableProps) {
  return (
    <section className={css['card']} data-last-known={isLastKnown} aria-label={title}>
      <h2>{title}</h2>
      <table>
        <thead>
          <tr>
            {columns.map((column) => (
              <th key={column} scope="col">
                {column}
              </th>
            ))}
          </tr>
        </thead>
        <tbody>
          {rows.map(({ key, cells }) => (
            <tr key={key}>
              {cells.map((cell, index) => (
                <td key={columns[index]}>{cell}</td>
              ))}
            </tr>
          ))}
        </tbody>
      </table>
    </section>
  );
}
