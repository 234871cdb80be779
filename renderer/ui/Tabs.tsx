import type { KeyboardEvent } from 'react';
import css from './Tabs.module.css';

export interface TabLabel {
  readonly id: string;
  readonly label: string;
  readonly count?: number | undefined;
}

export interface TabsProps {
  readonly label: string;
  readonly tabs: readonly TabLabel[];
  readonly chosen: string;
  readonly onChoose: (id: string) => void;
  /** The element that shows what is chosen. */
  readonly panelId: string;
}

const steps: Readonly<Record<string, (at: number, length: number) => number>> = {
  ArrowRight: (at, length) => (at + 1) % length,
  ArrowLeft: (at, length) => (at + length - 1) % length,
  Home: () => 0,
  End: (_at, length) => length - 1,
};

export function Tabs({ label, tabs, chosen, onChoose, panelId }: TabsProps) {
  function press(event: KeyboardEvent<HTMLElement>): void {
    if (event.altKey || event.ctrlKey) return;
    const at = tabs.findIndex(({ id }) => id === chosen);
    const to = steps[event.key]?.(at, tabs.length);
    const next = to === undefined ? undefined : tabs[to];
    if (to === undefined || next === undefined) return;
    event.preventDefault();
    onChoose(next.id);
    event.currentTarget.querySelectorAll<HTMLElement>('[role=tab]')[to]?.focus();
  }
  return (
    <div className={css['tabs']} role="tablist" aria-label={label} tabIndex={-1} onKeyDown={press}>
      {tabs.map((tab) => (
        <button
          key={tab.id}
          type="button"
          role="tab"
          aria-selected={tab.id === chosen}
          aria-controls={panelId}
          tabIndex={tab.id === chosen ? 0 : -1}
          onClick={() => onChoose(tab.id)}
        >
          {tab.label}
          {tab.count !== undefined && <span>{tab.count}</span>}
        </button>
      ))}
    </div>
  );
}
