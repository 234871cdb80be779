import { type KeyboardEvent, useId, useLayoutEffect, useRef, useState } from 'react';
import css from './Menu.module.css';
import { type MenuEntry, type MenuGroup, menuMove } from './menu-entry.ts';
import { MenuLine } from './MenuLine.tsx';

export interface MenuProps {
  readonly label: string;
  readonly groups: readonly MenuGroup[];
  /** In the window; the menu keeps itself inside it. */
  readonly at: { readonly x: number; readonly y: number };
  readonly onClose: () => void;
}

/** A menu above everything else. It has the focus while it is open and gives it back; a submenu takes its place. */
export function Menu({ label, groups, at, onClose }: MenuProps) {
  const box = useRef<HTMLDivElement>(null);
  const [inside, setInside] = useState<MenuEntry>();
  useLayoutEffect(() => {
    const element = box.current;
    if (element === null) return undefined;
    const before = document.activeElement;
    element.showPopover();
    const { width, height } = element.getBoundingClientRect();
    element.style.left = `${Math.max(0, Math.min(at.x, innerWidth - width))}px`;
    element.style.top = `${Math.max(0, Math.min(at.y, innerHeight - height))}px`;
    // Its lines were drawn while it was still hidden and could not take the focus.
    element.querySelector<HTMLElement>('[role^=menuitem][tabindex="0"]')?.focus();
    return () => {
      const isHere = element.contains(document.activeElement) || document.activeElement === document.body;
      if (isHere && before instanceof HTMLElement) before.focus();
    };
  }, [at.x, at.y]);
  const back: MenuEntry | undefined =
    inside === undefined ? undefined : { id: 'back', label: inside.label, icon: 'back', onChoose: () => setInside(undefined) };
  return (
    <div className={css['menu']} ref={box} popover="auto" onToggle={(event) => event.newState === 'closed' && onClose()}>
      <MenuLines
        key={inside?.id ?? ''}
        label={inside?.label ?? label}
        groups={back === undefined ? groups : [[back], ...(inside?.groups ?? [])]}
        onEnter={setInside}
        onLeave={back?.onChoose}
        onClose={onClose}
      />
    </div>
  );
}

interface MenuLinesProps {
  readonly label: string;
  readonly groups: readonly MenuGroup[];
  readonly onEnter: (entry: MenuEntry) => void;
  /** Back to the menu this one is part of. */
  readonly onLeave: (() => void) | undefined;
  readonly onClose: () => void;
}

function MenuLines({ label, groups, onEnter, onLeave, onClose }: MenuLinesProps) {
  const id = useId();
  const list = useRef<HTMLDivElement>(null);
  const shown = groups.filter((group) => group.length > 0);
  const entries = shown.flat();
  const [active, setActive] = useState(0);
  const why = entries[active]?.why;
  useLayoutEffect(() => {
    list.current?.querySelectorAll<HTMLElement>('[role^=menuitem]')[active]?.focus();
  }, [active]);

  function choose(entry: MenuEntry): void {
    if (entry.groups !== undefined) onEnter(entry);
    else if (entry.why === undefined) {
      if (entry.onChoose !== onLeave) onClose();
      entry.onChoose?.();
    }
  }

  function press(event: KeyboardEvent): void {
    const isPlain = !event.ctrlKey && !event.altKey && !event.metaKey;
    const to = isPlain ? menuMove(entries, active, event.key) : undefined;
    if (to === undefined && !act(event.key)) return;
    if (to !== undefined) setActive(to);
    event.preventDefault();
    event.stopPropagation();
  }

  function act(key: string): boolean {
    const entry = entries[active];
    if (key === 'Tab') onClose();
    else if (key === 'Escape') (onLeave ?? onClose)();
    else if (key === 'ArrowLeft') onLeave?.();
    else if (entry !== undefined && chooses(entry, key)) choose(entry);
    else return false;
    return true;
  }

  return (
    <>
      <div className={css['lines']} ref={list} role="menu" aria-label={label} tabIndex={-1} onKeyDown={press}>
        {entries.map((entry, index) => (
          <MenuLine
            key={entry.id}
            entry={entry}
            isFirstOfGroup={index > 0 && shown.some(([first]) => first === entry)}
            isActive={index === active}
            whyId={`${id}-why`}
            onPoint={() => setActive(index)}
            onChoose={() => choose(entry)}
          />
        ))}
      </div>
      <p className={css['why']} id={`${id}-why`} hidden={why === undefined}>
        {why}
      </p>
    </>
  );
}

function chooses(entry: MenuEntry, key: string): boolean {
  return key === 'Enter' || key === ' ' || (key === 'ArrowRight' && entry.groups !== undefined);
}
