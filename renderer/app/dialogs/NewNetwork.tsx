import { type NetworkDraft, NewNetworkDialog } from '#renderer/features/network/NewNetworkDialog.tsx';
import { useClient } from '#renderer/state/client-context.ts';
import { targetsOf } from '#renderer/state/targets.ts';
import { useInventory } from '#renderer/state/tree-state.ts';
import { closeDialog, type OpenDialog } from '#renderer/state/ui-store.ts';
import { copyXe } from '#renderer/state/copy-xe.ts';
import { problemsNow } from '#renderer/state/problems-now.ts';
import { startNow } from '#renderer/state/start-now.ts';

interface NewNetworkProps extends Pick<OpenDialog, 'items'> {
  /** Half-typed ones, by server. */
  readonly drafts: Map<string, NetworkDraft>;
}

export function NewNetwork({ items, drafts }: NewNetworkProps) {
  const client = useClient();
  const servers = useInventory((state) => state.servers);
  const inventories = useInventory((state) => state.inventories);
  const [target] = targetsOf(items, { servers, inventories });
  if (target === undefined) return null;
  const { id } = target.server;
  return (
    <NewNetworkDialog
      key={id}
      target={target}
      before={drafts.get(id)}
      onDraft={(draft) => void drafts.set(id, draft)}
      problemsOf={(request) => problemsNow(request, target)}
      onCopyXe={(request) => copyXe(client, [request])}
      onCreate={(request) => {
        startNow(client, [request]);
        drafts.delete(id);
        closeDialog();
      }}
      onClose={closeDialog}
    />
  );
}
