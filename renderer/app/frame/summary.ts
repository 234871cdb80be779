import type { TreeItem } from '#shared/domain/tree/items.ts';
import { frameText } from '#shared/text/frame-text.ts';
import { powerText } from '#shared/text/window-text.ts';
import type { Target } from '#renderer/state/command.ts';

/** '12 VMs, 3 pools', and below it how many of the VMs are in which state. */
export function summaryOf(items: readonly TreeItem[], targets: readonly Target[]): { readonly title: string; readonly subtitle: string } {
  const [only] = items;
  const kinds = Map.groupBy(items, ({ is }) => is);
  const counts = [...kinds].map(([is, of]) => frameText.counted(of.length, frameText.kinds[is]));
  const title = items.length === 1 && only?.is === 'group' ? groupName(only.id) : counts.join(', ');
  const powers = Map.groupBy(
    targets.flatMap(({ item, inventory }) => (item.is === 'vm' ? (inventory.vm.get(item.ref)?.power ?? []) : [])),
    (power) => power,
  );
  const subtitle = [...powers].sort(([, a], [, b]) => b.length - a.length).map(([power, of]) => frameText.powerCount(of.length, powerText(power)));
  return { title, subtitle: frameText.powers(subtitle) };
}

/** The last part of a group's id is what people call it. */
function groupName(id: string): string {
  return id.split(/[:/]/).findLast((part) => part !== '') ?? id;
}
