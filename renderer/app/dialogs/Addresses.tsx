import { AddressesDialog } from '#renderer/features/network/AddressesDialog.tsx';
import { useClient } from '#renderer/state/client-context.ts';
import { targetsOf } from '#renderer/state/targets.ts';
import { useInventory } from '#renderer/state/tree-state.ts';
import { closeDialog, type OpenDialog } from '#renderer/state/ui-store.ts';
import { copyXe } from '#renderer/state/copy-xe.ts';
import { problemsNow } from '#renderer/state/problems-now.ts';
import { startNow } from '#renderer/state/start-now.ts';

export function Addresses({ items }: Pick<OpenDialog, 'items'>) {
  const client = useClient();
  const servers = useInventory((state) => state.servers);
  const inventories = useInventory((state) => state.inventories);
  const [target] = targetsOf(items, { servers, inventories });
  if (target?.item.is !== 'network') return null;
  return (
    <AddressesDialog
      key={target.item.ref}
      target={target}
      network={target.item.ref}
      problemsOf={(request) => problemsNow(request, target)}
      onCopyXe={(request) => copyXe(client, [request])}
      onSet={(request) => {
        startNow(client, [request]);
        closeDialog();
      }}
      onClose={closeDialog}
    />
  );
}
