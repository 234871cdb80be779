import type { ColumnId } from '#shared/domain/search/columns.ts';
import { columnText, searchText } from '#shared/text/search-text.ts';
import { MenuButton } from '#renderer/ui/MenuButton.tsx';
import { bringBack } from './bring-back.ts';

/** Says which columns have no room, and brings one back. */
export function LeftOut({ columns }: { readonly columns: readonly ColumnId[] }) {
  if (columns.length === 0) return null;
  const text = searchText.leftOut(columns.map(columnText));
  return (
    <MenuButton
      label={text}
      kind="quiet"
      groups={() => [columns.map((id) => ({ id, label: searchText.bringBack(columnText(id)), onChoose: () => bringBack(id) }))]}
    >
      {text}
    </MenuButton>
  );
}
