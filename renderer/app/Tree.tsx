import { use, useMemo, useRef } from 'react';
import { keyOf, type TreeItem } from '#shared/domain/tree/items.ts';
import { ResourceTree } from '#renderer/features/tree/ResourceTree.tsx';
import { TreeFilter } from '#renderer/features/tree/TreeFilter.tsx';
import { type ArrivingPool, type PaneState, TreePane } from '#renderer/features/tree/TreePane.tsx';
import type { DropVerdict } from '#renderer/features/tree/use-tree-drag.ts';
import { CommandsContext, type Target } from '#renderer/state/command.ts';
import { inventoryStore, type InventoryState } from '#renderer/state/inventory-store.ts';
import { targetsOf } from '#renderer/state/targets.ts';
import { dropPlan, type TreeDropPlan } from '#renderer/state/tree-drop.ts';
import { filterSources } from '#renderer/state/tree-filter.ts';
import { useFollowedSelection, useFollowedTree } from '#renderer/state/tree-follow.ts';
import { useInventory, useSelection } from '#renderer/state/tree-state.ts';
import { setAllOpen, setOpen, setTreeFilter, setTreeOptions, setTreeView, type TreeState, useTree } from '#renderer/state/tree-store.ts';
import { openDialog, selectedNow, selectMany, setAddingServer, useUi } from '#renderer/state/ui-store.ts';
import { useNow } from '#renderer/ui/use-now.ts';
import { poolNameOf } from '#renderer/state/pool-name.ts';
import { runOn } from './tree-run.ts';

export function Tree() {
  const nowMs = useNow();
  useFollowedTree(nowMs);
  const { tree, version, view, filter, options } = useTree((state) => state);
  const hasServers = useInventory((state) => state.servers.length > 0);
  const isOpening = useInventory((state) => state.link === 'opening');
  const arriving = useInventory((state) => state.arriving);
  const selected = useShownSelection();
  const commands = use(CommandsContext);
  const pane = useRef<HTMLDivElement>(null);
  useFollowedSelection(selected);

  return (
    <div ref={pane} style={{ display: 'contents' }}>
      <TreePane
        view={view}
        onView={setTreeView}
        options={options}
        onOptions={setTreeOptions}
        onAdd={() => setAddingServer(true)}
        onAll={setAllOpen}
        state={paneState({ tree, filter, view, hasServers, isComplete: !isOpening && arriving.size === 0 })}
        arriving={arrivingPools(arriving)}
        onClearFilter={() => setTreeFilter('')}
        filter={<TreeFilter filter={filter} onFilter={setTreeFilter} sources={filterSources} onLeave={() => focusTree(pane.current)} />}
      >
        <ResourceTree
          tree={tree}
          version={version}
          nowMs={nowMs}
          isFiltered={filter !== ''}
          selected={selected}
          onSelect={selectMany}
          onOpen={setOpen}
          onMenu={(at) => commands?.openMenu(at, targetsNow(clickedOr(selected)))}
          onRun={(item) => commands !== undefined && runOn(commands, targetsNow([item]))}
          drop={{
            judge: (items, on) => verdictOf(dropPlan(targetsNow(items), on)),
            put(items, on) {
              const plan = dropPlan(targetsNow(items), on);
              if (plan?.asks === undefined) commands?.startDropped(plan?.requests ?? []);
              else openDialog('relocate', plan.asks);
            },
          }}
        />
      </TreePane>
    </div>
  );
}

/** What is selected, or what the details show when nothing is. */
function useShownSelection(): readonly TreeItem[] {
  const chosen = useUi((state) => state.selected);
  const item = useSelection()?.item;
  const key = item === undefined ? undefined : keyOf(item);
  return useMemo(
    () => (chosen.length > 0 || item === undefined ? chosen : [item]),
    // oxlint-disable-next-line react-hooks/exhaustive-deps -- the same object is made anew at every change of its pool
    [chosen, key],
  );
}

/** A right click selects what it is on, in the same moment: what was drawn before is another object. */
function clickedOr(shown: readonly TreeItem[]): readonly TreeItem[] {
  const chosen = selectedNow();
  return chosen.length > 0 ? chosen : shown;
}

function verdictOf(plan: TreeDropPlan | undefined): DropVerdict | undefined {
  return plan === undefined ? undefined : { is: plan.requests.length === 0 && plan.asks === undefined ? 'refused' : 'fits', text: plan.text };
}

function targetsNow(items: readonly TreeItem[]): readonly Target[] {
  return targetsOf(items, inventoryStore.getState());
}

function focusTree(pane: HTMLElement | null): void {
  pane?.querySelector<HTMLElement>('[role=tree]')?.focus();
}

function arrivingPools(arriving: InventoryState['arriving']): readonly ArrivingPool[] {
  const { servers } = inventoryStore.getState();
  return servers.flatMap((server) => {
    const known = arriving.get(server.id);
    return known === undefined ? [] : [{ name: poolNameOf({ server, inventory: known.inventory }), objects: known.records }];
  });
}

type PaneFacts = Pick<TreeState, 'tree' | 'filter' | 'view'> & { readonly hasServers: boolean; readonly isComplete: boolean };

function paneState({ tree, filter, view, hasServers, isComplete }: PaneFacts): PaneState {
  if (tree.count > 0) return 'rows';
  // What has not come yet may be the very thing.
  if (!isComplete) return 'loading';
  if (!hasServers) return 'no-servers';
  if (filter !== '') return 'no-match';
  if (view === 'searches') return 'no-searches';
  return view === 'organization' ? 'nothing-organized' : 'no-servers';
}
