import { commandText, paletteText } from '#shared/text/commands-text.ts';
import { frameText } from '#shared/text/frame-text.ts';
import { windowText } from '#shared/text/window-text.ts';
import { AlertsBell } from '#renderer/features/alerts/AlertsBell.tsx';
import { useClient } from '#renderer/state/client-context.ts';
import { useCommands } from '#renderer/state/command.ts';
import { step } from '#renderer/state/history.ts';
import { changeSettings, useSettings } from '#renderer/state/settings-store.ts';
import { isThereNow, useTargets } from '#renderer/state/targets.ts';
import { goInHistory, openDialog, setPaletteOpen, useUi } from '#renderer/state/ui-store.ts';
import { Button } from '#renderer/ui/Button.tsx';
import { Icon } from '#renderer/ui/Icon.tsx';
import { MenuButton } from '#renderer/ui/MenuButton.tsx';
import { copyXe } from '#renderer/state/copy-xe.ts';
import { mainMenu } from '../commands/menu-of.ts';
import css from './TitleBar.module.css';
import { useIsDark } from './use-look.ts';

export function TitleBar() {
  return (
    <header className={css['bar']} data-region="title" aria-label={frameText.title}>
      <div className={css['side']}>
        <svg className={css['mark']} viewBox="0 0 16 16" aria-hidden="true">
          <rect width="16" height="16" rx="3.5" />
          <path d="M3 4.2h10v2H3zM3 7.4h10v2H3zM3 10.6h6.2v2H3z" />
        </svg>
        <span className={css['product']}>{windowText.product}</span>
        <WindowMenu />
        <HistoryButtons />
      </div>
      <button type="button" className={css['search']} onClick={() => setPaletteOpen(true)}>
        <Icon name="search" tone="quiet" />
        <span>{paletteText.label}</span>
        <kbd aria-hidden="true">{frameText.searchKey}</kbd>
      </button>
      <div className={css['side']} data-end="true">
        <AlertsBell />
        <ThemeButton />
        <Button kind="quiet" shape="icon" label={frameText.settings} onClick={() => openDialog('settings')}>
          <Icon name="gear" />
        </Button>
      </div>
    </header>
  );
}

function WindowMenu() {
  const commands = useCommands();
  const client = useClient();
  const targets = useTargets();
  const source = {
    commands: commands.all,
    targets,
    run: (command: (typeof commands.all)[number]) => commands.run(command, targets),
    copyXe: (command: (typeof commands.all)[number]) => copyXe(client, command.requests?.(targets) ?? []),
  };
  return (
    <MenuButton kind="quiet" shape="icon" label={commandText.menu} groups={() => mainMenu(source)}>
      <Icon name="menu" />
    </MenuButton>
  );
}

function HistoryButtons() {
  const history = useUi((state) => state.history);
  const canGo = (by: -1 | 1): boolean => step(history, by, isThereNow) !== undefined;
  return (
    <>
      <Button
        kind="quiet"
        shape="icon"
        label={frameText.back}
        why={canGo(-1) ? undefined : commandText.nothingBack}
        onClick={() => goInHistory(-1, isThereNow)}
      >
        <Icon name="back" />
      </Button>
      <Button
        kind="quiet"
        shape="icon"
        label={frameText.forward}
        why={canGo(1) ? undefined : commandText.nothingAhead}
        onClick={() => goInHistory(1, isThereNow)}
      >
        <Icon name="forward" />
      </Button>
    </>
  );
}

/** Switches between light and dark; a third state, following the system, is in the settings. */
function ThemeButton() {
  const client = useClient();
  const theme = useSettings((settings) => settings.theme);
  const isDark = useIsDark(theme);
  return (
    <Button
      kind="quiet"
      shape="icon"
      label={isDark ? frameText.toLight : frameText.toDark}
      onClick={() => changeSettings(client, { theme: isDark ? 'light' : 'dark' })}
    >
      <Icon name={isDark ? 'sun' : 'dark'} />
    </Button>
  );
}
