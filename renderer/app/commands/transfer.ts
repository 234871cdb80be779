import { isHostLive, onlyPool } from '#shared/domain/inventory/facts.ts';
import { backupsText } from '#shared/text/backups-text.ts';
import { problemText } from '#shared/text/problem-text.ts';
import { databaseFileName, transferText } from '#shared/text/transfer-text.ts';
import { backUpDatabase, backUpHost } from '#renderer/state/backups.ts';
import type { Command, Target } from '#renderer/state/command.ts';
import { whyNotOpen } from './reasons.ts';

function isPool({ item, inventory }: Target): boolean {
  return (item.is === 'pool' || item.is === 'server') && onlyPool(inventory) !== undefined;
}

const isHost = ({ item }: Target): boolean => item.is === 'host';

/** It does this by itself, so it has to answer. */
function whyNotHost({ item, inventory }: Target): readonly string[] {
  const host = item.is === 'host' ? item.ref : undefined;
  if (host === undefined || isHostLive(inventory, host)) return [];
  return [problemText({ rule: 'host-not-live', host: inventory.host.get(host)?.name ?? '' })];
}

export const transferCommands: readonly Command[] = [
  {
    id: 'pool.back-up-database',
    group: 'open',
    label: () => transferText.backUpDatabase,
    appliesTo: (targets) => targets.length === 1 && targets.every(isPool),
    blockedBy: (targets) => targets.flatMap((target) => whyNotOpen(target, 'http/get_pool_xml_db_sync')),
    run(targets, { client }) {
      for (const { server, inventory } of targets) {
        backUpDatabase(client, { server: server.id, name: databaseFileName(onlyPool(inventory)?.pool.name ?? server.address, new Date(Date.now())) });
      }
    },
  },
  {
    id: 'pool.restore-database',
    group: 'pool',
    isRare: true,
    label: () => backupsText.pool.command,
    appliesTo: (targets) => targets.length === 1 && targets.every(isPool),
    // What stands in the way of restoring does not keep anybody from looking at a backup.
    blockedBy: (targets) => targets.flatMap((target) => whyNotOpen(target, 'http/put_pool_xml_db_sync')),
    run: (targets, tools) => tools.open('restore-database', targets),
  },
  {
    id: 'host.back-up',
    group: 'pool',
    isRare: true,
    label: () => backupsText.host.backUp,
    appliesTo: (targets) => targets.length === 1 && targets.every(isHost),
    blockedBy: (targets) => targets.flatMap((target) => [...whyNotOpen(target, 'http/get_host_backup'), ...whyNotHost(target)]),
    run(targets, { client }) {
      for (const { item, server, inventory } of targets) {
        if (item.is === 'host')
          backUpHost(client, { server: server.id, host: item.ref, name: inventory.host.get(item.ref)?.name ?? '', day: new Date(Date.now()) });
      }
    },
  },
  {
    id: 'host.restore',
    group: 'pool',
    isRare: true,
    label: () => backupsText.host.restore,
    appliesTo: (targets) => targets.length === 1 && targets.every(isHost),
    blockedBy: (targets) => targets.flatMap((target) => [...whyNotOpen(target, 'http/put_host_restore'), ...whyNotHost(target)]),
    run: (targets, tools) => tools.open('restore-host', targets),
  },
];
