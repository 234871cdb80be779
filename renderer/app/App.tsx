import { useEffect, useState } from 'react';
import type { Output } from '#shared/contract/calls.ts';
import { formatAddress, parseAddress } from '#shared/domain/address/address.ts';
import { topItem } from '#shared/domain/tree/items.ts';
import { emptyInventory } from '#shared/domain/inventory/inventory.ts';
import { frameText } from '#shared/text/frame-text.ts';
import { AddServerDialog } from '#renderer/features/connect/AddServerDialog.tsx';
import { type Place, useConnect } from '#renderer/features/connect/use-connect.ts';
import { useDemo } from '#renderer/features/connect/use-demo.ts';
import { VaultAtStart } from '#renderer/features/connect/VaultAtStart.tsx';
import { Welcome } from '#renderer/features/connect/Welcome.tsx';
import { useClient } from '#renderer/state/client-context.ts';
import { inventoryStore } from '#renderer/state/inventory-store.ts';
import { useInventory } from '#renderer/state/tree-state.ts';
import { dropToast, isAddingNow, select, selectedNow, setAddingServer, useUi } from '#renderer/state/ui-store.ts';
import { Toasts } from '#renderer/ui/Toasts.tsx';
import css from './App.module.css';
import { CommandsProvider } from './commands/CommandsProvider.tsx';
import { Details } from './Details.tsx';
import { Dialogs } from './dialogs/Dialogs.tsx';
import { useFetchAhead } from './dialogs/fetch-ahead.ts';
import { EngineLost } from './EngineLost.tsx';
import { StatusBar } from './frame/StatusBar.tsx';
import { TasksPart } from './frame/TasksPart.tsx';
import { TitleBar } from './frame/TitleBar.tsx';
import { useLook } from './frame/use-look.ts';
import { useFrameMemory } from './frame/use-memory.ts';
import { Notifications } from './Notifications.tsx';
import { Palette } from './palette/Palette.tsx';
import { Tree } from './Tree.tsx';

type About = Output<'app.about'>;

export function App() {
  const link = useInventory((state) => state.link);
  const isPaletteOpen = useUi((state) => state.isPaletteOpen);
  const about = useAbout();
  useLook();
  useFrameMemory(link === 'open');
  useFetchAhead();
  return (
    <CommandsProvider>
      <div className={css['window']}>
        <TitleBar />
        <div className={css['tree']} data-region="tree">
          <Tree />
        </div>
        <Main about={about} />
        <TasksPart />
        <StatusBar version={about?.version} />
      </div>
      {isPaletteOpen && <Palette />}
      {link !== 'opening' && <VaultAtStart />}
      <Dialogs />
      <Notifications />
      <ToastRegion />
    </CommandsProvider>
  );
}

/** The welcome until something is connected, then the details of what is selected. */
function Main({ about }: { readonly about: About | undefined }) {
  const client = useClient();
  const connecting = useConnect(client, { place: placeOfForm, onConnected: showServer });
  const demo = useDemo(client);
  const servers = useInventory((state) => state.servers);
  const link = useInventory((state) => state.link);
  const isAdding = useUi((state) => state.isAddingServer);
  const step = useConnectStep(connecting.form.address);
  const isFirstRun = servers.every((server) => server.state.is === 'connecting');
  return (
    <main className={css['main']} data-region="details" aria-label={frameText.main}>
      {link === 'lost' && <EngineLost />}
      {link !== 'opening' && isFirstRun && <Welcome connecting={connecting} step={step} demo={about?.hasDemo === true ? demo : undefined} />}
      {!isFirstRun && <Details />}
      {isAdding && !isFirstRun && <AddServerDialog connecting={connecting} step={step} onClose={() => setAddingServer(false)} />}
    </main>
  );
}

function ToastRegion() {
  const toasts = useUi((state) => state.toasts);
  return <Toasts label={frameText.notifications} closeLabel={frameText.dismiss} toasts={toasts} onDrop={dropToast} />;
}

function placeOfForm(): Place {
  return isAddingNow() ? 'dialog' : 'welcome';
}

function showServer(server: string, begunIn: Place): void {
  const { inventories } = inventoryStore.getState();
  const inventory = [...inventories].find(([id]) => id === server)?.[1] ?? emptyInventory;
  // The dialog may have been opened for another server since.
  if (begunIn === 'dialog') setAddingServer(false);
  // Its rows may have come before this answer, and one of them may have been chosen already.
  if (selectedNow().some((item) => item.server === server)) return;
  select(topItem(server, inventory));
}

function useAbout(): About | undefined {
  const client = useClient();
  const link = useInventory((state) => state.link);
  const [about, setAbout] = useState<About>();
  useEffect(() => {
    const controller = new AbortController();
    if (link === 'open') {
      client.call('app.about', {}, controller.signal).then(
        (result) => result.ok && setAbout(result.value),
        (error: unknown) => reportError(error),
      );
    }
    return () => controller.abort();
  }, [client, link]);
  return about;
}

/** How far the attempt for this address has come, as the engine tells it. */
function useConnectStep(typed: string) {
  const parsed = parseAddress(typed);
  const address = parsed === undefined ? undefined : formatAddress(parsed);
  return useInventory(({ servers }) => {
    const state = servers.findLast((server) => server.address === address)?.state;
    return state?.is === 'connecting' ? state.step : undefined;
  });
}
