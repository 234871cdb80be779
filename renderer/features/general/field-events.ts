import type { KeyboardEvent } from 'react';

/** As the `ref` of a field: it takes the focus when it appears, for somebody has just asked for it. */
export function takeFocus(field: HTMLElement | null): void {
  field?.focus();
}

/** Gives up what was begun, and nothing else that Escape would close. */
export function onEscape(giveUp: () => void): (event: KeyboardEvent) => void {
  return (event) => {
    if (event.key !== 'Escape') return;
    event.stopPropagation();
    giveUp();
  };
}
