import type { TreeItem } from '#shared/domain/tree/items.ts';
import { select } from '#renderer/state/ui-store.ts';
import { LinkButton } from '#renderer/ui/LinkButton.tsx';

/** The name of another object, which leads there. */
export function ObjectLink({ item, name }: { readonly item: TreeItem; readonly name: string }) {
  return <LinkButton onClick={() => select(item)}>{name}</LinkButton>;
}
