import { type ColumnId, factOf } from '#shared/domain/search/columns.ts';
import type { SearchServer } from '#shared/domain/search/found.ts';
import type { Line } from '#shared/domain/search/result-lines.ts';
import { columnText, factText } from '#shared/text/search-text.ts';

type ObjectLine = Extract<Line, { is: 'object' }>;

/** The rows as they are copied and exported, with a line of headings. Without a selection: all of them, each object once. */
export function rowsOf(
  lines: readonly Line[],
  of: { readonly columns: readonly ColumnId[]; readonly keys: ReadonlySet<string>; readonly nowMs: number },
): string[][] {
  const objects = lines.filter((line): line is ObjectLine => line.is === 'object' && (of.keys.size === 0 || of.keys.has(line.key)));
  const once = new Map(objects.map((line) => [line.found.record, line]));
  return [
    of.columns.map(columnText),
    ...[...once.values()].map(({ found }) => of.columns.map((column) => factText(factOf(found, column), of.nowMs))),
  ];
}

/** The line with what is known of its server now: figures change between two searches. */
export function presentLine(line: ObjectLine, servers: ReadonlyMap<string, SearchServer>): ObjectLine['found'] {
  const server = servers.get(line.found.server.id);
  return server === undefined ? line.found : { ...line.found, server };
}
