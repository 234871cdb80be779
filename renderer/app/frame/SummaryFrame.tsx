import { useId } from 'react';
import type { TreeItem } from '#shared/domain/tree/items.ts';
import { frameText } from '#shared/text/frame-text.ts';
import type { Target } from '#renderer/state/command.ts';
import { setTab, useUi } from '#renderer/state/ui-store.ts';
import { Icon } from '#renderer/ui/Icon.tsx';
import { Tabs } from '#renderer/ui/Tabs.tsx';
import { selectionTabs } from '../tabs.tsx';
import { CommandBar } from './CommandBar.tsx';
import css from './ObjectFrame.module.css';
import { summaryOf } from './summary.ts';

const KIND = 'selection';

/** Many objects, or a group: what they are together, and what can be done with how many of them. */
export function SummaryFrame({ items, targets }: { readonly items: readonly TreeItem[]; readonly targets: readonly Target[] }) {
  const id = useId();
  const remembered = useUi((state) => state.tabs[KIND]);
  const tab = selectionTabs.find((candidate) => candidate.id === remembered) ?? selectionTabs[0];
  const { title, subtitle, icon } = summaryOf(items, targets);
  return (
    <article className={css['frame']} aria-label={title}>
      <header className={css['head']}>
        <Icon name={icon} size="large" />
        <div className={css['names']}>
          <div className={css['name']}>
            <h1>{title}</h1>
          </div>
          <p>{subtitle}</p>
        </div>
        {targets.length > 0 && <CommandBar targets={targets} />}
      </header>
      <div className={css['tabs']}>
        <Tabs label={frameText.tabs} tabs={selectionTabs} chosen={tab?.id ?? ''} onChoose={(chosen) => setTab(KIND, chosen)} panelId={`${id}panel`} />
      </div>
      <div className={css['panel']} id={`${id}panel`} role="tabpanel" aria-label={tab?.label}>
        {tab !== undefined && <tab.component key={tab.id} items={items} />}
      </div>
    </article>
  );
}
