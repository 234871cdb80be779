import { savedIdOf, type SearchState } from '#renderer/state/search-store.ts';
import type { MenuEntry, MenuGroup } from '#renderer/ui/menu-entry.ts';
import type { SavedSearch } from '#shared/domain/search/saved.ts';
import { searchText } from '#shared/text/search-text.ts';

export interface SavedActions {
  readonly onUse: (search: SavedSearch | undefined) => void;
  readonly onSave: (over: SavedSearch) => void;
  readonly onName: (search: SavedSearch | 'new') => void;
  readonly onRemove: (search: SavedSearch) => void;
  readonly onDefault: (search: SavedSearch | undefined) => void;
}

/** Searches to begin with, and what can be done with them. */
export function savedMenu({ saved }: SearchState, kind: string, used: string | undefined, actions: SavedActions): readonly MenuGroup[] {
  const inUse = used ?? savedIdOf(kind) ?? saved.defaults[kind];
  const chosen = saved.searches.find(({ id }) => id === inUse);
  const list: MenuEntry[] = saved.searches.map((search) => ({
    id: search.id,
    label: search.name,
    isChecked: search.id === inUse,
    onChoose: () => actions.onUse(search),
  }));
  const natural = { id: 'natural', label: searchText.natural, isChecked: chosen === undefined, onChoose: () => actions.onUse(undefined) };
  const forget =
    saved.defaults[kind] === undefined ? [] : [{ id: 'no-default', label: searchText.noDefault, onChoose: () => actions.onDefault(undefined) }];
  return [
    [natural, ...list],
    [...(chosen === undefined ? [] : chosenEntries(chosen, actions)), { id: 'new', label: searchText.saveAs, onChoose: () => actions.onName('new') }],
    forget,
  ];
}

function chosenEntries(chosen: SavedSearch, actions: SavedActions): readonly MenuEntry[] {
  return [
    { id: 'save', label: searchText.save, onChoose: () => actions.onSave(chosen) },
    { id: 'rename', label: searchText.rename, onChoose: () => actions.onName(chosen) },
    { id: 'default', label: searchText.makeDefault, onChoose: () => actions.onDefault(chosen) },
    { id: 'remove', label: searchText.remove, icon: 'trash', onChoose: () => actions.onRemove(chosen) },
  ];
}
