import { useState } from 'react';
import { type SavedSearch, withDefault, withoutSearch, withSearch } from '#shared/domain/search/saved.ts';
import type { Search } from '#shared/domain/search/search.ts';
import { dropWorking, searchStore, setSaved, setWorking } from '#renderer/state/search-store.ts';
import { savedMenu } from './saved-menu.ts';

/** Which saved search is in use, and the dialog that asks for a name. */
export function useSaved(kind: string, search: Search) {
  const [used, setUsed] = useState<string>();
  const [naming, setNaming] = useState<SavedSearch | 'new'>();
  const saved = () => searchStore.getState().saved;

  function name(text: string): void {
    const next = naming === undefined || naming === 'new' ? { id: crypto.randomUUID(), name: text, search } : { ...naming, name: text };
    setSaved(withSearch(saved(), next));
    setUsed(next.id);
    setNaming(undefined);
  }

  const actions = {
    onUse(chosen: SavedSearch | undefined) {
      setUsed(chosen?.id);
      if (chosen === undefined) dropWorking(kind);
      else setWorking(kind, chosen.search);
    },
    onSave: (over: SavedSearch) => setSaved(withSearch(saved(), { ...over, search })),
    onName: setNaming,
    onRemove(removed: SavedSearch) {
      setSaved(withoutSearch(saved(), removed.id));
      setUsed(undefined);
    },
    onDefault: (chosen: SavedSearch | undefined) => setSaved(withDefault(saved(), kind, chosen?.id)),
  };
  return { naming, name, stopNaming: () => setNaming(undefined), menu: () => savedMenu(searchStore.getState(), kind, used, actions) };
}
