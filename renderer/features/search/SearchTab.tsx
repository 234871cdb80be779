import { useMemo, useRef, useState } from 'react';
import { csvOf, tabbedText } from '#shared/domain/search/csv.ts';
import { noFilter } from '#shared/domain/search/filter.ts';
import type { SearchResult } from '#shared/domain/search/result-lines.ts';
import type { TreeItem } from '#shared/domain/tree/items.ts';
import { searchText } from '#shared/text/search-text.ts';
import { useSearchResult, useSearchServers } from '#renderer/state/search-result.ts';
import { searchFor, selectionKind, setWorking, useSearches } from '#renderer/state/search-store.ts';
import type { Target } from '#renderer/state/command.ts';
import { Button } from '#renderer/ui/Button.tsx';
import { EmptyState } from '#renderer/ui/EmptyState.tsx';
import { useNow } from '#renderer/ui/use-now.ts';
import { offerFile } from '#renderer/state/offer-file.ts';
import { showToast } from '#renderer/state/ui-store.ts';
import { fittingColumns } from './column-widths.ts';
import { FilterEditor } from './FilterEditor.tsx';
import { LeftOut } from './LeftOut.tsx';
import { NameDialog } from './NameDialog.tsx';
import { rowsOf } from './search-rows.ts';
import { SearchBar } from './SearchBar.tsx';
import { SearchGrid } from './SearchGrid.tsx';
import css from './SearchTab.module.css';
import { useSaved } from './use-saved.ts';
import { useWidth } from '#renderer/ui/use-width.ts';

/** For one object: everything that belongs to it. */
export function ObjectSearchTab({ target: { item } }: { readonly target: Target }) {
  const items = useMemo(() => [item], [item]);
  return <SearchTab items={items} />;
}

/** The frame of the grid and the scroll bar within it. */
const GRID_EDGES = 18;

const none: ReadonlySet<string> = new Set();

/** Everything that belongs to what is selected, as a table. */
export function SearchTab({ items }: { readonly items: readonly TreeItem[] }) {
  const kind = selectionKind(items);
  const search = useSearches((state) => searchFor(state, items));
  const saved = useSaved(kind, search);
  const servers = useSearchServers(items);
  const [quick, setQuick] = useState('');
  const [folded, setFolded] = useState<ReadonlySet<string>>(none);
  const [selected, setSelected] = useState<ReadonlySet<string>>(none);
  const [isFiltering, setFiltering] = useState(false);
  const nowMs = useNow();
  const tab = useRef<HTMLDivElement>(null);
  const room = useWidth(tab) - GRID_EDGES;
  const widths = useSearches((state) => state.widths);
  const columns = fittingColumns(search.columns, widths, room);
  const leftOut = search.columns.filter((column) => !columns.includes(column));
  const question = useMemo(() => ({ search, items, servers, quick, folded }), [search, items, servers, quick, folded]);
  const result = useSearchResult(question);
  const change = (next: typeof search): void => setWorking(kind, next);
  const rows = (): string[][] => rowsOf(result?.lines ?? [], { columns: search.columns, keys: selected, nowMs });
  const shared = { search, servers, onSearch: change, onCopy: () => copy(rows()) };

  function showAll(): void {
    setQuick('');
    change({ ...search, filter: noFilter });
  }

  return (
    <div className={css['tab']} ref={tab}>
      <SearchBar
        {...shared}
        leftOut={leftOut}
        quick={quick}
        onQuick={setQuick}
        isFiltering={isFiltering}
        onFiltering={setFiltering}
        saved={saved.menu}
        onExport={() => offerFile({ name: searchText.csvName, content: csvOf(rows()) })}
      />
      {isFiltering && <FilterEditor filter={search.filter} servers={servers} onChange={(filter) => change({ ...search, filter })} />}
      {result?.matching === 0 && <Nothing onShowAll={quick !== '' || search.filter !== noFilter ? showAll : undefined} />}
      {result !== undefined && result.matching > 0 && (
        <SearchGrid {...shared} columns={columns} result={result} selected={selected} onSelect={setSelected} onFolded={setFolded} nowMs={nowMs} />
      )}
      <div className={css['foot']}>
        <Count result={result} selected={selected.size} />
        <LeftOut columns={leftOut} />
      </div>
      <SaveDialog saved={saved} />
    </div>
  );
}

/** A filter may be what hides everything; then it can be taken away. */
function Nothing({ onShowAll }: { readonly onShowAll: (() => void) | undefined }) {
  if (onShowAll === undefined) return <EmptyState>{searchText.empty}</EmptyState>;
  return <EmptyState action={<Button onClick={onShowAll}>{searchText.clear}</Button>}>{searchText.noMatch}</EmptyState>;
}

function Count({ result, selected }: { readonly result: SearchResult | undefined; readonly selected: number }) {
  return (
    <output className={css['count']}>
      <span>{result === undefined ? searchText.looking : searchText.count(result.matching, result.all)}</span>
      {selected > 0 && <span>{searchText.selected(selected)}</span>}
    </output>
  );
}

function SaveDialog({ saved }: { readonly saved: ReturnType<typeof useSaved> }) {
  const searches = useSearches((state) => state.saved);
  const { naming } = saved;
  if (naming === undefined) return null;
  return <NameDialog saved={searches} own={naming === 'new' ? undefined : naming} onName={saved.name} onClose={saved.stopNaming} />;
}

function copy(rows: readonly (readonly string[])[]): void {
  navigator.clipboard.writeText(tabbedText(rows)).then(
    () => showToast({ id: 'search-copied', tone: 'ok', text: searchText.copied(rows.length - 1) }),
    (error: unknown) => reportError(error),
  );
}
