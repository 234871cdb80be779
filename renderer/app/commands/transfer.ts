import { onlyPool } from '#shared/domain/inventory/facts.ts';
import { failureText } from '#shared/text/failure-text.ts';
import { databaseFileName, transferText } from '#shared/text/transfer-text.ts';
import { saveStream } from '#renderer/bridge/save-file.ts';
import type { Command, CommandTools, Target } from '#renderer/state/command.ts';
import { showToast } from '#renderer/state/ui-store.ts';

function isPool({ item, inventory }: Target): boolean {
  return (item.is === 'pool' || item.is === 'server') && onlyPool(inventory) !== undefined;
}

function blockedBy({ server: { state } }: Target): readonly string[] {
  if (state.is === 'live') return [];
  return [state.is !== 'connecting' && state.why.kind === 'read-from-file' ? transferText.fromFile : transferText.notConnected];
}

async function backUp({ server, inventory }: Target, { client }: CommandTools): Promise<void> {
  const name = databaseFileName(onlyPool(inventory)?.pool.name ?? server.address, new Date(Date.now()));
  const stream = client.openStream('pool.database', { server: server.id });
  const ended = await saveStream(window, { name, stream });
  const id = `pool.database:${server.id}`;
  if (ended.ok) showToast({ id, tone: 'ok', text: transferText.saved(name) });
  else showToast({ id, tone: 'danger', text: transferText.failed(name, failureText(ended.failure).what) });
}

export const transferCommands: readonly Command[] = [
  {
    id: 'pool.back-up-database',
    group: 'open',
    label: () => transferText.backUpDatabase,
    appliesTo: (targets) => targets.length === 1 && targets.every(isPool),
    blockedBy: (targets) => targets.flatMap(blockedBy),
    run(targets, tools) {
      for (const target of targets) backUp(target, tools).catch((error: unknown) => reportError(error));
    },
  },
];
