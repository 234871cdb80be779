import { useStore } from 'zustand';
import { createStore } from 'zustand/vanilla';
import type { Client } from '#shared/contract/client.ts';
import { defaultSettings, type Settings, type SettingsChange } from '#shared/domain/settings/settings.ts';

/** What has been decided for the whole app, as the engine last said it. */
const settingsStore = createStore<Settings>(() => defaultSettings);

export function useSettings<T>(select: (settings: Settings) => T): T {
  return useStore(settingsStore, select);
}

/** Keeps the settings equal to the engine's; returns how to stop. */
export function followSettings(client: Client): () => void {
  return client.listen({
    opened() {
      client.call('settings.get', {}).then(
        (result) => result.ok && settingsStore.setState(result.value.settings),
        (error: unknown) => reportError(error),
      );
    },
    event: (event) => event.topic === 'settings' && settingsStore.setState(event.payload),
    lost: () => undefined,
  });
}

/** Shown once the engine has kept it. */
export function changeSettings(client: Client, changes: SettingsChange): void {
  client.call('settings.set', { changes }).then(
    (result) => result.ok && settingsStore.setState(result.value.settings),
    (error: unknown) => reportError(error),
  );
}
