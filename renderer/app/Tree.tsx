import { ResourceTree } from '#renderer/features/tree/ResourceTree.tsx';
import { TreePane } from '#renderer/features/tree/TreePane.tsx';
import { useInventory, useSelection, useTreeRows } from '#renderer/state/tree-state.ts';
import { select, setAddingServer, setFilter, setFolded, useUi } from '#renderer/state/ui-store.ts';

export function Tree() {
  const rows = useTreeRows();
  const filter = useUi((state) => state.filter);
  const isEmpty = useInventory((state) => state.servers.length === 0);
  const selection = useSelection();
  const state = isEmpty ? 'empty' : rows.length === 0 ? 'no-match' : 'rows';
  return (
    <TreePane filter={filter} onFilter={setFilter} onAdd={() => setAddingServer(true)} state={state}>
      <ResourceTree rows={rows} selected={selection?.item} onSelect={select} onFold={setFolded} />
    </TreePane>
  );
}
