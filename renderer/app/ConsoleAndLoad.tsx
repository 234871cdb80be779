import { useRef } from 'react';
import { ConsoleTab } from '#renderer/features/console/ConsoleTab.tsx';
import { LoadBeside } from '#renderer/features/performance/LoadBeside.tsx';
import type { Target } from '#renderer/state/command.ts';
import { useWidth } from '#renderer/ui/use-width.ts';
import css from './ConsoleAndLoad.module.css';

/** A screen of a thousand points and the graphs; with less room the screen has all of it. */
const BOTH_FROM = 1_000;

/** The screen of a VM, and how it is doing beside it where there is room for both. */
export function ConsoleAndLoad({ target }: { readonly target: Target }) {
  const pair = useRef<HTMLDivElement>(null);
  const width = useWidth(pair);
  const { item, inventory } = target;
  const isOn = item.is === 'vm' && inventory.vm.get(item.ref)?.power === 'Running';
  return (
    <div className={css['pair']} ref={pair}>
      <div className={css['screen']}>
        <ConsoleTab target={target} />
      </div>
      {isOn && Number.isFinite(width) && width >= BOTH_FROM && <LoadBeside target={target} />}
    </div>
  );
}
