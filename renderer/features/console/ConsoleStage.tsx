import { useEffect, useMemo, useState } from 'react';
import { type ConsoleProtocol, type ConsoleStanding, consoleStanding } from '#shared/domain/console/standing.ts';
import type { VmRef } from '#shared/domain/inventory/watched.ts';
import { consoleText as say } from '#shared/text/console-text.ts';
import { useClient } from '#renderer/state/client-context.ts';
import { type Target, useCommands } from '#renderer/state/command.ts';
import { Button } from '#renderer/ui/Button.tsx';
import { EmptyState } from '#renderer/ui/EmptyState.tsx';
import { ConsoleView } from './ConsoleView.tsx';
import { closeConsole, liveConsole } from './consoles.ts';
import { bringBack, openOwnWindow, useOwnWindow } from './own-window.ts';

export interface StageProps {
  readonly target: Target;
  readonly vm: VmRef;
  /** In a window of its own there is nothing to undock. */
  readonly place: 'tab' | 'window';
}

/** What is to be seen of a VM now, or why there is nothing. */
export function ConsoleStage({ target, vm, place }: StageProps) {
  const client = useClient();
  const { inventory, server } = target;
  const name = inventory.vm.get(vm)?.name ?? '';
  const standing = useMemo(() => consoleStanding(inventory, vm), [inventory, vm]);
  const [wish, setWish] = useState<ConsoleProtocol>();
  const isElsewhere = useOwnWindow(server.id, vm) && place === 'tab';
  const live = useMemo(
    () => (isElsewhere ? undefined : liveConsole({ client, server: server.id, vm, name })),
    [client, server.id, vm, name, isElsewhere],
  );
  const isReachable = server.state.is === 'live';
  const choices = standing.is === 'ready' && isReachable ? standing.consoles : [];
  const choice = choices.find(({ protocol }) => protocol === wish) ?? choices[0];
  useEffect(() => {
    live?.want(choice);
  }, [live, choice]);

  if (live === undefined) {
    return <EmptyState action={<Button onClick={() => bringBack(server.id, vm)}>{say.showHere}</Button>}>{say.undocked}</EmptyState>;
  }
  if (standing.is === 'off') return <OffState target={target} power={standing.power} name={name} />;
  return (
    <ConsoleView
      live={live}
      name={name}
      standing={standing}
      target={target}
      choices={choices}
      choice={choice}
      isReachable={isReachable}
      onProtocol={setWish}
      onUndock={place === 'window' ? undefined : () => openOwnWindow(server.id, vm, () => closeConsole({ server: server.id, vm }))}
    />
  );
}

interface OffProps {
  readonly target: Target;
  readonly power: Extract<ConsoleStanding, { is: 'off' }>['power'];
  readonly name: string;
}

function OffState({ target, power, name }: OffProps) {
  const commands = useCommands();
  const command = commands.all.find(({ id }) => id === (power === 'Suspended' ? 'vm.resume' : 'vm.start'));
  const reasons = command?.blockedBy([target]) ?? [];
  return (
    <EmptyState
      action={
        command !== undefined && (
          <Button kind="primary" why={reasons.length === 0 ? undefined : reasons.join(' ')} onClick={() => commands.run(command, [target])}>
            {power === 'Suspended' ? say.resume : say.start}
          </Button>
        )
      }
    >
      {say.halted(name, power)}
    </EmptyState>
  );
}
