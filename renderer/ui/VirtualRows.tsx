import { type ReactNode, type Ref, useCallback, useEffectEvent, useImperativeHandle, useLayoutEffect, useRef, useState } from 'react';
import css from './VirtualRows.module.css';

/** Drawn beyond both edges, so that a turn of the wheel never shows a gap. */
const OVERSCAN = 8;

export interface VirtualRowsHandle {
  reveal(index: number): void;
  /** The first row in sight; 0 while nothing is scrolled away. */
  topRow(): number;
  /** Scrolls by so many rows, to keep in place what others were put in front of. */
  shift(rows: number): void;
}

export interface VirtualRowsProps {
  readonly count: number;
  /** One row, of exactly the height the style sheet gives `--row`. */
  readonly renderRow: (index: number) => ReactNode;
  readonly handle?: Ref<VirtualRowsHandle>;
  /** A row that stays in sight when the column becomes shorter. */
  readonly kept?: number;
}

/** A scrolling column of rows of one height, of which only the visible ones exist. */
export function VirtualRows({ count, renderRow, handle, kept }: VirtualRowsProps) {
  const scroller = useRef<HTMLDivElement>(null);
  const ruler = useRef<HTMLDivElement>(null);
  const [view, setView] = useState({ first: 0, last: 60 });

  const measure = useCallback(() => {
    const box = scroller.current;
    const rowHeight = ruler.current?.offsetHeight ?? 0;
    if (box === null || rowHeight === 0) return;
    const first = Math.max(0, Math.floor(box.scrollTop / rowHeight) - OVERSCAN);
    const last = Math.ceil((box.scrollTop + box.clientHeight) / rowHeight) + OVERSCAN;
    setView((old) => (old.first === first && old.last === last ? old : { first, last }));
  }, []);

  const reveal = useCallback((index: number) => {
    const box = scroller.current;
    const rowHeight = ruler.current?.offsetHeight ?? 0;
    if (box === null) return;
    const top = index * rowHeight;
    if (top < box.scrollTop) box.scrollTop = top;
    else if (top + rowHeight > box.scrollTop + box.clientHeight) box.scrollTop = top + rowHeight - box.clientHeight;
  }, []);

  const height = useRef(0);
  const resized = useEffectEvent(() => {
    const box = scroller.current;
    if (box === null) return;
    const bottom = ((kept ?? -1) + 1) * (ruler.current?.offsetHeight ?? 0) - box.scrollTop;
    const wasInSight = kept !== undefined && kept >= 0 && bottom > 0 && bottom <= height.current;
    height.current = box.clientHeight;
    if (wasInSight) reveal(kept);
    measure();
  });
  useLayoutEffect(() => {
    const observer = new ResizeObserver(() => resized());
    if (scroller.current !== null) observer.observe(scroller.current);
    return () => observer.disconnect();
  }, []);

  useImperativeHandle(handle, () => ({
    reveal,
    topRow() {
      const rowHeight = ruler.current?.offsetHeight ?? 0;
      return rowHeight === 0 ? 0 : Math.ceil((scroller.current?.scrollTop ?? 0) / rowHeight);
    },
    shift(rows) {
      if (scroller.current !== null) scroller.current.scrollTop += rows * (ruler.current?.offsetHeight ?? 0);
    },
  }));

  const first = Math.min(view.first, count);
  const last = Math.min(view.last, count);
  const indexes = Array.from({ length: last - first }, (_, offset) => first + offset);
  return (
    <div className={css['scroller']} ref={scroller} onScroll={measure} role="presentation">
      <div className={css['ruler']} ref={ruler} />
      <div
        className={css['rows']}
        style={{ blockSize: `calc(var(--row) * ${count})`, paddingBlockStart: `calc(var(--row) * ${first})` }}
        role="presentation"
      >
        {indexes.map(renderRow)}
      </div>
    </div>
  );
}
