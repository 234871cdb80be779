import type { ColumnId } from '#shared/domain/search/columns.ts';
import { setColumnWidth } from '#renderer/state/search-store.ts';
import { widthOf } from './column-widths.ts';

/** A column of a width somebody has chosen is never left out; others make room for it. */
export function bringBack(column: ColumnId): void {
  setColumnWidth(column, widthOf(column, {}));
}
