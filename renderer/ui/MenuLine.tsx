import { Icon } from './Icon.tsx';
import css from './MenuLine.module.css';
import type { MenuEntry } from './menu-entry.ts';

export interface MenuLineProps {
  readonly entry: MenuEntry;
  readonly isFirstOfGroup: boolean;
  readonly isActive: boolean;
  /** The element that says why it cannot be chosen. */
  readonly whyId: string;
  readonly onPoint: () => void;
  readonly onChoose: () => void;
}

export function MenuLine({ entry, isFirstOfGroup, isActive, whyId, onPoint, onChoose }: MenuLineProps) {
  const isOff = entry.why !== undefined;
  const hasMenu = entry.groups !== undefined;
  return (
    <>
      {isFirstOfGroup && <hr className={css['rule']} />}
      <button
        type="button"
        className={css['line']}
        role={entry.isChecked === undefined ? 'menuitem' : 'menuitemcheckbox'}
        tabIndex={isActive ? 0 : -1}
        aria-checked={entry.isChecked}
        aria-disabled={isOff}
        aria-describedby={isOff && isActive ? whyId : undefined}
        aria-haspopup={hasMenu ? 'menu' : undefined}
        onPointerMove={() => !isActive && onPoint()}
        onClick={onChoose}
      >
        <MenuIcon entry={entry} />
        <span className={css['label']}>{entry.label}</span>
        {entry.shortcut !== undefined && <kbd aria-hidden="true">{entry.shortcut}</kbd>}
        {hasMenu && <Icon name="chevronRight" size="small" tone="quiet" />}
      </button>
    </>
  );
}

function MenuIcon({ entry: { icon, isChecked } }: { readonly entry: MenuEntry }) {
  const shown = isChecked === true ? 'check' : icon;
  return <span className={css['icon']}>{shown !== undefined && <Icon name={shown} />}</span>;
}
