import type { IconName } from './icon-paths.ts';

/** One line of a menu. */
export interface MenuEntry {
  readonly id: string;
  readonly label: string;
  readonly icon?: IconName | undefined;
  readonly shortcut?: string | undefined;
  /** Why it cannot be chosen now; it stays reachable, so that the reason can be read. */
  readonly why?: string | undefined;
  readonly isChecked?: boolean | undefined;
  readonly onChoose?: (() => void) | undefined;
  /** A menu of its own beside this line. */
  readonly groups?: readonly MenuGroup[] | undefined;
}

/** Entries between two lines. */
export type MenuGroup = readonly MenuEntry[];

/** Where a key leads among these entries; -1 is before the first. */
export function menuMove(entries: readonly MenuEntry[], at: number, key: string): number | undefined {
  const { length } = entries;
  if (length === 0) return undefined;
  switch (key) {
    case 'ArrowDown':
      return (at + 1) % length;
    case 'ArrowUp':
      return at <= 0 ? length - 1 : at - 1;
    case 'Home':
      return 0;
    case 'End':
      return length - 1;
    default:
      return key.length === 1 && key !== ' ' ? typedAhead(entries, at, key.toLowerCase()) : undefined;
  }
}

/** The next one that begins with the letter, around the end. */
function typedAhead(entries: readonly MenuEntry[], at: number, letter: string): number | undefined {
  for (let steps = 1; steps <= entries.length; steps += 1) {
    const index = (at + steps) % entries.length;
    if (entries[index]?.label.toLowerCase().startsWith(letter) === true) return index;
  }
  return undefined;
}
