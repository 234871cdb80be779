import { objectKinds } from '#shared/domain/organization/groups.ts';
import { isFinished } from '#shared/domain/search/filter.ts';
import type { ColumnId } from '#shared/domain/search/columns.ts';
import type { SearchServer } from '#shared/domain/search/found.ts';
import type { Search } from '#shared/domain/search/search.ts';
import { kindsText, searchText } from '#shared/text/search-text.ts';
import { Button } from '#renderer/ui/Button.tsx';
import { Icon } from '#renderer/ui/Icon.tsx';
import { MenuButton } from '#renderer/ui/MenuButton.tsx';
import type { MenuGroup } from '#renderer/ui/menu-entry.ts';
import { bringBack } from './bring-back.ts';
import { columnPicker, groupMenu } from './column-menu.ts';
import css from './SearchBar.module.css';

export interface SearchBarProps {
  readonly search: Search;
  /** Columns of the search that have no room. */
  readonly leftOut: readonly ColumnId[];
  readonly onSearch: (search: Search) => void;
  readonly servers: readonly SearchServer[];
  readonly quick: string;
  readonly onQuick: (text: string) => void;
  readonly isFiltering: boolean;
  readonly onFiltering: (isOpen: boolean) => void;
  readonly saved: () => readonly MenuGroup[];
  readonly onCopy: () => void;
  readonly onExport: () => void;
}

export function SearchBar({ search, leftOut, onSearch, servers, quick, onQuick, isFiltering, onFiltering, saved, onCopy, onExport }: SearchBarProps) {
  const conditions = [search.filter, ...search.filter.groups].flatMap((group) => group.conditions.filter(isFinished)).length;
  return (
    <div className={css['bar']} role="toolbar" aria-label={searchText.tab}>
      <div className={css['quick']}>
        <Icon name="search" tone="quiet" />
        <input
          type="search"
          value={quick}
          placeholder={searchText.quick}
          aria-label={searchText.quick}
          onChange={(event) => onQuick(event.currentTarget.value)}
          onKeyDown={(event) => {
            if (event.key !== 'Escape' || quick === '') return;
            event.stopPropagation();
            onQuick('');
          }}
        />
      </div>
      <MenuButton label={searchText.kinds} kind="quiet" groups={() => [kindsMenu(search, onSearch)]}>
        {searchText.kinds}
      </MenuButton>
      <Button kind="quiet" isPressed={isFiltering} onClick={() => onFiltering(!isFiltering)}>
        {conditions === 0 ? searchText.filter : searchText.filtered(conditions)}
      </Button>
      <MenuButton label={searchText.group} kind="quiet" groups={() => groupMenu(search, onSearch)}>
        {searchText.group}
      </MenuButton>
      <MenuButton label={searchText.columns} kind="quiet" groups={() => columnPicker({ search, servers, leftOut, onBring: bringBack }, onSearch)}>
        {searchText.columns}
      </MenuButton>
      <MenuButton label={searchText.saved} kind="quiet" groups={saved}>
        {searchText.saved}
      </MenuButton>
      <MenuButton
        label={searchText.more}
        kind="quiet"
        shape="icon"
        groups={() => [
          [
            { id: 'copy', label: searchText.copy, icon: 'copy', onChoose: onCopy },
            { id: 'csv', label: searchText.exportCsv, onChoose: onExport },
          ],
        ]}
      >
        <Icon name="more" />
      </MenuButton>
    </div>
  );
}

/** The last kind stays: a search for nothing finds nothing. */
function kindsMenu(search: Search, change: (search: Search) => void): MenuGroup {
  return objectKinds.map((kind) => {
    const isShown = search.kinds.includes(kind);
    const kinds = isShown ? search.kinds.filter((other) => other !== kind) : [...search.kinds, kind];
    return { id: kind, label: kindsText[kind], isChecked: isShown, onChoose: () => kinds.length > 0 && change({ ...search, kinds }) };
  });
}
