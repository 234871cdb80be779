import { useTargets } from '#renderer/state/targets.ts';
import { useUi } from '#renderer/state/ui-store.ts';
import { ObjectFrame } from './frame/ObjectFrame.tsx';
import { SummaryFrame } from './frame/SummaryFrame.tsx';

/** One object with its tabs; of many, and of groups, what they are together. */
export function Details() {
  const items = useUi((state) => state.selected);
  const targets = useTargets();
  const [target] = targets;
  const hasGroup = items.some((item) => item.is === 'group');
  if (target === undefined && !hasGroup) return null;
  if (target !== undefined && targets.length === 1 && !hasGroup) return <ObjectFrame target={target} />;
  return <SummaryFrame items={items} targets={targets} />;
}
