import { commandText } from '#shared/text/commands-text.ts';
import type { SettingsChange } from '#shared/domain/settings/settings.ts';
import type { Command } from '#renderer/state/command.ts';
import { inventoryStore } from '#renderer/state/inventory-store.ts';
import { changeSettings } from '#renderer/state/settings-store.ts';
import { isThereNow } from '#renderer/state/targets.ts';
import { goInHistory, openDialog, setAddingServer, setPaletteOpen, toggleDrawer } from '#renderer/state/ui-store.ts';
import { tryNow } from '../frame/try-now.ts';
import { focusFilter, focusNextRegion } from '../regions.ts';

type Plain = Pick<Command, 'id' | 'icon' | 'shortcut'> & { readonly name: string };

/** A command of the window itself, whatever is selected. */
function plain(group: 'view' | 'app', { name, ...look }: Plain, run: Command['run']): Command {
  return { ...look, group, label: () => name, appliesTo: () => true, blockedBy: () => [], run };
}

function setting(id: string, name: string, changes: SettingsChange): Command {
  return plain('view', { id, name }, (_targets, tools) => changeSettings(tools.client, changes));
}

export const viewCommands: readonly Command[] = [
  plain('view', { id: 'view.back', name: commandText.back, icon: 'back', shortcut: 'Alt+Left' }, () => goInHistory(-1, isThereNow)),
  plain('view', { id: 'view.forward', name: commandText.forward, icon: 'forward', shortcut: 'Alt+Right' }, () => goInHistory(1, isThereNow)),
  plain('view', { id: 'view.palette', name: commandText.palette, icon: 'search', shortcut: 'Ctrl+K' }, () => setPaletteOpen(true)),
  plain('view', { id: 'view.filter', name: commandText.filter, icon: 'filter', shortcut: 'Ctrl+F' }, focusFilter),
  plain('view', { id: 'view.tasks', name: commandText.tasks, icon: 'tasks', shortcut: 'Ctrl+J' }, toggleDrawer),
  plain('view', { id: 'view.next-region', name: commandText.nextRegion, shortcut: 'F6' }, () => focusNextRegion(1)),
  plain('view', { id: 'view.former-region', name: commandText.formerRegion, shortcut: 'Shift+F6' }, () => focusNextRegion(-1)),
  plain('view', { id: 'view.refresh', name: commandText.refresh, icon: 'refresh', shortcut: 'F5' }, (_targets, { client }) => {
    for (const { id, state } of inventoryStore.getState().servers) if (state.is === 'stale') tryNow(client, id);
  }),
  setting('view.light', commandText.lightTheme, { theme: 'light' }),
  setting('view.dark', commandText.darkTheme, { theme: 'dark' }),
  setting('view.system', commandText.systemTheme, { theme: 'system' }),
  setting('view.compact', commandText.compact, { density: 'compact' }),
  setting('view.comfortable', commandText.comfortable, { density: 'comfortable' }),
];

export const appCommands: readonly Command[] = [
  plain('app', { id: 'app.add-server', name: commandText.addServer, icon: 'add' }, () => setAddingServer(true)),
  plain('app', { id: 'app.saved-servers', name: commandText.savedServers, icon: 'link' }, () => openDialog('saved-servers')),
  plain('app', { id: 'app.settings', name: commandText.settings, icon: 'gear', shortcut: 'Ctrl+,' }, () => openDialog('settings')),
  plain('app', { id: 'app.shortcuts', name: commandText.shortcuts, icon: 'keyboard', shortcut: 'F1' }, () => openDialog('shortcuts')),
];
