import { type ReactNode, useMemo, useState } from 'react';
import type { Client } from '#shared/contract/client.ts';
import type { OperationRequest } from '#shared/domain/operations/request.ts';
import { commandText } from '#shared/text/commands-text.ts';
import { useClient } from '#renderer/state/client-context.ts';
import { type Command, type Commands, CommandsContext, type CommandTools, type Target } from '#renderer/state/command.ts';
import { useSettings } from '#renderer/state/settings-store.ts';
import { openDialog, showToast } from '#renderer/state/ui-store.ts';
import { Menu } from '#renderer/ui/Menu.tsx';
import { nameOf } from '../object-facts.ts';
import { questionFor } from './confirm-class.ts';
import { contextMenu, mainMenu } from './menu-of.ts';
import { type Question, Questions } from './Questions.tsx';
import { allCommands } from './registry.ts';
import { startNow } from '#renderer/state/start-now.ts';
import { useShortcuts } from './use-shortcuts.ts';
import { copyText } from '#renderer/state/copy-text.ts';
import { copyXe } from '#renderer/state/copy-xe.ts';

interface OpenMenu {
  readonly at: { readonly x: number; readonly y: number };
  readonly targets: readonly Target[];
  readonly hasEverything: boolean;
}

/** Lends the commands to everything below it, and shows what they ask. */
export function CommandsProvider({ children }: { readonly children: ReactNode }) {
  const client = useClient();
  const confirmations = useSettings((settings) => settings.confirmations);
  const [question, ask] = useState<Question>();
  const [menu, setMenu] = useState<OpenMenu>();

  const commands = useMemo<Commands>(() => {
    function start(requests: readonly OperationRequest[]): void {
      if (requests.length === 0) return;
      if (questionFor(requests, confirmations) === undefined) startNow(client, requests);
      else ask({ is: 'start', requests });
    }
    const tools: CommandTools = {
      client,
      start,
      disconnect(target) {
        if (confirmations.disconnect) ask({ is: 'disconnect', target });
        else disconnectNow(client, target);
      },
      open: (dialog, targets) =>
        openDialog(
          dialog,
          targets.map(({ item }) => item),
        ),
      copy: copyText,
    };
    return {
      all: allCommands,
      start,
      startDropped: (requests) => requests.length > 0 && ask({ is: 'start', requests }),
      run(command, targets) {
        const reasons = command.blockedBy(targets);
        if (reasons.length === 0) command.run(targets, tools);
        else showToast({ id: command.id, tone: 'info', text: commandText.blocked(command.label(targets), reasons.join(' ')) });
      },
      openMenu: (at, targets) => setMenu({ at, targets, hasEverything: false }),
    };
  }, [client, confirmations]);

  useShortcuts(commands, (targets) => setMenu({ at: { x: 0, y: 0 }, targets, hasEverything: true }));
  return (
    <CommandsContext value={commands}>
      {children}
      {menu !== undefined && <CommandMenu menu={menu} commands={commands} client={client} onClose={() => setMenu(undefined)} />}
      {question !== undefined && (
        <Questions
          question={question}
          onClose={() => ask(undefined)}
          onAnswer={() => {
            ask(undefined);
            if (question.is === 'start') startNow(client, question.requests);
            else disconnectNow(client, question.target);
          }}
        />
      )}
    </CommandsContext>
  );
}

interface CommandMenuProps {
  readonly menu: OpenMenu;
  readonly commands: Commands;
  readonly client: Client;
  readonly onClose: () => void;
}

function CommandMenu({ menu: { at, targets, hasEverything }, commands, client, onClose }: CommandMenuProps) {
  const source = {
    commands: commands.all,
    targets,
    run: (command: Command) => commands.run(command, targets),
    copyXe: (command: Command) => copyXe(client, command.requests?.(targets) ?? []),
  };
  const [first] = targets;
  const label = hasEverything || first === undefined ? commandText.menu : commandText.contextMenu(nameOf(first));
  return <Menu label={label} groups={hasEverything ? mainMenu(source) : contextMenu(source)} at={at} onClose={onClose} />;
}

function disconnectNow(client: Client, { server }: Target): void {
  client.call('server.disconnect', { server: server.id }).catch((error: unknown) => reportError(error));
}
