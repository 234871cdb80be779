import type { HostRef } from '#shared/domain/inventory/watched.ts';
import { terminalText as say } from '#shared/text/terminal-text.ts';
import { type Target, useCommands } from '#renderer/state/command.ts';
import { chooseTerminal, type TerminalSession, useTerminals } from '#renderer/state/terminals-store.ts';
import { Button } from '#renderer/ui/Button.tsx';
import { EmptyState } from '#renderer/ui/EmptyState.tsx';
import { Icon } from '#renderer/ui/Icon.tsx';
import css from './TerminalTab.module.css';
import { TerminalView } from './TerminalView.tsx';

/** Shells and console menus of a host, several at once, over the way that is in use. */
export function TerminalTab({ target }: { readonly target: Target }) {
  const { item } = target;
  return item.is === 'host' ? <HostTerminals target={target} host={item.ref} /> : null;
}

function HostTerminals({ target, host }: { readonly target: Target; readonly host: HostRef }) {
  const { sessions, chosen } = useTerminals(target.server.id, host);
  const commands = useCommands();
  const open = (id: string) => {
    const command = commands.all.find((one) => one.id === id);
    if (command !== undefined) commands.run(command, [target]);
  };
  return (
    <div className={css['terminals']}>
      <div className={css['bar']}>
        {sessions.length > 0 && (
          <ul aria-label={say.sessions}>
            {sessions.map((session) => (
              <SessionChip key={session.id} session={session} isChosen={session.id === chosen?.id} />
            ))}
          </ul>
        )}
        <Button kind="quiet" label={say.openShell} onClick={() => open('host.terminal')}>
          <Icon name="add" size="small" />
          {say.shell}
        </Button>
        <Button kind="quiet" label={say.openConsole} onClick={() => open('host.console')}>
          <Icon name="add" size="small" />
          {say.console}
        </Button>
      </div>
      {chosen === undefined ? (
        <EmptyState>
          {say.empty} {say.emptyNote}
        </EmptyState>
      ) : (
        <TerminalView key={chosen.id} session={chosen} />
      )}
    </div>
  );
}

function SessionChip({ session, isChosen }: { readonly session: TerminalSession; readonly isChosen: boolean }) {
  const isOver = session.state.is === 'ended' || session.state.is === 'broken';
  return (
    <li>
      <Button isPressed={isChosen} onClick={() => chooseTerminal(session)}>
        <Icon name={session.program === 'shell' ? 'terminal' : 'pc'} tone={isOver ? 'known' : 'neutral'} size="small" isLastKnown={isOver} />
        {say.numbered(say[session.program], session.number)}
      </Button>
    </li>
  );
}
