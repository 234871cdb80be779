import { useEffect, useState } from 'react';
import type { Output } from '#shared/contract/calls.ts';
import { formatAddress, parseAddress } from '#shared/domain/address/address.ts';
import { topItem } from '#shared/domain/tree/items.ts';
import { emptyInventory } from '#shared/domain/inventory/inventory.ts';
import { AddServerDialog } from '#renderer/features/connect/AddServerDialog.tsx';
import { useConnect } from '#renderer/features/connect/use-connect.ts';
import { useDemo } from '#renderer/features/connect/use-demo.ts';
import { Welcome } from '#renderer/features/connect/Welcome.tsx';
import { useClient } from '#renderer/state/client-context.ts';
import { inventoryStore } from '#renderer/state/inventory-store.ts';
import { useInventory } from '#renderer/state/tree-state.ts';
import { select, setAddingServer, useUi } from '#renderer/state/ui-store.ts';
import css from './App.module.css';
import { Details } from './Details.tsx';
import { EngineLost } from './EngineLost.tsx';
import { StatusBar } from './StatusBar.tsx';
import { TitleBar } from './TitleBar.tsx';
import { Tree } from './Tree.tsx';

type About = Output<'app.about'>;

export function App() {
  const client = useClient();
  const about = useAbout();
  const connecting = useConnect(client, showServer);
  const demo = useDemo(client);
  const servers = useInventory((state) => state.servers);
  const link = useInventory((state) => state.link);
  const isAdding = useUi((state) => state.isAddingServer);
  const step = useConnectStep(connecting.form.address);
  const isFirstRun = servers.every((server) => server.state.is === 'connecting');

  return (
    <div className={css['window']}>
      <TitleBar />
      <Tree />
      <main className={css['main']}>
        {link === 'lost' && <EngineLost />}
        {link !== 'opening' && isFirstRun && <Welcome connecting={connecting} step={step} demo={about?.hasDemo === true ? demo : undefined} />}
        {!isFirstRun && <Details />}
      </main>
      <StatusBar version={about?.version} />
      {isAdding && !isFirstRun && <AddServerDialog connecting={connecting} step={step} onClose={() => setAddingServer(false)} />}
    </div>
  );
}

function showServer(server: string): void {
  const { inventories } = inventoryStore.getState();
  const inventory = [...inventories].find(([id]) => id === server)?.[1] ?? emptyInventory;
  setAddingServer(false);
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
