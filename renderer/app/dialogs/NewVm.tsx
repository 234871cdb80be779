import type { NewVmDraft } from '#shared/domain/wizards/new-vm/draft.ts';
import { newVmText } from '#shared/text/new-vm-text.ts';
import { NewVmDialog } from '#renderer/features/new-vm/NewVmDialog.tsx';
import { useClient } from '#renderer/state/client-context.ts';
import { copyXe } from '#renderer/state/copy-xe.ts';
import { startNow } from '#renderer/state/start-now.ts';
import { targetsOf } from '#renderer/state/targets.ts';
import { useInventory } from '#renderer/state/tree-state.ts';
import { closeDialog, type OpenDialog, showToast } from '#renderer/state/ui-store.ts';

interface NewVmProps extends Pick<OpenDialog, 'items'> {
  /** Half-typed ones, by server. */
  readonly drafts: Map<string, NewVmDraft>;
}

export function NewVm({ items, drafts }: NewVmProps) {
  const client = useClient();
  const servers = useInventory((state) => state.servers);
  const inventories = useInventory((state) => state.inventories);
  const [target] = targetsOf(items, { servers, inventories });
  if (target === undefined) return null;
  const { id } = target.server;
  return (
    <NewVmDialog
      key={id}
      target={target}
      before={drafts.get(id)}
      onDraft={(draft) => void drafts.set(id, draft)}
      onCopyXe={(request) => copyXe(client, [request])}
      onCreate={(request) => {
        startNow(client, [request]);
        showToast({ id: 'new-vm', tone: 'info', text: newVmText.started });
        drafts.delete(id);
        closeDialog();
      }}
      onClose={closeDialog}
    />
  );
}
