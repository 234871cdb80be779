import { type Dispatch, type SetStateAction, useMemo, useState } from 'react';
import { type ColumnId, isColumnId } from '#shared/domain/search/columns.ts';
import type { SearchServer } from '#shared/domain/search/found.ts';
import type { Line, SearchResult } from '#shared/domain/search/result-lines.ts';
import { type Search, sortedBy } from '#shared/domain/search/search.ts';
import { isLastKnown } from '#shared/domain/search/state-of.ts';
import { timeText } from '#shared/text/format.ts';
import { columnText, groupText, searchText } from '#shared/text/search-text.ts';
import { useCommands } from '#renderer/state/command.ts';
import { inventoryStore } from '#renderer/state/inventory-store.ts';
import { setColumnWidth, useSearches } from '#renderer/state/search-store.ts';
import { targetsOf } from '#renderer/state/targets.ts';
import { select } from '#renderer/state/ui-store.ts';
import { Grid } from '#renderer/ui/Grid.tsx';
import { Icon } from '#renderer/ui/Icon.tsx';
import { Menu } from '#renderer/ui/Menu.tsx';
import { columnMenu, movedTo } from './column-menu.ts';
import { presentLine } from './search-rows.ts';
import { SearchCell } from './SearchCell.tsx';
import { leastOf, widthOf } from './column-widths.ts';

export interface SearchGridProps {
  readonly result: SearchResult;
  readonly servers: readonly SearchServer[];
  readonly search: Search;
  /** Those of the search that have room. */
  readonly columns: readonly ColumnId[];
  readonly onSearch: (search: Search) => void;
  readonly selected: ReadonlySet<string>;
  readonly onSelect: (keys: ReadonlySet<string>) => void;
  readonly onFolded: Dispatch<SetStateAction<ReadonlySet<string>>>;
  readonly onCopy: () => void;
  readonly nowMs: number;
}

export function SearchGrid({ result, servers, search, columns: shown, onSearch, selected, onSelect, onFolded, onCopy, nowMs }: SearchGridProps) {
  const commands = useCommands();
  const widths = useSearches((state) => state.widths);
  const [columnAt, setColumnAt] = useState<{ column: ColumnId; x: number; y: number }>();
  const { lines } = result;
  const known = useMemo(() => new Map(servers.map((server) => [server.id, server])), [servers]);
  const columns = shown.map((id) => ({
    id,
    label: columnText(id),
    width: widthOf(id, widths),
    least: leastOf(id, widths),
    isChosen: widths[id] !== undefined,
    sorted: sortOf(search, id),
  }));

  return (
    <>
      <Grid
        label={searchText.results}
        columns={columns}
        count={lines.length}
        rowAt={(index) => {
          const line = lines[index];
          return line === undefined ? undefined : rowOf(line);
        }}
        renderCell={(index, column) => {
          const line = lines[index];
          if (line?.is !== 'object' || !isColumnId(column)) return null;
          const found = presentLine(line, known);
          const { lastKnownMs } = found.server;
          const age = lastKnownMs === undefined ? undefined : searchText.lastKnown(timeText(lastKnownMs, nowMs));
          return <SearchCell found={found} column={column} nowMs={nowMs} age={age} />;
        }}
        selected={selected}
        onSelect={onSelect}
        onOpen={(index) => {
          const line = lines[index];
          if (line?.is === 'object') select(line.found.item);
        }}
        onFold={(key, isFolded) =>
          onFolded((folded) => (isFolded ? new Set([...folded, key]) : new Set([...folded].filter((other) => other !== key))))
        }
        onMenu={(at, keys) => commands.openMenu(at, targetsOf(itemsOf(lines, keys), inventoryStore.getState()))}
        onCopy={onCopy}
        onSort={(column, also) => isColumnId(column) && onSearch({ ...search, sort: sortedBy(search.sort, column, also) })}
        onResize={(column, width) => isColumnId(column) && setColumnWidth(column, width)}
        onMove={(column, place) => onSearch({ ...search, columns: movedTo(search.columns, column, place) })}
        onColumnMenu={(column, at) => isColumnId(column) && setColumnAt({ column, ...at })}
        resizeLabel={searchText.resize}
      />
      {columnAt !== undefined && (
        <Menu
          label={columnText(columnAt.column)}
          at={columnAt}
          groups={columnMenu(search, columnAt.column, onSearch)}
          onClose={() => setColumnAt(undefined)}
        />
      )}
    </>
  );
}

/** Selected rows as objects, each once. */
function itemsOf(lines: readonly Line[], keys: ReadonlySet<string>) {
  const items = lines.flatMap((line) => (line.is === 'object' && keys.has(line.key) ? [line.found] : []));
  return [...new Map(items.map(({ record, item }) => [record, item])).values()];
}

function sortOf({ sort }: Search, column: ColumnId): 'up' | 'down' | undefined {
  const by = sort.find((candidate) => candidate.column === column);
  return by === undefined ? undefined : by.down ? 'down' : 'up';
}

function rowOf(line: Line) {
  if (line.is === 'object') return { key: line.key, isLastKnown: isLastKnown(line.found) };
  const { key, depth, isFolded, fact, column, count } = line;
  const content = (
    <>
      <Icon name={isFolded ? 'chevronRight' : 'chevronDown'} tone="quiet" size="small" />
      <span>{`${groupText(column, fact)} (${searchText.groupCount(count)})`}</span>
    </>
  );
  return { key, heading: { content, depth, isFolded } };
}
