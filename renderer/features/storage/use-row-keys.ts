import { type FocusEvent, type KeyboardEvent, useRef, useState } from 'react';
import type { VirtualRowsHandle } from '#renderer/ui/VirtualRows.tsx';

/** As it is counted for those who do not see the list: its head comes first. */
const FIRST_ROW = 2;
const PAGE = 10;

const STEPS: Readonly<Record<string, (from: number, count: number) => number>> = {
  ArrowDown: (from) => from + 1,
  ArrowUp: (from) => from - 1,
  PageDown: (from) => from + PAGE,
  PageUp: (from) => from - PAGE,
  Home: () => 0,
  End: (_from, count) => count - 1,
};

/**
 * One stop of the Tab key however many there are, and keys that go from one that can be chosen to the next. They choose nothing:
 * what is chosen is looked into, and each look logs in to the array.
 */
export function useRowKeys(count: number, canChoose: (index: number) => boolean) {
  const rows = useRef<VirtualRowsHandle>(null);
  const drawn = useRef(new Map<number, HTMLElement>());
  /** A row that is not drawn yet gets the focus as it is. */
  const wanted = useRef<number>(undefined);
  const [active, setActive] = useState(0);

  function nearest(from: number, step: 1 | -1): number | undefined {
    for (let index = Math.min(Math.max(from, 0), count - 1); index >= 0 && index < count; index += step) if (canChoose(index)) return index;
    return undefined;
  }

  const stop = nearest(active, 1) ?? nearest(active, -1);

  function go(index: number | undefined): void {
    if (index === undefined) return;
    rows.current?.reveal(index);
    const pick = drawn.current.get(index);
    if (pick === undefined) wanted.current = index;
    else pick.focus();
  }

  return {
    rows,
    pick: (index: number) => ({
      tabIndex: index === stop ? 0 : -1,
      ref(input: HTMLElement | null) {
        if (input === null) return undefined;
        drawn.current.set(index, input);
        if (wanted.current === index) input.focus();
        return () => void drawn.current.delete(index);
      },
    }),
    onList: {
      onFocus({ target }: FocusEvent) {
        wanted.current = undefined;
        const row = target.closest('[aria-rowindex]')?.getAttribute('aria-rowindex');
        // Where the stop is scrolled away, the column itself is one.
        if (row === undefined || row === null) go(stop);
        else setActive(Number(row) - FIRST_ROW);
      },
      onKeyDown(event: KeyboardEvent) {
        const step = STEPS[event.key];
        if (step === undefined) return;
        event.preventDefault();
        const next = step(active, count);
        const isBack = next < active || event.key === 'End';
        go(nearest(next, isBack ? -1 : 1));
      },
    },
  };
}
