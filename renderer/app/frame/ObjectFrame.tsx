import { useEffect, useEffectEvent, useId } from 'react';
import { frameText } from '#shared/text/frame-text.ts';
import { spanText } from '#shared/text/size-text.ts';
import type { Target } from '#renderer/state/command.ts';
import { useFindingCount } from '#renderer/state/recovery-store.ts';
import { setTab, useUi } from '#renderer/state/ui-store.ts';
import { Icon } from '#renderer/ui/Icon.tsx';
import { StatusWord } from '#renderer/ui/StatusWord.tsx';
import { Tabs } from '#renderer/ui/Tabs.tsx';
import { useNow } from '#renderer/ui/use-now.ts';
import { nameOf } from '../object-facts.ts';
import { takesAllKeys } from '../commands/chord.ts';
import { lookOfObject, type ObjectLook } from '../object-look.ts';
import { firstTab, tabKindOf } from '../tab-kind.ts';
import { objectTabs } from '../tabs.tsx';
import { CommandBar } from './CommandBar.tsx';
import { LinkNotice } from './LinkNotice.tsx';
import css from './ObjectFrame.module.css';
import { WitnessStrip } from './WitnessStrip.tsx';

/** One object: who it is and what can be done with it, then its tabs. */
export function ObjectFrame({ target }: { readonly target: Target }) {
  const id = useId();
  const { is } = target.item;
  const { kind, tab, labels } = useTabs(target);
  const look = lookOfObject(target);
  const name = nameOf(target);
  return (
    <article className={css['frame']} aria-label={name}>
      <header className={css['head']}>
        <Names name={name} look={look} fills={is !== 'host'} />
        {is === 'host' && tab?.id !== 'recovery' && <WitnessStrip target={target} />}
        <CommandBar targets={[target]} />
      </header>
      <div className={css['tabs']}>
        <Tabs label={frameText.tabs} tabs={labels} chosen={tab?.id ?? ''} onChoose={(chosen) => setTab(kind, chosen)} panelId={`${id}panel`} />
      </div>
      <div className={css['panel']} id={`${id}panel`} role="tabpanel" aria-label={tab?.label}>
        <LinkNotice server={target.server} inventory={target.inventory} />
        {tab !== undefined && <tab.component key={tab.id} target={target} />}
      </div>
    </article>
  );
}

interface NamesProps {
  readonly name: string;
  readonly look: ObjectLook;
  /** Nothing but the buttons stands beside it. */
  readonly fills: boolean;
}

function Names({ name, look: { icon, tone, state, subtitle, startedMs }, fills }: NamesProps) {
  const nowMs = useNow();
  const below = startedMs === undefined ? subtitle : `${subtitle} · ${frameText.upFor(spanText(Math.max(0, nowMs - startedMs)))}`;
  return (
    <>
      <Icon name={icon} tone={tone} size="large" />
      <div className={css['names']} data-fills={fills}>
        <div className={css['name']}>
          <h1>{name}</h1>
          {state !== undefined && (
            <span className={css['state']} data-tone={state.tone}>
              <StatusWord icon={state.icon} tone={state.tone} word={state.word} />
            </span>
          )}
        </div>
        <p title={below}>{below}</p>
      </div>
    </>
  );
}

/** The tabs of a kind of object, the one that is looked at, and how many findings wait behind one of them. */
function useTabs(target: Target) {
  const { is } = target.item;
  const tabs = is === 'group' ? [] : objectTabs[is];
  const kind = tabKindOf(target);
  const remembered = useUi((state) => state.tabs[kind]) ?? firstTab(kind);
  const findings = useFindingCount(target.server.id, is === 'host' ? target.item.ref : '');
  useTabKeys(kind, tabs);
  return {
    kind,
    tab: tabs.find((candidate) => candidate.id === remembered) ?? tabs[0],
    labels: tabs.map((one) => ({ ...one, count: one.id === 'recovery' ? findings : one.id === 'snapshots' ? snapshotCount(target) : undefined })),
  };
}

/** Absent where there are none. */
function snapshotCount({ item, inventory }: Target): number | undefined {
  if (item.is !== 'vm') return undefined;
  let count = 0;
  for (const { isSnapshot, snapshotOf } of inventory.vm.values()) if (isSnapshot && snapshotOf === item.ref) count += 1;
  return count === 0 ? undefined : count;
}

/** Ctrl+1 to Ctrl+9. */
function useTabKeys(kind: string, tabs: readonly { readonly id: string }[]): void {
  const press = useEffectEvent((event: KeyboardEvent) => {
    const tab = event.ctrlKey && !event.altKey && !event.shiftKey && /^[1-9]$/.test(event.key) ? tabs[Number(event.key) - 1] : undefined;
    if (tab === undefined || document.querySelector('dialog[open]') !== null || takesAllKeys(event.target)) return;
    event.preventDefault();
    setTab(kind, tab.id);
  });
  useEffect(() => {
    const listen = (event: KeyboardEvent): void => press(event);
    addEventListener('keydown', listen);
    return () => removeEventListener('keydown', listen);
  }, []);
}
