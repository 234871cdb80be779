import { readDatabase } from '#engine/offline/read-database.ts';
import { OperationError } from '#engine/operations/operation-error.ts';
import type { PoolHandles } from '#engine/pools/pool-handle.ts';
import { PoolsError } from '#engine/pools/pools-error.ts';
import type { HandlersOf } from '#engine/rpc/dispatch.ts';
import type { StreamHandlers } from '#engine/rpc/stream-dispatch.ts';
import { machineInZstd } from '#engine/transfers/head-in-zstd.ts';
import type { Transfers } from '#engine/transfers/transfers.ts';
import { backupEffect } from '#shared/domain/backups/backup-effect.ts';
import { restoreProblems } from '#shared/domain/rules/backup-rules.ts';

interface Setup {
  readonly transfers: Transfers;
  readonly handles: Pick<PoolHandles, 'of'>;
}

type CallNames = 'transfer.result' | 'transfer.task' | 'transfer.read-head' | 'pool.read-backup';

/** What is asked of what leaves a pool as bytes, or comes back as such. */
export function transferCallHandlers({ transfers, handles }: Setup): HandlersOf<CallNames> {
  return {
    'transfer.result': async ({ transfer }) => {
      const result = transfers.result(transfer);
      if (result === undefined) throw new PoolsError({ kind: 'gone' });
      return await Promise.resolve(result);
    },
    'transfer.task': async ({ transfer }) => await Promise.resolve({ task: transfers.taskOf(transfer) ?? null }),
    'transfer.read-head': async ({ content }) => {
      try {
        return await machineInZstd(Buffer.from(content, 'base64'));
      } catch {
        // What does not unpack at all is no bug of ours, and is not imported either.
        return { is: 'unread', why: 'broken' };
      }
    },
    'pool.read-backup': async ({ server, name, content }) => {
      const { inventory } = await readDatabase({ name, bytes: Buffer.from(content, 'base64') });
      return backupEffect(handles.of(server).inventory(), inventory);
    },
  };
}

type Name = 'pool.database' | 'pool.restore-database' | 'host.backup' | 'host.restore' | 'vm.export' | 'vm.import';

export function transferHandlers({ transfers, handles }: Setup): Pick<StreamHandlers, Name> {
  const { archives } = transfers;
  return {
    'vm.export': transfers.exportVm,
    'vm.import': transfers.importVm,
    'pool.database': archives.database,
    'pool.restore-database': async (input, on) => {
      const problems = input.isDryRun ? [] : restoreProblems(handles.of(input.server).inventory());
      if (problems.length > 0) throw new OperationError({ kind: 'precheck', problems: [...problems] });
      await archives.restoreDatabase(input, on);
    },
    'host.backup': archives.hostBackup,
    'host.restore': archives.hostRestore,
  };
}
