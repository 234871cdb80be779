import { type RefObject, useLayoutEffect, useRef } from 'react';
import type { ResourceTree } from '#shared/domain/tree/resource-tree.ts';
import type { VirtualRowsHandle } from '#renderer/ui/VirtualRows.tsx';

/** Rows that come or go above what is in sight do not move it. */
export function useSteadyScroll(list: RefObject<VirtualRowsHandle | null>, tree: ResourceTree, version: number): void {
  const top = useRef<{ tree: ResourceTree; key: string; index: number }>(undefined);
  useLayoutEffect(() => {
    const before = top.current;
    const handle = list.current;
    if (handle === null) return;
    const index = before === undefined || before.tree !== tree || before.index === 0 ? -1 : tree.indexOf(before.key);
    if (before !== undefined && index >= 0 && index !== before.index && handle.topRow() === before.index) handle.shift(index - before.index);
    // The version says that the tree has grown in place.
    // oxlint-disable-next-line react/exhaustive-effect-dependencies -- see above
  }, [list, tree, version]);
  useLayoutEffect(() => {
    const index = list.current?.topRow() ?? 0;
    const row = tree.rowAt(index);
    top.current = row === undefined ? undefined : { tree, key: row.key, index };
  });
}
