import { type KeyboardEvent, useEffect, useId, useMemo, useRef, useState } from 'react';
import { paletteText } from '#shared/text/commands-text.ts';
import { useCommands } from '#renderer/state/command.ts';
import { inventoryStore } from '#renderer/state/inventory-store.ts';
import { targetsOf, useTargets } from '#renderer/state/targets.ts';
import { select, setPaletteOpen, useUi } from '#renderer/state/ui-store.ts';
import { Icon } from '#renderer/ui/Icon.tsx';
import css from './Palette.module.css';
import { type PaletteEntry, paletteEntries, paletteObjects } from './palette-entries.ts';

const RECENT = 6;

/** One list for finding and doing. What is known when it opens is what it searches. */
export function Palette() {
  const id = useId();
  const dialog = useRef<HTMLDialogElement>(null);
  const commands = useCommands();
  const { entries, query, setQuery } = useEntries();
  const [active, setActive] = useState(0);
  const shown = entries[active];
  useEffect(() => dialog.current?.showModal(), []);
  useEffect(() => {
    document.getElementById(`${id}${active}`)?.scrollIntoView({ block: 'nearest' });
  }, [id, active]);

  function choose(entry: PaletteEntry | undefined): void {
    if (entry === undefined || (entry.is === 'command' && entry.why !== undefined)) return;
    dialog.current?.close();
    if (entry.is === 'object') select(entry.item);
    else commands.run(entry.command, entry.targets);
  }

  function press(event: KeyboardEvent): void {
    const step = event.key === 'ArrowDown' ? 1 : event.key === 'ArrowUp' ? -1 : 0;
    if (event.key === 'Enter') choose(shown);
    else if (step !== 0 && entries.length > 0) setActive((active + step + entries.length) % entries.length);
    else return;
    event.preventDefault();
  }

  return (
    <dialog className={css['palette']} ref={dialog} aria-label={paletteText.title} onClose={() => setPaletteOpen(false)}>
      <div className={css['field']}>
        <Icon name="search" tone="quiet" />
        <input
          type="text"
          role="combobox"
          aria-expanded="true"
          aria-controls={`${id}list`}
          aria-activedescendant={shown === undefined ? undefined : `${id}${active}`}
          aria-label={paletteText.label}
          placeholder={paletteText.label}
          value={query}
          spellCheck={false}
          autoComplete="off"
          onKeyDown={press}
          onChange={(event) => {
            setQuery(event.currentTarget.value);
            setActive(0);
          }}
        />
      </div>
      {/* oxlint-disable-next-line jsx-a11y/prefer-tag-over-role -- a select cannot show icons and reasons */}
      <div className={css['list']} id={`${id}list`} role="listbox" aria-label={paletteText.results} tabIndex={-1}>
        {entries.map((entry, index) => (
          <PaletteLine
            key={entry.key}
            id={`${id}${index}`}
            entry={entry}
            isActive={index === active}
            onPoint={() => setActive(index)}
            onChoose={() => choose(entry)}
          />
        ))}
      </div>
      <output className={css['count']}>{entries.length === 0 ? paletteText.nothing : paletteText.count(entries.length)}</output>
    </dialog>
  );
}

function useEntries() {
  const [query, setQuery] = useState('');
  const [known] = useState(() => inventoryStore.getState());
  const commands = useCommands();
  const targets = useTargets();
  const history = useUi((state) => state.history);
  const objects = useMemo(() => paletteObjects(known), [known]);
  const recent = useMemo(() => {
    const visited = history.visited.slice(0, history.at).toReversed();
    return targetsOf(visited.slice(0, RECENT), known);
  }, [history, known]);
  const entries = useMemo(
    () => paletteEntries({ query, objects, commands: commands.all, targets, recent }),
    [query, objects, commands, targets, recent],
  );
  return { entries, query, setQuery };
}

interface PaletteLineProps {
  readonly id: string;
  readonly entry: PaletteEntry;
  readonly isActive: boolean;
  readonly onPoint: () => void;
  readonly onChoose: () => void;
}

/** The keys are the field's, which keeps the focus. */
function PaletteLine({ id, entry, isActive, onPoint, onChoose }: PaletteLineProps) {
  const why = entry.is === 'command' ? entry.why : undefined;
  return (
    <button
      type="button"
      id={id}
      className={css['line']}
      // oxlint-disable-next-line jsx-a11y/prefer-tag-over-role -- an option outside a select is nothing to a browser
      role="option"
      tabIndex={-1}
      aria-selected={isActive}
      aria-disabled={why !== undefined}
      onPointerMove={() => !isActive && onPoint()}
      onClick={onChoose}
    >
      {entry.icon === undefined ? <span className={css['none']} /> : <Icon name={entry.icon} />}
      <span className={css['label']}>{entry.label}</span>
      <span className={css['hint']}>{why ?? entry.hint}</span>
    </button>
  );
}
