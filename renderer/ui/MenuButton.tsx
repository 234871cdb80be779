import { type ReactNode, useRef, useState } from 'react';
import { Button, type ButtonProps } from './Button.tsx';
import { Menu } from './Menu.tsx';
import type { MenuGroup } from './menu-entry.ts';

export interface MenuButtonProps extends Pick<ButtonProps, 'kind' | 'size' | 'shape'> {
  readonly label: string;
  readonly children: ReactNode;
  /** Asked when the menu opens. */
  readonly groups: () => readonly MenuGroup[];
}

/** A button with a menu below it. */
export function MenuButton({ label, children, groups, ...look }: MenuButtonProps) {
  const place = useRef<HTMLSpanElement>(null);
  const [at, setAt] = useState<{ x: number; y: number }>();
  function open(): void {
    const box = place.current?.getBoundingClientRect();
    if (box !== undefined) setAt({ x: box.left, y: box.bottom });
  }
  return (
    <span ref={place}>
      <Button {...look} label={label} hasMenu={at === undefined ? 'closed' : 'open'} onClick={open}>
        {children}
      </Button>
      {at !== undefined && <Menu label={label} groups={groups()} at={at} onClose={() => setAt(undefined)} />}
    </span>
  );
}
