import type { ReactNode } from 'react';
import type { TreeOptions, TreeViewName } from '#shared/domain/tree/tree-options.ts';
import { optionNames, treeText as say, viewNames } from '#shared/text/tree-text.ts';
import { Button } from '#renderer/ui/Button.tsx';
import { Icon } from '#renderer/ui/Icon.tsx';
import { MenuButton } from '#renderer/ui/MenuButton.tsx';
import type { MenuGroup } from '#renderer/ui/menu-entry.ts';
import css from './TreePane.module.css';

export type PaneState = 'loading' | 'no-servers' | 'no-match' | 'nothing-organized' | 'no-searches' | 'rows';

export interface ArrivingPool {
  readonly name: string;
  /** So far. */
  readonly objects: number;
}

export interface TreePaneProps {
  readonly view: TreeViewName;
  readonly onView: (view: TreeViewName) => void;
  readonly options: TreeOptions;
  readonly onOptions: (options: TreeOptions) => void;
  readonly onAdd: () => void;
  readonly onAll: (isOpen: boolean) => void;
  readonly state: PaneState;
  readonly onClearFilter: () => void;
  readonly filter: ReactNode;
  /** Pools of which not everything is there yet. */
  readonly arriving: readonly ArrivingPool[];
  readonly children: ReactNode;
}

export function TreePane(props: TreePaneProps) {
  const { view, state, filter, arriving, children } = props;
  return (
    <nav className={css['pane']} aria-label={say.region} aria-busy={arriving.length > 0}>
      <div className={css['head']}>
        <h2>
          <MenuButton kind="quiet" label={`${viewNames[view]}: ${say.switchView}`} groups={() => viewMenu(props)}>
            {viewNames[view]}
            <Icon name="chevronDown" tone="quiet" size="small" />
          </MenuButton>
        </h2>
        <Button kind="quiet" shape="icon" label={say.add} onClick={props.onAdd}>
          <Icon name="add" />
        </Button>
        <MenuButton kind="quiet" shape="icon" label={say.options} groups={() => optionMenu(props)}>
          <Icon name="more" />
        </MenuButton>
      </div>
      {filter}
      {state === 'rows' ? children : <Nothing state={state} onClearFilter={props.onClearFilter} />}
      <output className={css['arriving']} hidden={arriving.length === 0}>
        {arriving.map(({ name, objects }) => (
          <span key={name}>
            {say.arriving(name)} <span aria-hidden="true">{say.arrived(objects)}</span>
          </span>
        ))}
      </output>
    </nav>
  );
}

const views = Object.keys(viewNames) as readonly TreeViewName[];
const options = Object.keys(optionNames) as readonly (keyof TreeOptions)[];

function viewMenu({ view, onView }: TreePaneProps): readonly MenuGroup[] {
  return [views.map((name) => ({ id: name, label: viewNames[name], isChecked: name === view, onChoose: () => onView(name) }))];
}

function optionMenu(props: TreePaneProps): readonly MenuGroup[] {
  return [
    options.map((name) => ({
      id: name,
      label: optionNames[name],
      isChecked: props.options[name],
      onChoose: () => props.onOptions({ ...props.options, [name]: !props.options[name] }),
    })),
    [
      { id: 'open-all', label: say.openAll, onChoose: () => props.onAll(true) },
      { id: 'fold-all', label: say.foldAll, onChoose: () => props.onAll(false) },
    ],
  ];
}

function Nothing({ state, onClearFilter }: { readonly state: Exclude<PaneState, 'rows'>; readonly onClearFilter: () => void }) {
  if (state === 'no-match') {
    return (
      <div className={css['nothing']}>
        <output>{say.noMatch}</output>
        <Button onClick={onClearFilter}>{say.clearFilter}</Button>
      </div>
    );
  }
  return (
    <p className={css['nothing']}>
      {state === 'loading' && say.loading}
      {state === 'no-servers' && (
        <>
          {say.emptyTitle}
          <br />
          {say.empty}
        </>
      )}
      {state === 'nothing-organized' && say.nothingOrganized}
      {state === 'no-searches' && say.noSearches}
    </p>
  );
}
