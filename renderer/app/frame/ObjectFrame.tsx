import { useEffect, useEffectEvent, useId } from 'react';
import { frameText } from '#shared/text/frame-text.ts';
import type { Target } from '#renderer/state/command.ts';
import { setTab, useUi } from '#renderer/state/ui-store.ts';
import { Icon } from '#renderer/ui/Icon.tsx';
import { StatusWord } from '#renderer/ui/StatusWord.tsx';
import { Tabs } from '#renderer/ui/Tabs.tsx';
import { nameOf } from '../object-facts.ts';
import { lookOfObject } from '../object-look.ts';
import { objectTabs } from '../tabs.tsx';
import { CommandBar } from './CommandBar.tsx';
import { LinkNotice } from './LinkNotice.tsx';
import css from './ObjectFrame.module.css';
import { WitnessStrip } from './WitnessStrip.tsx';

/** One object: who it is and what can be done with it, then its tabs. */
export function ObjectFrame({ target }: { readonly target: Target }) {
  const id = useId();
  const { is } = target.item;
  const tabs = is === 'group' ? [] : objectTabs[is];
  const remembered = useUi((state) => state.tabs[is]);
  const tab = tabs.find((candidate) => candidate.id === remembered) ?? tabs[0];
  const look = lookOfObject(target);
  const name = nameOf(target);
  useTabKeys(is, tabs);
  return (
    <article className={css['frame']} aria-label={name}>
      <header className={css['head']}>
        <Icon name={look.icon} tone={look.tone} size="large" />
        <div className={css['names']}>
          <div className={css['name']}>
            <h1>{name}</h1>
            {look.state !== undefined && (
              <span className={css['state']} data-tone={look.state.tone}>
                <StatusWord icon={look.state.icon} tone={look.state.tone} word={look.state.word} />
              </span>
            )}
          </div>
          <p>{look.subtitle}</p>
        </div>
        {is === 'host' && <WitnessStrip target={target} />}
        <CommandBar targets={[target]} />
      </header>
      <div className={css['tabs']}>
        <Tabs label={frameText.tabs} tabs={tabs} chosen={tab?.id ?? ''} onChoose={(chosen) => setTab(is, chosen)} panelId={`${id}panel`} />
      </div>
      <div className={css['panel']} id={`${id}panel`} role="tabpanel" aria-label={tab?.label}>
        <LinkNotice server={target.server} inventory={target.inventory} />
        {tab !== undefined && <tab.component key={tab.id} target={target} />}
      </div>
    </article>
  );
}

/** Ctrl+1 to Ctrl+9. */
function useTabKeys(kind: string, tabs: readonly { readonly id: string }[]): void {
  const press = useEffectEvent((event: KeyboardEvent) => {
    const tab = event.ctrlKey && !event.altKey && !event.shiftKey && /^[1-9]$/.test(event.key) ? tabs[Number(event.key) - 1] : undefined;
    if (tab === undefined || document.querySelector('dialog[open]') !== null) return;
    event.preventDefault();
    setTab(kind, tab.id);
  });
  useEffect(() => {
    const listen = (event: KeyboardEvent): void => press(event);
    addEventListener('keydown', listen);
    return () => removeEventListener('keydown', listen);
  }, []);
}
