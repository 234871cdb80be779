import { useEffect } from 'react';
import type { ServerId } from '#shared/contract/calls/server-calls.ts';
import type { VmRef } from '#shared/domain/inventory/watched.ts';
import { consoleText } from '#shared/text/console-text.ts';
import { ConsoleStage } from '#renderer/features/console/ConsoleStage.tsx';
import { targetsOf } from '#renderer/state/targets.ts';
import { useInventory } from '#renderer/state/tree-state.ts';
import { dropToast, select, useUi } from '#renderer/state/ui-store.ts';
import { frameText } from '#shared/text/frame-text.ts';
import { EmptyState } from '#renderer/ui/EmptyState.tsx';
import { Toasts } from '#renderer/ui/Toasts.tsx';
import { CommandsProvider } from './commands/CommandsProvider.tsx';
import css from './ConsoleWindow.module.css';
import { Dialogs } from './dialogs/Dialogs.tsx';
import { useLook } from './frame/use-look.ts';
import { useFailuresTold } from './use-failures-told.ts';

export interface ShownConsole {
  readonly server: ServerId;
  readonly vm: VmRef;
}

/** What the address of a window asks for; undefined for the window of everything. */
export function consoleIn(search: string): ShownConsole | undefined {
  const asked = new URLSearchParams(search);
  const [server, vm] = [asked.get('server'), asked.get('console')];
  // Looked up before anything is done with them.
  return server === null || vm === null ? undefined : { server: server as ServerId, vm: vm as VmRef };
}

/** A window with the console of one VM, and what can be asked about that VM. */
export function ConsoleWindow({ shown: { server, vm } }: { readonly shown: ShownConsole }) {
  const servers = useInventory((state) => state.servers);
  const inventories = useInventory((state) => state.inventories);
  const isThere = inventories.has(server);
  const [target] = targetsOf([{ is: 'vm', server, ref: vm }], { servers, inventories });
  const name = target?.inventory.vm.get(vm)?.name;
  const toasts = useUi((state) => state.toasts);
  useLook();
  useFailuresTold(vm);
  // Keys of the window are about what is seen in it.
  useEffect(() => select({ is: 'vm', server, ref: vm }), [server, vm]);
  useEffect(() => {
    if (name !== undefined) document.title = consoleText.windowTitle(name);
  }, [name]);
  return (
    <CommandsProvider>
      <main className={css['window']} aria-label={consoleText.tab}>
        {target === undefined ? (
          <EmptyState>{isThere ? consoleText.gone : consoleText.loading}</EmptyState>
        ) : (
          <ConsoleStage target={target} vm={vm} place="window" />
        )}
      </main>
      <Dialogs />
      <Toasts label={frameText.notifications} closeLabel={frameText.dismiss} toasts={toasts} onDrop={dropToast} />
    </CommandsProvider>
  );
}
