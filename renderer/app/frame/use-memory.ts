import { useEffect, useRef } from 'react';
import { useClient } from '#renderer/state/client-context.ts';
import { setDrawerHeight, setDrawerOpen, setTabs, useUi } from '#renderer/state/ui-store.ts';

const KEY = 'frame';

/** What the frame looked like is found again at the next start. */
export function useFrameMemory(isOpen: boolean): void {
  const client = useClient();
  const tabs = useUi((state) => state.tabs);
  const isDrawerOpen = useUi((state) => state.isDrawerOpen);
  const drawerHeight = useUi((state) => state.drawerHeight);
  const isRestored = useRef(false);

  useEffect(() => {
    if (!isOpen || isRestored.current) return;
    client.call('view.get', { key: KEY }).then(
      (result) => {
        isRestored.current = true;
        if (result.ok) restore(result.value.value);
      },
      (error: unknown) => reportError(error),
    );
  }, [client, isOpen]);

  useEffect(() => {
    if (!isRestored.current) return;
    const value = { tabs: { ...tabs }, isDrawerOpen, drawerHeight };
    client.call('view.set', { key: KEY, value }).catch((error: unknown) => reportError(error));
  }, [client, tabs, isDrawerOpen, drawerHeight]);
}

/** Another version may have left it, so every part is looked at. */
function restore(value: unknown): void {
  if (typeof value !== 'object' || value === null) return;
  const tabs: unknown = Reflect.get(value, 'tabs');
  const height: unknown = Reflect.get(value, 'drawerHeight');
  if (typeof tabs === 'object' && tabs !== null) {
    setTabs(Object.fromEntries(Object.entries(tabs).filter((entry): entry is [string, string] => typeof entry[1] === 'string')));
  }
  if (typeof height === 'number') setDrawerHeight(height);
  setDrawerOpen(Reflect.get(value, 'isDrawerOpen') === true);
}
