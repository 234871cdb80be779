import { MoveManagementDialog } from '#renderer/features/network/MoveManagementDialog.tsx';
import { onlyPool } from '#shared/domain/inventory/facts.ts';
import { useClient } from '#renderer/state/client-context.ts';
import { targetsOf } from '#renderer/state/targets.ts';
import { useInventory } from '#renderer/state/tree-state.ts';
import { closeDialog, type OpenDialog } from '#renderer/state/ui-store.ts';
import { copyXe } from '#renderer/state/copy-xe.ts';
import { problemsNow } from '#renderer/state/problems-now.ts';
import { startNow } from '#renderer/state/start-now.ts';

export function MoveManagement({ items }: Pick<OpenDialog, 'items'>) {
  const client = useClient();
  const servers = useInventory((state) => state.servers);
  const inventories = useInventory((state) => state.inventories);
  const [target] = targetsOf(items, { servers, inventories });
  if (target === undefined) return null;
  const { item, inventory, server } = target;
  const host = item.is === 'host' ? item.ref : undefined;
  const poolName = onlyPool(inventory)?.pool.name ?? '';
  const name = host === undefined ? poolName || server.address : (inventory.host.get(host)?.name ?? '');
  return (
    <MoveManagementDialog
      key={host ?? server.id}
      target={target}
      host={host}
      name={name}
      problemsOf={(request) => problemsNow(request, target)}
      onCopyXe={(request) => copyXe(client, [request])}
      onMove={(request) => {
        startNow(client, [request]);
        closeDialog();
      }}
      onClose={closeDialog}
    />
  );
}
