import type { TreeItem } from '#shared/domain/tree/items.ts';
import { useTargets } from '#renderer/state/targets.ts';
import { useInventory } from '#renderer/state/tree-state.ts';
import { useUi } from '#renderer/state/ui-store.ts';
import { Arriving } from './frame/Arriving.tsx';
import { ObjectFrame } from './frame/ObjectFrame.tsx';
import { SummaryFrame } from './frame/SummaryFrame.tsx';

/** One object with its tabs; of many, and of groups, what they are together. */
export function Details() {
  const items = useUi((state) => state.selected);
  const servers = useInventory((state) => state.servers);
  const arriving = useInventory((state) => state.arriving);
  const targets = useTargets();
  const [target] = targets;
  const coming = servers.find(({ id }) => arriving.has(id) && (target?.server.id === id || isAbout(items, id)));
  const known = coming === undefined ? undefined : arriving.get(coming.id);
  if (coming !== undefined && known !== undefined) return <Arriving server={coming} known={known} />;
  const hasGroup = items.some((item) => item.is === 'group');
  if (target === undefined && !hasGroup) return null;
  if (target !== undefined && targets.length === 1 && !hasGroup) return <ObjectFrame target={target} />;
  return <SummaryFrame items={items} targets={targets} />;
}

/** A group may hold objects of any server. */
function isAbout(items: readonly TreeItem[], server: string): boolean {
  return items.some((item) => item.server === undefined || item.server === server);
}
