import { SavedServersDialog } from '#renderer/features/connect/SavedServersDialog.tsx';
import { SettingsDialog } from '#renderer/features/settings/SettingsDialog.tsx';
import { targetsOf } from '#renderer/state/targets.ts';
import { useInventory } from '#renderer/state/tree-state.ts';
import { closeDialog, type OpenDialog, openDialog, useUi } from '#renderer/state/ui-store.ts';
import { EditDialog } from './EditDialog.tsx';
import { MigrateDialog } from './MigrateDialog.tsx';
import { ShortcutsDialog } from './ShortcutsDialog.tsx';

/** The one dialog a command has opened. */
export function Dialogs() {
  const dialog = useUi((state) => state.dialog);
  if (dialog === undefined) return null;
  switch (dialog.name) {
    case 'settings':
      return <SettingsDialog onClose={closeDialog} onSavedServers={() => openDialog('saved-servers')} />;
    case 'saved-servers':
      return <SavedServersDialog onClose={closeDialog} />;
    case 'shortcuts':
      return <ShortcutsDialog onClose={closeDialog} />;
    default:
      return <Edit name={dialog.name} items={dialog.items} />;
  }
}

interface EditProps extends Pick<OpenDialog, 'items'> {
  readonly name: 'rename' | 'describe' | 'tags' | 'folder' | 'migrate';
}

function Edit({ name, items }: EditProps) {
  const servers = useInventory((state) => state.servers);
  const inventories = useInventory((state) => state.inventories);
  const targets = targetsOf(items, { servers, inventories });
  if (targets.length === 0) return null;
  return name === 'migrate' ? (
    <MigrateDialog targets={targets} onClose={closeDialog} />
  ) : (
    <EditDialog edit={name} targets={targets} onClose={closeDialog} />
  );
}
